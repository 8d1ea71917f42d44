import Foundation
import Testing

@Suite("Documents")
struct DocumentTests {
  static let documents = [
    "README.md", "docs/how-backtests-lie.md", "docs/research-loop.md", "docs/CHANGELOG.md",
  ]

  /// Every name that a source declares.
  static func declaredNames() throws -> Set<String> {
    let declaration =
      /(?:struct|class|enum|actor|protocol|typealias|func|var|let|case) `?([A-Za-z_][A-Za-z0-9_]*)/
    var names: Set<String> = []
    for file in TidyTests.sources where file.contains("/Sources/") {
      for match in try Repository.text(file).matches(of: declaration) {
        names.insert(String(match.1))
      }
    }
    return names
  }

  @Test("the page on assumptions names only what the sources declare")
  func assumptionsNameRealTypes() throws {
    let names = try Self.declaredNames()
    let text = try Repository.text("docs/how-backtests-lie.md")
    var checked = 0
    for match in text.matches(of: /`([A-Z][A-Za-z]+)(?:\.([a-z][A-Za-z]*))?[^`]*`/) {
      checked += 1
      #expect(names.contains(String(match.1)), "docs/how-backtests-lie.md: \(match.1)")
      if let member = match.2 {
        #expect(names.contains(String(member)), "docs/how-backtests-lie.md: \(match.1).\(member)")
      }
    }
    #expect(checked > 40)
  }

  @Test("links lead to files that exist", arguments: documents)
  func linksLead(document: String) throws {
    let folder = Repository.root.appending(path: document).deletingLastPathComponent()
    for match in try Repository.text(document).matches(of: /\]\(([^)#:]+)\)/) {
      let target = folder.appending(path: String(match.1))
      #expect(FileManager.default.fileExists(atPath: target.path), "\(document): \(match.1)")
    }
  }

  @Test("no document names this machine or what lies beside the project", arguments: documents)
  func documentsKnowNoMachine(document: String) throws {
    let text = try Repository.text(document)
    for mark in ["../shared", "/work/", "/tmp/", "/root/"] {
      #expect(!text.contains(mark), "\(document) names \(mark)")
    }
  }

  @Test("the targets that the README names are in the Makefile")
  func makeTargetsExist() throws {
    let makefile = try Repository.text("Makefile")
    for match in try Repository.text("README.md").matches(of: /make ([a-z]+(?:-[a-z]+)?)/) {
      let name = String(match.1)
      #expect(makefile.contains("\n\(name):") || makefile.contains("\n\(name) "), "make \(name)")
    }
  }
}
