public import MarketModel

/// Files of ticks of one symbol to be imported, and how they are to be read.
public struct TickRequest: Hashable, Sendable {
  /// The files, read in this order; each is stored whole or not at all.
  public var files: [String]

  /// The table that the ticks belong to.
  public var table: TickTable

  /// What is traded; of files that hold several symbols, the one to take.
  public var symbol: Symbol

  /// The name of the source, under which the ticks are kept apart from others.
  public var provider: String

  /// How the files are read.
  public var reading: TickReading

  /// Whether the rows take the place of the stored ones from their first to their last time; a
  /// difference is refused otherwise.
  public var replacesConflicts: Bool

  /// Creates a request.
  public init(
    files: [String],
    table: TickTable,
    symbol: Symbol,
    provider: String,
    reading: TickReading,
    replacesConflicts: Bool
  ) {
    self.files = files
    self.table = table
    self.symbol = symbol
    self.provider = provider
    self.reading = reading
    self.replacesConflicts = replacesConflicts
  }

  /// Refuses requests that no file can satisfy.
  func validate() throws(IngestError) {
    func refuse(_ option: String, _ expected: String, _ found: String) throws(IngestError) {
      throw .unusableRequest(option: option, expected: expected, found: found)
    }
    if files.isEmpty { try refuse("files", "at least one", "none") }
    if symbol.name.isEmpty { try refuse("symbol", "a name", "nothing") }
    if provider.isEmpty { try refuse("provider", "a name", "nothing") }
    try reading.validate(table)
  }
}

extension TickReading {
  /// Refuses ways of reading that no file of a table can satisfy.
  func validate(_ table: TickTable) throws(IngestError) {
    guard format == .csv || format == .parquet else {
      throw .unusableRequest(
        option: "format",
        expected: "csv or parquet for \(table.rawValue)",
        found: format.rawValue
      )
    }
    for part in TickColumnMap.Part.allCases
    where columns.names[part] != nil && !TickColumnMap.has(part, in: table) {
      throw .unusableRequest(
        option: "columns",
        expected: "no part '\(part.rawValue)' of \(table.rawValue)",
        found: part.rawValue
      )
    }
  }
}
