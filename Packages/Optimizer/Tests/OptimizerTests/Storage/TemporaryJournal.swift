import Foundation
import Optimizer

/// A folder of its own for each test, removed when the test ends.
final class TemporaryJournal {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "journal-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var path: String { folder + "/study.jsonl" }

  var bytes: [UInt8] {
    get throws { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
  }

  /// The lines, without their line breaks.
  var lines: [String] {
    get throws {
      String(decoding: try bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  func write(_ bytes: some Sequence<UInt8>) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  func write(lines: [String]) throws {
    try write(lines.map { $0 + "\n" }.joined().utf8)
  }
}
