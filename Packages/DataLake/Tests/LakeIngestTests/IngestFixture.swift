import Foundation

@testable import LakeIngest

/// Finds the small files of the repository that readers are tested with.
enum IngestFixture {
  /// The root of the repository.
  static var root: String {
    var url = URL(filePath: #filePath)
    for _ in 0..<5 { url.deleteLastPathComponent() }
    return url.path
  }

  static func path(_ name: String) -> String {
    "\(root)/Fixtures/ingest/\(name)"
  }

  /// Market data that lies beside the repository where there is some.
  static var marketData: String? {
    let parent = URL(filePath: root).deletingLastPathComponent()
    return [parent, parent.deletingLastPathComponent()]
      .map { $0.appending(path: "shared/data").path }
      .first { FileManager.default.fileExists(atPath: $0) }
  }

  /// Runs a body with a new folder that is removed afterwards.
  static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "ingest-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }

  /// Writes a text to a file of a folder and returns its path.
  static func write(_ text: String, _ name: String, in folder: String) throws -> String {
    let path = "\(folder)/\(name)"
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }
}
