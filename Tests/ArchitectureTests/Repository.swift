import Foundation

/// The working tree that the tests look at.
enum Repository {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The text of a file, by its path from the root.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The Swift files below a folder, as paths from the root, sorted.
  static func swiftFiles(under path: String) -> [String] {
    let base = root.appending(path: path)
    let paths =
      FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
    return
      paths
      .filter { $0.hasSuffix(".swift") && !$0.contains(".build") }
      .map { "\(path)/\($0)" }
      .sorted()
  }
}

/// One target of a manifest: its name, and the names of the targets and products it depends on.
struct ManifestTarget: Hashable {
  var name: String
  var isTest: Bool
  var dependencies: Set<String>
  var path: String?
}

/// Reads the targets out of a manifest's text.
///
/// Our manifests list one dependency a line; that convention makes this reader short, and a
/// manifest that leaves it fails the tests that use it.
func manifestTargets(in manifest: String) -> [ManifestTarget] {
  let block = /\.(target|testTarget|executableTarget)\(\n\s+name: "([^"]+)"(.*?)\n    \),/
    .dotMatchesNewlines()
  return manifest.matches(of: block).map { match in
    let body = String(match.3)
    var dependencies: Set<String> = []
    if let list = body.firstMatch(of: /dependencies: \[(.*?)\n      \]/.dotMatchesNewlines()) {
      for entry in String(list.1).matches(of: /(?:name: )?"([^"]+)"(?:, package: "[^"]+")?/) {
        dependencies.insert(String(entry.1))
      }
    }
    let path = body.firstMatch(of: /path: "([^"]+)"/).map { String($0.1) }
    return ManifestTarget(
      name: String(match.2),
      // A program that only tests run lies beside them.
      isTest: match.1 == "testTarget" || path?.split(separator: "/").contains("Tests") == true,
      dependencies: dependencies,
      path: path
    )
  }
}
