import DataLake
import MarketModel

extension Importer {
  /// Imports all files of a request for ticks, in order.
  ///
  /// Each file is one atomic change, and importing it again changes nothing. A file holds all ticks
  /// from its first to its last time: where the lake has others in between, or other values, it is
  /// refused with the rows named, unless the request replaces them. Rows of one instant are numbered
  /// in the file's order.
  ///
  /// Prices must be positive and finite, sizes zero or positive, and bids at most their asks; equal
  /// ones are fine. Rows must be in order of time.
  ///
  /// - Parameters:
  ///   - request: What to import.
  ///   - progress: Called before, between and after the stages of each file.
  /// - Returns: What became of each file.
  /// - Throws: ``ImportFailure`` at the first file that cannot be stored; files before it are.
  /// - Complexity: O(rows) time and memory of the largest file.
  public func run(
    _ request: TickRequest,
    progress: (ImportProgress) -> Void = { _ in }
  ) throws(ImportFailure) -> ImportReport {
    try importAll(request.files, progress: progress) { () throws(IngestError) in
      try request.validate()
    } read: { (file) throws(IngestError) in
      let (rows, warnings) = try readTicks(
        file,
        table: request.table,
        symbol: request.symbol,
        reading: request.reading,
        database: lake.database
      )
      return CheckedFile(rows: rows.count, warnings: warnings) { () throws(IngestError) in
        try store(rows, file: file, request)
      }
    }
  }

  private func store(
    _ rows: TickRows,
    file: String,
    _ request: TickRequest
  ) throws(IngestError) -> [MergeCounts] {
    let key = SeriesKey.market(request.table.lakeTable, request.symbol, provider: request.provider)
    let change = rows.change(key, replacing: request.replacesConflicts)
    return try apply([change], file: file) { rows.line(at: $0.time, sequence: $0.sequence) }
  }
}

/// Reads and checks one file of ticks; the rows are sorted by time.
func readTicks(
  _ file: String,
  table: TickTable,
  symbol: Symbol,
  reading: TickReading,
  database: DuckDBDatabase?
) throws(IngestError) -> (rows: TickRows, warnings: [ImportWarning]) {
  let assembly: TickAssembly
  if reading.format == .parquet {
    guard let database else {
      throw .unusableRequest(
        option: "format",
        expected: "an engine that reads Parquet",
        found: "none"
      )
    }
    assembly = try readParquetTicks(
      file,
      table: table,
      symbol: symbol,
      reading: reading,
      database: database
    )
  } else {
    assembly = try readDelimitedTicks(file, table: table, symbol: symbol, reading: reading)
  }
  return (try assembly.finished(), assembly.warnings)
}
