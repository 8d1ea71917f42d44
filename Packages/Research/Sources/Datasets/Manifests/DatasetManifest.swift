internal import ConfigValidation
public import DataLake
internal import MarketModel

/// A list of files with the digests of their bytes, to which entries are only ever appended.
///
/// The same form serves files from vendors and files that were computed:
///
/// ```json
/// {"schema_version": 1, "entries": [
///   {"dataset": "SPY.features.a20", "version": 1, "tier": "a20", "path": "SPY.parquet",
///    "sha256": "…", "md5": "…", "generated_at": "2026-01-02T00:00:00Z",
///    "sources": [{"table": "bars", "series": ["SPY", "yahoo", "86400"], "content_hash": "…"}]}
/// ]}
/// ```
public struct DatasetManifest: Hashable, Sendable {
  /// The version of the form.
  public static let schemaVersion = 1

  /// The entries, oldest first.
  public private(set) var entries: [ManifestEntry]

  /// Creates a manifest.
  public init(entries: [ManifestEntry] = []) {
    self.entries = entries
  }

  /// Reads a manifest; a file that does not exist is an empty one where that is allowed.
  ///
  /// - Throws: ``ManifestError``.
  public static func read(
    _ path: String,
    mayBeMissing: Bool = false
  ) throws(ManifestError) -> DatasetManifest {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try AtomicFile.read(path)
    } catch {
      if mayBeMissing, case .notFound = error { return DatasetManifest() }
      throw .file(error)
    }
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(path: path, reason: "\(error)")
    }
    return try parse(json, path)
  }

  private static func parse(
    _ json: JSONValue,
    _ path: String
  ) throws(ManifestError) -> DatasetManifest {
    guard json["schema_version"]?.integerValue == Int64(schemaVersion) else {
      throw .schemaVersion(path: path, found: json["schema_version"]?.description ?? "nothing")
    }
    guard let items = json["entries"]?.arrayValue else {
      throw .entry(path: path, index: nil, field: "entries", expected: "a list", found: "none")
    }
    var entries: [ManifestEntry] = []
    for (index, item) in items.enumerated() {
      switch ManifestEntry.read(item) {
      case .success(let entry): entries.append(entry)
      case .failure(let error):
        throw .entry(
          path: path,
          index: index,
          field: error.field,
          expected: error.expected,
          found: error.found
        )
      }
    }
    return DatasetManifest(entries: entries)
  }

  /// Appends an entry; one that stands there already is not repeated.
  public mutating func append(_ entry: ManifestEntry) {
    if !entries.contains(entry) { entries.append(entry) }
  }

  /// Writes the manifest atomically.
  ///
  /// - Throws: ``ManifestError/file(_:)``.
  public func write(to path: String) throws(ManifestError) {
    let json: JSONValue = [
      "schema_version": .integer(Int64(Self.schemaVersion)),
      "entries": .array(entries.map(\.json)),
    ]
    do throws(FileError) {
      try AtomicFile.write(json.text(pretty: true) + "\n", to: path)
    } catch {
      throw .file(error)
    }
  }

  /// The newest entry of each path, sorted by path; of equal instants the later entry is newer.
  public var newest: [ManifestEntry] {
    var byPath: [String: ManifestEntry] = [:]
    for entry in entries {
      if let known = byPath[entry.path], known.instant > entry.instant { continue }
      byPath[entry.path] = entry
    }
    return byPath.values.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// The number that a content of a data set has or would get: contents count from one.
  public func version(of dataset: String, _ digest: FileDigest) -> Int {
    let known = entries.filter { $0.dataset == dataset }
    let same = known.first { $0.sha256 == digest }
    if case .generated(let generation)? = same?.origin { return generation.version }
    let versions = known.map { entry in
      if case .generated(let generation) = entry.origin { generation.version } else { 0 }
    }
    return (versions.max() ?? 0) + 1
  }
}

/// An error that says why a manifest cannot be read or written.
public enum ManifestError: Error, Hashable, Sendable {
  /// The file cannot be read or written.
  case file(FileError)

  /// The file is not a JSON document.
  case notJSON(path: String, reason: String)

  /// The manifest has another version than the one that is known.
  case schemaVersion(path: String, found: String)

  /// A field of an entry is not what it should be.
  case entry(path: String, index: Int?, field: String, expected: String, found: String)
}

extension ManifestError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .file(let cause): "\(cause)"
    case .notJSON(let path, let reason): "\(path): not a manifest: \(reason)"
    case .schemaVersion(let path, let found):
      "\(path): schema_version: expected \(DatasetManifest.schemaVersion), found \(found)"
    case .entry(let path, let index, let field, let expected, let found):
      "\(path): \(index.map { "entries[\($0)]." } ?? "")\(field): expected \(expected), "
        + "found \(found)"
    }
  }
}
