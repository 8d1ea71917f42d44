public import MarketModel

/// Files of facts to be imported, and how they are to be read.
public struct FactRequest: Sendable {
  /// The files, read in this order; each is stored whole or not at all.
  public var files: [String]

  /// The shape of the files: delimited text with a header, or Parquet.
  public var format: SourceFormat

  /// The table that the facts belong to.
  public var table: FactTable

  /// The symbol of files whose rows name none, or the one symbol to take from files that hold
  /// several.
  public var symbol: Symbol?

  /// The name of the source of files whose rows name no exchange, or the one exchange to take from
  /// files that hold several.
  ///
  /// Rows that name an exchange are stored with the exchange as their provider.
  public var provider: String?

  /// Which columns hold what, where they do not have their usual names.
  public var columns: FactColumnMap

  /// What funding rates stand for; required for them and for nothing else.
  ///
  /// There is no default: one unit taken for the other is a hundredfold error.
  public var fundingUnit: FundingUnit?

  /// The step in seconds to whose nearest multiple instants are moved; `nil` keeps them.
  ///
  /// Exchanges stamp settlements up to 50 ms after the whole hour. Days of daily facts have no need
  /// of it.
  public var snapSeconds: Int?

  /// The UTC time of day, in nanoseconds, of instants of which the file states the date only.
  ///
  /// `nil` refuses such rows: a date alone does not say when a rate was settled.
  public var timeOfDates: Int64?

  /// The zone of times without an offset; `nil` refuses such times, except for daily facts, which
  /// need their date only.
  public var timeZone: TimeZoneRules?

  /// How stamps are read; `nil` tells by their form, row by row.
  public var stampUnit: StampUnit?

  /// Whether rows take the place of stored ones that differ; they are refused otherwise.
  public var replacesConflicts: Bool

  /// Creates a request.
  public init(
    files: [String],
    format: SourceFormat,
    table: FactTable,
    symbol: Symbol?,
    provider: String?,
    columns: FactColumnMap = FactColumnMap(),
    fundingUnit: FundingUnit?,
    snapSeconds: Int?,
    timeOfDates: Int64? = nil,
    timeZone: TimeZoneRules? = nil,
    stampUnit: StampUnit? = nil,
    replacesConflicts: Bool
  ) {
    self.files = files
    self.format = format
    self.table = table
    self.symbol = symbol
    self.provider = provider
    self.columns = columns
    self.fundingUnit = fundingUnit
    self.snapSeconds = snapSeconds
    self.timeOfDates = timeOfDates
    self.timeZone = timeZone
    self.stampUnit = stampUnit
    self.replacesConflicts = replacesConflicts
  }

  /// Refuses requests that no file can satisfy.
  func validate() throws(IngestError) {
    func refuse(_ option: String, _ expected: String, _ found: String) throws(IngestError) {
      throw .unusableRequest(option: option, expected: expected, found: found)
    }
    if files.isEmpty { try refuse("files", "at least one", "none") }
    if format != .csv, format != .parquet {
      try refuse("format", "csv or parquet for \(table.rawValue)", format.rawValue)
    }
    if provider?.isEmpty == true { try refuse("provider", "a name", "nothing") }
    switch (table, fundingUnit) {
    case (.funding, nil):
      try refuse("funding-unit", "decimal or percent, because files do not say it", "nothing")
    case (.price, let unit?), (.marketcap, let unit?), (.volume, let unit?),
      (.openInterest, let unit?):
      try refuse("funding-unit", "none for \(table.rawValue)", unit.rawValue)
    default: break
    }
    if let snapSeconds {
      if table.isDaily { try refuse("snap-seconds", "none for daily facts", "\(snapSeconds)") }
      if !(1...3_600).contains(snapSeconds) {
        try refuse("snap-seconds", "1 to 3600", "\(snapSeconds)")
      }
    }
    if let timeOfDates {
      if table.isDaily { try refuse("time-of-dates", "none for daily facts", "a time") }
      if !(0..<86_400_000_000_000).contains(timeOfDates) {
        try refuse("time-of-dates", "a time within a day", "\(timeOfDates) ns")
      }
    }
    for part in FactColumnMap.Part.allCases
    where columns.names[part] != nil && !FactColumnMap.has(part, in: table) {
      try refuse("columns", "no part '\(part.rawValue)' of \(table.rawValue)", part.rawValue)
    }
  }
}
