import Foundation

/// The repository's root, found from this file's place in it.
let repositoryRoot = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Numbers that an outside tool computed, with the tool and the command.
struct ReferenceFixture<Values: Decodable>: Decodable {
  var tool: String
  var version: String
  var command: String
  var values: Values

  /// Reads `Fixtures/reference/<topic>.json`.
  init(_ topic: String) throws {
    let file = repositoryRoot.appending(path: "Fixtures/reference/\(topic).json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }
}

/// Real market data beside the repository, where it is present.
enum SharedData {
  static let folder = repositoryRoot.deletingLastPathComponent().appending(path: "shared/data")

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: path).path)
  }

  /// Returns the first column of a gzipped CSV file, without its header.
  static func firstColumn(of path: String) throws -> [String] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", folder.appending(path: path).path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map {
      String($0.prefix { $0 != "," })
    }
  }
}
