import Foundation
import Testing

@Suite("Imports")
struct ImportTests {
  /// The modules that a file imports, conditional imports included.
  static func imports(in text: String) -> Set<String> {
    let pattern =
      /(?m)^\s*(?:@[\w()]+\s+)*(?:public |package |internal |fileprivate |private )?import (?:struct |class |enum |protocol |func |typealias |var |let )?(\w+)/
    return Set(text.matches(of: pattern).map { String($0.1) })
  }

  static func targets() throws -> [ManifestTarget] {
    manifestTargets(in: try Repository.text("Package.swift"))
  }

  @Test("every imported module is declared by the manifest")
  func importsAreDeclared() throws {
    let targets = try Self.targets()
    #expect(targets.count > 30)
    for target in targets {
      let path = try #require(target.path, "\(target.name) has no path")
      for file in Repository.swiftFiles(under: path) {
        for module in Self.imports(in: try Repository.text(file)) {
          let known =
            target.dependencies.contains(module) || PackageGraph.system.contains(module)
            || module == target.name
          #expect(known, "\(file): imports \(module), which \(target.name) does not declare")
        }
      }
    }
  }

  @Test("third-party modules are imported only where they are allowed")
  func thirdPartyStaysPut() throws {
    for target in try Self.targets() {
      for dependency in target.dependencies {
        guard let allowed = PackageGraph.thirdParty[dependency] else { continue }
        #expect(allowed.contains(target.name), "\(target.name) must not depend on \(dependency)")
      }
    }
  }

  @Test("only the targets named for it open network connections")
  func networkStaysPut() throws {
    let marks = ["FoundationNetworking", "URLSession", "getaddrinfo", "socket(AF_", "NIOPosix"]
    for target in try Self.targets() where !PackageGraph.mayUseNetwork.contains(target.name) {
      guard let path = target.path, target.name != "ArchitectureTests", !target.isTest else {
        continue
      }
      for file in Repository.swiftFiles(under: path) {
        let text = try Repository.text(file)
        for mark in marks where text.contains(mark) {
          Issue.record("\(file): \(target.name) must not use \(mark)")
        }
      }
    }
  }

  @Test("the reader of imports sees each form")
  func readerSeesForms() {
    let text = "public import A\n@testable import B\n  import struct C.D\n// import E\n"
    #expect(Self.imports(in: text) == ["A", "B", "C"])
  }
}
