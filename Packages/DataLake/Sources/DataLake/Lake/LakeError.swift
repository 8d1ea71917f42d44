public import MarketModel

/// An error of the lake.
public enum LakeError: Error, Hashable, Sendable {
  /// The database engine is missing or failed.
  case engine(DuckDBError)

  /// A file could not be read or written.
  case file(FileError)

  /// A Parquet file is missing, corrupt, or has other columns.
  case parquet(ParquetError)

  /// A manifest cannot be read.
  case manifest(path: String, reason: String)

  /// Someone else is writing to the lake.
  case locked(path: String)

  /// Rows to be stored do not have the columns of their table.
  case schema(table: LakeTable, issues: [SchemaIssue])

  /// Rows to be stored contradict rows that are stored, or each other.
  case conflicts(ConflictReport)

  /// A row cannot belong to its series.
  case invalidRow(series: SeriesKey, time: Timestamp, reason: String)

  /// No series has these rows; `available` lists what the table holds for the symbol.
  case noSeries(table: LakeTable, symbol: Symbol, wanted: String, available: [SeriesKey])

  /// Several providers have the series and none was named.
  case ambiguousProvider(table: LakeTable, symbol: Symbol, providers: [String])

  /// The stored rows do not form a series.
  case series(SeriesKey, SeriesError)

  /// The rows of a file do not have the hash that the manifest states.
  case contentMismatch(path: String, expected: ContentHash, found: ContentHash)
}

/// Rows that were refused because they contradict stored rows or each other.
public struct ConflictReport: Error, Hashable, Sendable {
  /// One refused row.
  public struct Row: Hashable, Sendable {
    /// The series.
    public let series: SeriesKey

    /// The instant of the row.
    public let time: Timestamp

    /// The sequence number, where the table has one.
    public let sequence: Int64?

    /// The columns that differ, with the stored and the refused value as text.
    public let differences: [Difference]
  }

  /// One value that differs.
  public struct Difference: Hashable, Sendable {
    /// The column.
    public let column: String

    /// The value that is stored, or that came first.
    public let stored: String

    /// The value that was refused.
    public let refused: String
  }

  /// The number of refused rows.
  public var count: Int

  /// The first of them, at most ``listed``.
  public var rows: [Row]

  /// How many rows a report lists.
  public static let listed = 20
}

extension LakeError: CustomStringConvertible {
  /// The failure in words.
  public var description: String {
    switch self {
    case .engine(let error): "\(error)"
    case .file(let error): "\(error)"
    case .parquet(let error): "\(error)"
    case .manifest(let path, let reason): "\(path): not a readable manifest: \(reason)"
    case .locked(let path):
      "another process or task is writing to the lake (it holds \(path)); try again when it is done"
    case .schema(let table, let issues):
      "rows do not have the columns of \(table.rawValue)" + issues.map { "\n  \($0)" }.joined()
    case .conflicts(let report): "\(report)"
    case .invalidRow(let series, let time, let reason): "\(series), row of \(time): \(reason)"
    case .noSeries(let table, let symbol, let wanted, let available):
      "no \(table.rawValue) of \(symbol)\(wanted.isEmpty ? "" : " " + wanted); the lake has "
        + (available.isEmpty ? "none" : available.map(\.description).joined(separator: ", "))
    case .ambiguousProvider(let table, let symbol, let providers):
      "\(table.rawValue) of \(symbol) come from several providers, name one of: "
        + providers.joined(separator: ", ")
    case .series(let key, let error): "\(key): \(error)"
    case .contentMismatch(let path, let expected, let found):
      "\(path): expected content \(expected), found \(found)"
    }
  }
}

extension ConflictReport: CustomStringConvertible {
  /// The refused rows, one a line.
  public var description: String {
    var lines = ["\(count) rows contradict stored rows; replace them explicitly or leave them out"]
    for row in rows {
      let values = row.differences.map { "\($0.column) \($0.stored) -> \($0.refused)" }
      let sequence = row.sequence.map { " #\($0)" } ?? ""
      lines.append("  \(row.series) \(row.time)\(sequence): \(values.joined(separator: ", "))")
    }
    if count > rows.count { lines.append("  and \(count - rows.count) more") }
    return lines.joined(separator: "\n")
  }
}
