public import DataLake
public import Features
public import MarketModel

/// A table of features that is ready to be written: complete rows, their dates, and where they come from.
public struct Dataset: Hashable, Sendable {
  /// One series of a lake that was read.
  public struct Source: Hashable, Sendable {
    /// The name of the series.
    public let key: SeriesKey

    /// The identity of its rows.
    public let contentHash: ContentHash

    /// Creates a source.
    public init(key: SeriesKey, contentHash: ContentHash) {
      self.key = key
      self.contentHash = contentHash
    }
  }

  /// What was asked for.
  public let request: DatasetRequest

  /// The rows; every value is defined.
  ///
  /// **Causality.** Row *i* holds what was visible at its close time.
  public let frame: FeatureFrame

  /// The date of each row: that of its session, or the last civil day of a longer bar; shape `[count]`.
  public let dates: [CivilDate]

  /// The label columns over the same rows; none when no labels were asked for.
  public let labels: [TargetColumn]

  /// What there is to know about each column, in order.
  public let descriptions: [FeatureDescription]

  /// The series that were read.
  public let sources: [Source]

  /// Where the rows went.
  public let report: DatasetReport

  /// The name of the column of dates.
  public static let dateColumn = "Date"

  /// The rows as a table: `Date`, an instant at midnight without a zone, then the features in order.
  public var table: ColumnTable {
    tableOfRows(frame.columns.map { Column($0.name, .double($0.values)) })
  }

  /// The labels as a table of the same rows: `Date`, then the labels; undefined ones are missing.
  public var labelTable: ColumnTable {
    tableOfRows(
      labels.map { column in
        Column(column.name, .double(column.values), validity: column.isDefined)
      }
    )
  }

  private func tableOfRows(_ columns: [Column]) -> ColumnTable {
    let instants = dates.map(\.startInUTC.nanoseconds)
    do {
      return try ColumnTable([Column(Self.dateColumn, .timestamp(instants))] + columns)
    } catch {
      preconditionFailure("names of columns are distinct and lengths equal: \(error)")
    }
  }

  /// Writes ``table`` as a Parquet file, atomically; equal data sets make equal bytes.
  ///
  /// - Throws: ``DatasetError/parquet(_:)``.
  public func write(to path: String, database: DuckDBDatabase) throws(DatasetError) {
    do throws(ParquetError) {
      try ParquetFile.write(table, to: path, database: database)
    } catch {
      throw .parquet(error)
    }
  }

  /// Writes ``labelTable`` as a Parquet file, atomically.
  ///
  /// - Throws: ``DatasetError/parquet(_:)``.
  public func writeLabels(to path: String, database: DuckDBDatabase) throws(DatasetError) {
    do throws(ParquetError) {
      try ParquetFile.write(labelTable, to: path, database: database)
    } catch {
      throw .parquet(error)
    }
  }
}
