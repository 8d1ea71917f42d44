internal import ConfigValidation
public import DataLake

/// The files of one fitted model, with what they were when it was fitted: `files.json` in its folder.
///
/// The digest of a model is that of this list, so one text stands for all of its files.
public struct ModelFiles: Hashable, Sendable {
  /// One file.
  public struct Entry: Hashable, Sendable {
    /// Its name in the folder.
    public let name: String

    /// Its length in bytes.
    public let byteCount: Int

    /// The SHA-256 of its bytes, in hexadecimal digits.
    public let digest: String
  }

  /// How a file compares with the list.
  public enum State: String, Hashable, Sendable {
    /// It has the bytes that it had.
    case unchanged

    /// It has other bytes.
    case changed

    /// There is no such file.
    case missing
  }

  /// The files, by name.
  public let entries: [Entry]

  /// The name of the list in the folder of a model.
  public static let fileName = "files.json"

  /// The digest of the model: SHA-256 of the list.
  public var digest: String { ContentHash(of: text).hex }

  /// Lists files of a folder as they are now.
  ///
  /// - Throws: `FileError` for a file that cannot be read.
  /// - Complexity: O(bytes).
  init(_ names: [String], in folder: String) throws(FileError) {
    var entries: [Entry] = []
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let bytes = try AtomicFile.read("\(folder)/\(name)")
      entries.append(
        Entry(name: name, byteCount: bytes.count, digest: ContentHash(of: bytes).hex)
      )
    }
    self.entries = entries
  }

  /// Reads the list of a model, or returns `nil` where there is none.
  ///
  /// - Throws: `FileError` for a list that cannot be read or is damaged.
  public init?(readingFrom folder: String) throws(FileError) {
    let path = "\(folder)/\(Self.fileName)"
    let bytes: [UInt8]
    do { bytes = try AtomicFile.read(path) } catch {
      if case .notFound = error { return nil }
      throw error
    }
    let rows = (try? JSONValue(parsing: bytes))?["files"]?.arrayValue
    let entries = rows?.compactMap { row -> Entry? in
      guard let name = row["name"]?.stringValue, let count = row["bytes"]?.integerValue,
        let digest = row["sha256"]?.stringValue
      else { return nil }
      return Entry(name: name, byteCount: Int(count), digest: digest)
    }
    guard let entries, entries.count == rows?.count else {
      throw .failed(path: path, operation: "read", reason: "it is no list of files")
    }
    self.entries = entries
  }

  /// Writes the list into the folder of the model.
  func write(to folder: String) throws(FileError) {
    try AtomicFile.write(text, to: "\(folder)/\(Self.fileName)")
  }

  /// Compares the files of a folder with the list.
  ///
  /// - Returns: The state of each entry, in order.
  /// - Complexity: O(bytes).
  public func states(in folder: String) -> [State] {
    entries.map { entry in
      guard let bytes = try? AtomicFile.read("\(folder)/\(entry.name)") else { return .missing }
      return ContentHash(of: bytes).hex == entry.digest ? .unchanged : .changed
    }
  }

  private var text: String {
    let document: JSONValue = [
      "files": .array(
        entries.map {
          [
            "name": .string($0.name), "bytes": JSONValue($0.byteCount),
            "sha256": .string($0.digest),
          ]
        }
      )
    ]
    return document.text(pretty: true) + "\n"
  }
}
