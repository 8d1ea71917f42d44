import ConfigValidation
public import DataLake
public import MarketModel

/// Reads and writes packs as files.
///
/// The native form is a small JSON manifest with Parquet tables in a folder of the same name
/// beside it; the inline form is one JSON document with everything in it.
public enum ReplayPackFile {
  static let format = "assay-replay-pack"

  /// Writes a pack in its native form.
  ///
  /// Tables are written first, under names that contain their hashes, and the manifest last: a
  /// reader never sees a manifest without its tables.
  ///
  /// - Parameters:
  ///   - pack: The pack.
  ///   - directory: The folder; the manifest is called ``ReplayPack/fileName``.
  ///   - packedAt: When the pack was made, outside every hash; `nil` to leave it out.
  ///   - database: The engine that writes the tables.
  /// - Returns: The path of the manifest.
  /// - Throws: ``PackError`` when a file cannot be written.
  @discardableResult
  public static func write(
    _ pack: ReplayPack,
    to directory: String,
    packedAt: Timestamp?,
    database: DuckDBDatabase
  ) throws(PackError) -> String {
    var listed: [JSONValue] = []
    for (name, _, rows) in try pack.tables.all {
      let hash = ContentHash(of: rows)
      let file = "\(pack.baseName)/\(name)-\(hash.hex.prefix(16)).parquet"
      do throws(ParquetError) {
        try ParquetFile.write(rows, to: directory + "/" + file, database: database)
      } catch {
        throw .parquet(error)
      }
      listed.append([
        "name": .string(name), "file": .string(file), "rows": .integer(Int64(rows.rowCount)),
        "content_hash": .string(hash.hex),
      ])
    }
    var document: JSONValue = [
      "format": .string(format), "version": 1, "metadata": pack.metadata,
      "content_hash": .string(pack.contentHash.hex), "tables": .array(listed),
    ]
    if let packedAt { document["volatile"] = ["packed_at": .string(packedAt.description)] }
    return try write(document, to: directory + "/" + pack.fileName)
  }

  /// Writes a pack as one JSON document.
  ///
  /// - Parameters:
  ///   - pack: The pack, whose instants must be whole milliseconds.
  ///   - directory: The folder; the file is called ``ReplayPack/fileName``.
  ///   - packedAt: When the pack was made, outside every hash; `nil` to leave it out.
  /// - Returns: The path of the file.
  /// - Throws: ``PackError`` when an instant is finer than that or the file cannot be written.
  @discardableResult
  public static func writeInline(
    _ pack: ReplayPack,
    to directory: String,
    packedAt: Timestamp?
  ) throws(PackError) -> String {
    try write(
      try InlinePack.document(pack, packedAt: packedAt),
      to: directory + "/" + pack.fileName
    )
  }

  /// Reads a pack of either form and checks every hash that it states.
  ///
  /// - Parameters:
  ///   - path: The manifest or the inline document.
  ///   - database: The engine that reads tables.
  /// - Returns: The pack.
  /// - Throws: ``PackError`` naming the file that is missing, corrupt or different.
  public static func read(
    _ path: String,
    database: DuckDBDatabase
  ) throws(PackError) -> ReplayPack {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try AtomicFile.read(path) } catch { throw .file(error) }
    let document: JSONValue
    do throws(JSONError) { document = try JSONValue(parsing: bytes) } catch {
      throw .malformed(path: path, field: "the document", reason: "\(error)")
    }
    let reader = PackReader(path: path)
    let pack =
      document["format"] == nil
      ? try InlinePack.read(document, reader) : try readNative(document, reader, database)
    if let stated = document["content_hash"], stated.stringValue != pack.contentHash.hex {
      throw .contentMismatch(
        path: path,
        expected: stated.stringValue ?? "",
        found: pack.contentHash.hex
      )
    }
    return pack
  }

  private static func write(_ document: JSONValue, to path: String) throws(PackError) -> String {
    do throws(FileError) {
      try AtomicFile.write(document.utf8Bytes(pretty: true) + [UInt8(ascii: "\n")], to: path)
      return path
    } catch {
      throw .file(error)
    }
  }

  private static func readNative(
    _ document: JSONValue,
    _ reader: PackReader,
    _ database: DuckDBDatabase
  ) throws(PackError) -> ReplayPack {
    guard document["format"]?.stringValue == format, document["version"]?.integerValue == 1 else {
      throw reader.wrong("format", "\(format) version 1")
    }
    let header = try PackHeader(document["metadata"], reader)
    var bars: BarSeries?
    var outcomes: [HorizonOutcomes] = []
    var regimes: [RegimeRow] = []
    var snapshots: [OptionSnapshotRow] = []
    for (index, entry) in try reader.array(document["tables"], "tables").enumerated() {
      let field = "tables[\(index)]"
      let name = try reader.text(entry["name"], field + ".name")
      guard let table = table(name) else {
        throw reader.wrong(field + ".name", "a table of a pack")
      }
      let rows = try readTable(entry, field, table, reader, database)
      do {
        switch table {
        case .bars: bars = try header.bars(rows)
        case .barOutcomes:
          let horizon = Int64(name.dropFirst("outcomes_".count)) ?? 0
          outcomes.append(try HorizonOutcomes(rows: rows, horizonSeconds: horizon))
        case .regimes: regimes = try RegimeRow.rows(rows, of: nil)
        default: snapshots = try OptionSnapshotRow.rows(rows, of: nil)
        }
      } catch {
        throw PackError.malformed(path: reader.path, field: field, reason: "\(error)")
      }
    }
    guard let bars else { throw reader.wrong("tables", "a table of bars") }
    return try ReplayPack(
      provider: header.provider,
      startDate: header.startDate,
      endDate: header.endDate,
      bars: bars,
      outcomes: outcomes,
      regimes: regimes,
      snapshots: snapshots
    )
  }

  private static func table(_ name: String) -> LakeTable? {
    switch name {
    case "bars": .bars
    case "regimes": .regimes
    case "snapshots": .optionSnapshots
    case _ where name.hasPrefix("outcomes_"): .barOutcomes
    default: nil
    }
  }

  private static func readTable(
    _ entry: JSONValue,
    _ field: String,
    _ table: LakeTable,
    _ reader: PackReader,
    _ database: DuckDBDatabase
  ) throws(PackError) -> ColumnTable {
    let file = try reader.text(entry["file"], field + ".file")
    let expected = try reader.text(entry["content_hash"], field + ".content_hash")
    guard !file.hasPrefix("/"), !file.split(separator: "/").contains("..") else {
      throw reader.wrong(field + ".file", "a path inside the folder of the pack")
    }
    let path = reader.directory + "/" + file
    let rows: ColumnTable
    do throws(ParquetError) {
      rows = try ParquetFile.read(path, schema: table.schema, database: database)
    } catch {
      throw .parquet(error)
    }
    let found = ContentHash(of: rows).hex
    guard found == expected else {
      throw .contentMismatch(path: path, expected: expected, found: found)
    }
    return rows
  }
}
