public import MarketModel

/// Files to be imported, and how they are to be read.
public struct ImportRequest: Sendable {
  /// The files, read in this order; each is stored whole or not at all.
  public var files: [String]

  /// The shape of the files.
  public var format: SourceFormat

  /// The symbol, or the one symbol to take from files that hold several.
  ///
  /// `nil` takes all symbols that a file's rows name, or else the symbol after which the file is named.
  public var symbol: Symbol?

  /// The length of the bars.
  public var interval: BarInterval

  /// The name of the source, under which the bars are kept apart from others.
  public var provider: String

  /// When the instrument trades.
  public var calendar: TradingCalendar

  /// What the prices are corrected for; `nil` takes the file's prices as they are.
  public var adjustment: PriceAdjustment?

  /// Which columns hold what, where they do not have their usual names.
  public var columns: ColumnMap

  /// The byte between the fields; `nil` is a comma.
  public var separator: UInt8?

  /// The zone of times without an offset; `nil` refuses such times within a day.
  public var timeZone: TimeZoneRules?

  /// Which end of a bar the stamps mark.
  public var stamp: StampSide

  /// How stamps are read; `nil` tells by their form, row by row.
  public var stampUnit: StampUnit?

  /// What happens to rows outside the calendar.
  public var offSessionRows: OffSessionRows

  /// Whether rows take the place of stored ones that differ; they are refused otherwise.
  public var replacesConflicts: Bool

  /// Creates a request.
  public init(
    files: [String],
    format: SourceFormat,
    symbol: Symbol?,
    interval: BarInterval,
    provider: String,
    calendar: TradingCalendar,
    adjustment: PriceAdjustment? = nil,
    columns: ColumnMap = ColumnMap(),
    separator: UInt8? = nil,
    timeZone: TimeZoneRules? = nil,
    stamp: StampSide,
    stampUnit: StampUnit? = nil,
    offSessionRows: OffSessionRows,
    replacesConflicts: Bool
  ) {
    self.files = files
    self.format = format
    self.symbol = symbol
    self.interval = interval
    self.provider = provider
    self.calendar = calendar
    self.adjustment = adjustment
    self.columns = columns
    self.separator = separator
    self.timeZone = timeZone
    self.stamp = stamp
    self.stampUnit = stampUnit
    self.offSessionRows = offSessionRows
    self.replacesConflicts = replacesConflicts
  }

  var fileOptions: BarFileOptions {
    BarFileOptions(
      format: format,
      interval: interval,
      adjustment: adjustment,
      columns: columns,
      separator: separator,
      stampUnit: stampUnit
    )
  }

  /// Refuses requests that no file can satisfy.
  func validate() throws(IngestError) {
    guard !files.isEmpty else {
      throw .unusableRequest(option: "files", expected: "at least one", found: "none")
    }
    guard !provider.isEmpty else {
      throw .unusableRequest(option: "provider", expected: "a name", found: "nothing")
    }
    if format == .yahoo, adjustment == PriceAdjustment.none {
      try checkAdjustment(fileOptions, hasAdjustedClose: true)
    }
  }
}
