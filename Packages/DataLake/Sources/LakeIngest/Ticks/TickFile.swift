public import DataLake
public import MarketModel

/// Ticks of one symbol read from files, checked as an import checks them, without a lake.
///
/// Everything is held in memory; a series that does not fit belongs into a lake.
public struct TickFile: TickFeed {
  /// The ticks.
  public let series: TickSeries

  /// What a person should know of, file by file.
  public let warnings: [ImportWarning]

  /// The identity of the ticks: it changes with any value that was read, and with nothing else.
  public let contentHash: ContentHash

  /// Reads files.
  ///
  /// - Parameters:
  ///   - quotes: The files of quotes, read in this order; none where empty.
  ///   - trades: The files of trades, read in this order; none where empty.
  ///   - symbol: What is traded.
  ///   - reading: How the files are read.
  ///   - database: The engine that reads Parquet; `nil` where no file is Parquet.
  /// - Throws: ``IngestError`` naming the first row and column that cannot be used.
  public init(
    quotes: [String],
    trades: [String],
    symbol: Symbol,
    reading: TickReading,
    database: DuckDBDatabase?
  ) throws(IngestError) {
    throw .unusableRequest(option: "files", expected: "ticks", found: "none")
  }

  /// What is traded.
  public var symbol: Symbol { series.symbol }

  /// Which columns are filled.
  public var content: TickContent { series.content }

  /// Begins to read; the whole stretch is one block.
  public func reader(
    from first: Timestamp?,
    before end: Timestamp?
  ) throws(TickReadError) -> any TickReader {
    try series.reader(from: first, before: end)
  }
}
