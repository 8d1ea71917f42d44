import Foundation
import Testing

@Suite("Tidiness")
struct TidyTests {
  /// Every Swift file of the packages and apps.
  static let sources =
    Repository.swiftFiles(under: "Packages") + Repository.swiftFiles(under: "Apps")

  /// A banned pattern and the reason.
  struct Ban: Sendable, CustomTestStringConvertible {
    var pattern: String
    var reason: String
    var testDescription: String { pattern }
  }

  static let ambient = [
    Ban(pattern: #"\bDate\(\)|\bDate\.now\b"#, reason: "the clock is a parameter"),
    Ban(pattern: #"SystemRandomNumberGenerator"#, reason: "the generator is a parameter"),
    Ban(
      pattern: #"\.random\(in: [^,)]*\)|\.shuffled\(\)|\.randomElement\(\)"#,
      reason: "the generator is a parameter"
    ),
    Ban(
      pattern: #"ProcessInfo\.processInfo\.environment|\bgetenv\("#,
      reason: "the environment is read by the apps"
    ),
    Ban(pattern: #"\bLocale\.current\b|\bTimeZone\.current\b"#, reason: "output has no locale"),
    Ban(pattern: #"static (let|var) shared\b"#, reason: "no singletons"),
  ]

  static let anywhere = [
    Ban(pattern: #"\b(TODO|FIXME|HACK|XXX)\b"#, reason: "unfinished work does not land"),
    Ban(pattern: #"\btry!|\bas! "#, reason: "failures are typed"),
    Ban(pattern: #"\.\./shared|/work/"#, reason: "the project knows no machine"),
  ]

  @Test("libraries read no ambient state", arguments: ambient)
  func librariesAreAmbientFree(ban: Ban) throws {
    let regex = try Regex(ban.pattern)
    for file in Self.sources where file.contains("/Sources/") && !file.hasPrefix("Apps/") {
      try expectAbsent(regex, in: file, ban)
    }
  }

  @Test("sources hold nothing unfinished or tied to a machine", arguments: anywhere)
  func sourcesAreFinished(ban: Ban) throws {
    let regex = try Regex(ban.pattern)
    for file in Self.sources where file.contains("/Sources/") {
      try expectAbsent(regex, in: file, ban)
    }
  }

  @Test("files stay below 500 lines")
  func filesStaySmall() throws {
    for file in Self.sources {
      let lines = try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(
        lines.count <= 500,
        "\(file) has \(lines.count) lines: which concept wants its own file?"
      )
    }
  }

  @Test("no file is a drawer")
  func noFileIsADrawer() {
    let drawers = ["Utils", "Helpers", "Common", "Extensions", "Misc"]
    for file in Self.sources {
      let name = file.split(separator: "/").last.map(String.init) ?? ""
      #expect(
        !drawers.contains { name == "\($0).swift" || name.hasSuffix("\($0).swift") },
        "\(file)"
      )
      #expect(!name.contains(" "), "\(file)")
    }
  }

  @Test("no public type shares the name of a module")
  func typesAndModulesDiffer() throws {
    let modules = Set(manifestTargets(in: try Repository.text("Package.swift")).map(\.name))
    let pattern = /(?m)^public (?:final |indirect )?(?:struct|class|enum|actor|protocol) (\w+)/
    for file in Self.sources where file.contains("/Sources/") {
      for match in try Repository.text(file).matches(of: pattern) {
        #expect(!modules.contains(String(match.1)), "\(file): a module is named \(match.1) too")
      }
    }
  }

  @Test("every package has a README and tests", arguments: PackageGraph.packages.map(\.name))
  func packagesAreComplete(name: String) throws {
    let readme = try Repository.text("Packages/\(name)/README.md")
    #expect(readme.contains("May import"), "\(name)/README.md does not say what it may import")
    #expect(!Repository.swiftFiles(under: "Packages/\(name)/Tests").isEmpty)
  }

  private func expectAbsent(_ regex: Regex<AnyRegexOutput>, in file: String, _ ban: Ban) throws {
    let lines = try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let code = line.drop { $0 == " " }
      guard !code.hasPrefix("///"), !code.hasPrefix("//") || ban.reason.contains("unfinished")
      else {
        continue
      }
      if code.contains(regex) { Issue.record("\(file):\(index + 1): \(ban.reason)") }
    }
  }
}
