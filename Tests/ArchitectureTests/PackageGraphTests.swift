import Foundation
import Testing

@Suite("Package graph")
struct PackageGraphTests {
  static let names = PackageGraph.packages.map(\.name)

  static func manifest(of package: String) throws -> [ManifestTarget] {
    manifestTargets(in: try Repository.text("Packages/\(package)/Package.swift"))
  }

  /// Every module of ours with the package that owns it.
  static func owners() throws -> [String: String] {
    var owners: [String: String] = [:]
    for name in names {
      for target in try manifest(of: name) where !target.isTest { owners[target.name] = name }
    }
    return owners
  }

  @Test("is written in topological order, so it has no cycle")
  func isTopologicallyOrdered() {
    var seen: Set<String> = []
    for package in PackageGraph.packages {
      #expect(package.mayUse.isSubset(of: seen), "\(package.name) uses a package below it")
      seen.insert(package.name)
    }
  }

  @Test("lists every folder of Packages")
  func listsEveryFolder() throws {
    let folder = Repository.root.appending(path: "Packages")
    let found = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !$0.hasPrefix(".") }
    #expect(Set(found) == Set(Self.names))
  }

  @Test("manifests name only packages and modules that the graph allows", arguments: names)
  func manifestsFollowTheGraph(name: String) throws {
    let package = try #require(PackageGraph.packages.first { $0.name == name })
    let owners = try Self.owners()
    let targets = try Self.manifest(of: name)
    #expect(!targets.isEmpty)
    for target in targets {
      for dependency in target.dependencies {
        guard let owner = owners[dependency], owner != name else { continue }
        #expect(
          package.mayUse.contains(owner),
          "\(target.name): \(name) must not depend on \(owner)"
        )
        if let allowed = package.onlyModules[owner] {
          #expect(
            allowed.contains(dependency),
            "\(target.name): of \(owner), \(name) may use \(allowed.sorted()), not \(dependency)"
          )
        }
      }
    }
  }

  @Test("only test targets depend on testing products", arguments: names)
  func testingProductsStayInTests(name: String) throws {
    for target in try Self.manifest(of: name) where !target.isTest {
      for dependency in target.dependencies where dependency.hasSuffix("Testing") {
        #expect(target.name.hasSuffix("Testing"), "\(target.name) depends on \(dependency)")
      }
    }
  }

  @Test("the umbrella manifest has the targets and edges of each package", arguments: names)
  func umbrellaEqualsNested(name: String) throws {
    let umbrella = manifestTargets(in: try Repository.text("Package.swift"))
    for target in try Self.manifest(of: name) {
      let twin = umbrella.first { $0.name == target.name }
      #expect(twin != nil, "the umbrella manifest lacks \(target.name)")
      #expect(
        twin?.dependencies == target.dependencies,
        "\(target.name): the umbrella manifest names other dependencies"
      )
      let folder = target.isTest ? "Tests" : "Sources"
      #expect(twin?.path == "Packages/\(name)/\(folder)/\(target.name)")
    }
  }

  @Test("every library target is a product of its package and of the umbrella")
  func librariesAreProducts() throws {
    let umbrella = try Repository.text("Package.swift")
    for name in Self.names {
      let nested = try Repository.text("Packages/\(name)/Package.swift")
      for target in try Self.manifest(of: name) where !target.isTest && !target.name.hasPrefix("C")
      {
        let product = ".library(name: \"\(target.name)\", targets: [\"\(target.name)\"])"
        #expect(nested.contains(product), "\(name) does not export \(target.name)")
        #expect(umbrella.contains(product), "the umbrella does not export \(target.name)")
      }
    }
  }

  @Test("light modules reach no third-party code")
  func lightModulesStayLight() throws {
    let targets = manifestTargets(in: try Repository.text("Package.swift"))
    let byName = Dictionary(uniqueKeysWithValues: targets.map { ($0.name, $0) })
    for module in PackageGraph.light.sorted() {
      var reached: Set<String> = []
      var open = [module]
      while let next = open.popLast() {
        guard reached.insert(next).inserted else { continue }
        open += byName[next]?.dependencies ?? []
      }
      let foreign = reached.intersection(PackageGraph.thirdParty.keys)
      #expect(foreign.isEmpty, "\(module) reaches \(foreign.sorted())")
    }
  }

  @Test("the reader of manifests sees every edge")
  func readerSeesEdges() {
    let lines = [
      "    .target(", "      name: \"Backtest\",", "      dependencies: [",
      "        .product(name: \"Features\", package: \"Features\"),",
      "        \"PerformanceMetrics\",", "      ]", "    ),", "",
    ]
    let found = manifestTargets(in: lines.joined(separator: "\n"))
    #expect(found.first?.name == "Backtest")
    #expect(found.first?.dependencies == ["Features", "PerformanceMetrics"])
  }
}
