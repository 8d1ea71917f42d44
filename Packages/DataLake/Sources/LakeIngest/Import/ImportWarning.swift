public import MarketModel

/// Something in a file that was taken, or left out, and that a person should know of.
public struct ImportWarning: Hashable, Sendable {
  /// What was found.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Rows without prices were left out.
    case nullRows = "rows without prices, left out"

    /// Rows that stand in the file more than once, value for value, were taken once.
    case repeatedRows = "repeated rows, taken once"

    /// A price is zero or negative.
    case nonPositivePrices = "zero or negative prices"

    /// The low is not the lowest or the high not the highest price.
    case inconsistentPrices = "prices outside low and high"

    /// A volume is negative.
    case negativeVolumes = "negative volumes"

    /// Rows outside the calendar were left out.
    case offSessionDropped = "rows outside the calendar, left out"

    /// Rows outside the calendar were taken.
    case offSessionKept = "rows outside the calendar, kept"

    /// All bars lie further apart than the interval.
    case wideSpacing = "bars that all lie further apart than the interval"

    /// A market capitalisation, volume or open interest is zero; sources write so what they do not know.
    case zeroValues = "zero values, kept"

    /// Days lie before 2008, when nothing of the kind was traded.
    case earlyDays = "rows before 2008"

    /// Stamps were moved to the nearest whole step.
    case movedStamps = "stamps moved to the nearest whole step"

    /// Settlements do not lie on a whole hour.
    case offHours = "settlements off the whole hour"

    /// Rates given as fractions are as large as percentages.
    case percentLike = "rates given as fractions, as large as percentages"

    /// Rates given as percentages are as small as fractions.
    case fractionLike = "rates given as percentages, as small as fractions"

    /// Quotes whose bid lies above their ask were left out.
    case crossedDropped = "crossed quotes, left out"

    /// Quotes whose bid lies above their ask were taken.
    case crossedKept = "crossed quotes, kept"

    /// Rows lie before a row above them and were sorted by time.
    case outOfOrder = "rows whose time goes backwards, sorted"

    /// Trades do not say who crossed the spread.
    case unknownSides = "trades whose side is not known"

    /// Rows of quotes with empty columns of trades were left out of the trades.
    case withoutTrade = "rows without a trade, left out"

    /// Rows of other symbols than the wanted one were left out.
    case otherSymbols = "rows of other symbols, left out"
  }

  /// What was found.
  public var kind: Kind

  /// The symbol.
  public var symbol: Symbol

  /// The number of rows.
  public var count: Int

  /// The line, or number of the element, of the first of them.
  public var firstLine: Int?

  /// Creates a warning.
  public init(kind: Kind, symbol: Symbol, count: Int, firstLine: Int?) {
    self.kind = kind
    self.symbol = symbol
    self.count = count
    self.firstLine = firstLine
  }
}

extension ImportWarning: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    "\(symbol): \(count) \(kind.rawValue)" + (firstLine.map { " (first at line \($0))" } ?? "")
  }
}
