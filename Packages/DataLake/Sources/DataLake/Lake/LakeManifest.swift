import MarketModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The list of everything that a lake holds at one moment.
///
/// A manifest is named by the hash of its bytes and never changes; a change of the lake writes a
/// new one and moves one pointer.
struct LakeManifest: Hashable, Sendable, Codable {
  /// One immutable Parquet file: a contiguous stretch of one series.
  struct File: Hashable, Sendable, Codable {
    /// The stretch of time: a year such as `2020`, a day such as `2020-03-09`, or `all`.
    var stretch: String
    /// The path relative to the folder of the lake.
    var path: String
    /// The hash of the logical values of its rows.
    var contentHash: String
    var rows: Int
    /// The time of the first row and of the last one, in nanoseconds.
    var first: Int64
    var last: Int64
    /// When the last row ends: its close time for bars, the end of its day for daily facts, its
    /// time otherwise.
    var end: Int64
  }

  /// One series and its files, oldest first.
  struct Series: Hashable, Sendable, Codable {
    var table: LakeTable
    var values: [String]
    var files: [File]
    /// What the series was computed from, where it was computed.
    var derivedFrom: String?

    var key: SeriesKey { SeriesKey(table: table, values: values) }

    /// The identity of all rows: independent of the order in which they arrived.
    var contentHash: ContentHash {
      ContentHash(of: files.map { "\($0.stretch) \($0.contentHash)\n" }.joined())
    }
  }

  /// The version of this format.
  var format: Int
  /// The series, sorted by key.
  var series: [Series]

  static let currentFormat = 1
  static let empty = LakeManifest(format: currentFormat, series: [])

  func series(_ key: SeriesKey) -> Series? {
    let position = series.partitionPoint { $0.key >= key }
    guard position < series.count, series[position].key == key else { return nil }
    return series[position]
  }

  /// Puts a series in its place.
  mutating func set(_ changed: Series) {
    let position = series.partitionPoint { $0.key >= changed.key }
    if position < series.count, series[position].key == changed.key {
      series[position] = changed
    } else {
      series.insert(changed, at: position)
    }
  }

  func encoded() throws(LakeError) -> [UInt8] { try encodeJSON(self, "manifest") }

  /// Decodes a manifest, checking that its keys have the shape of their tables.
  static func decode(_ bytes: [UInt8], path: String) throws(LakeError) -> LakeManifest {
    let manifest = try decodeJSON(LakeManifest.self, bytes, path)
    guard manifest.format == currentFormat else {
      throw .manifest(
        path: path,
        reason: "expected format \(currentFormat), found \(manifest.format)"
      )
    }
    for series in manifest.series where series.values.count != series.table.partition.count {
      throw .manifest(path: path, reason: "a series of \(series.table) has a wrong name")
    }
    return manifest
  }
}

/// The file `manifest.json`: which manifest is the present one.
struct LakePointer: Hashable, Sendable, Codable {
  var format: Int
  var manifest: String
  /// The manifests before it, newest first, as many as ``remembered``.
  var previous: [String]

  static let remembered = 32
}

func encodeJSON(_ value: some Encodable, _ name: String) throws(LakeError) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  do {
    return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  } catch {
    throw .manifest(path: name, reason: "\(error)")
  }
}

func decodeJSON<Value: Decodable>(
  _ type: Value.Type,
  _ bytes: [UInt8],
  _ path: String
) throws(LakeError) -> Value {
  do {
    return try JSONDecoder().decode(type, from: Data(bytes))
  } catch DecodingError.keyNotFound(let key, _) {
    throw .manifest(path: path, reason: "expected the member \(key.stringValue), found none")
  } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
    let member = context.codingPath.map(\.stringValue).joined(separator: ".")
    throw .manifest(path: path, reason: "the member \(member) has another type than expected")
  } catch {
    throw .manifest(path: path, reason: "it is not the JSON of a manifest")
  }
}
