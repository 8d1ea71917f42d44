public import DataLake
public import MarketModel

/// The tables that take ticks.
public enum TickTable: String, Hashable, Sendable, CaseIterable {
  /// Best bids and asks.
  case quotes

  /// Public trades.
  case trades

  /// The table of the lake.
  public var lakeTable: LakeTable {
    switch self {
    case .quotes: .quotes
    case .trades: .trades
    }
  }
}

/// What happens to a row whose time lies before the row above it.
public enum TickRowOrder: String, Hashable, Sendable, CaseIterable {
  /// The file is refused, and the row is named.
  case strict

  /// Rows are sorted by time, equal times staying in the file's order, and counted in a warning.
  case sort
}

/// What happens to a quote whose bid lies above its ask.
public enum CrossedQuotes: String, Hashable, Sendable, CaseIterable {
  /// The file is refused, and the row is named.
  case refuse

  /// The row is left out, and counted in a warning.
  case drop

  /// The row is taken, and counted in a warning.
  case keep
}

/// How a file of ticks is read.
public struct TickReading: Hashable, Sendable {
  /// The shape of the file: delimited text with a header, or Parquet.
  public var format: SourceFormat

  /// Which columns hold what, where they do not have their usual names.
  public var columns: TickColumnMap

  /// How stamps are read; `nil` tells by their form, row by row.
  public var stampUnit: StampUnit?

  /// The zone of times without an offset; `nil` refuses such times.
  public var timeZone: TimeZoneRules?

  /// What happens to rows whose time goes backwards.
  public var order: TickRowOrder

  /// What happens to quotes whose bid lies above their ask.
  public var crossed: CrossedQuotes

  /// Creates a way of reading.
  public init(
    format: SourceFormat,
    columns: TickColumnMap = TickColumnMap(),
    stampUnit: StampUnit? = nil,
    timeZone: TimeZoneRules? = nil,
    order: TickRowOrder,
    crossed: CrossedQuotes
  ) {
    self.format = format
    self.columns = columns
    self.stampUnit = stampUnit
    self.timeZone = timeZone
    self.order = order
    self.crossed = crossed
  }
}
