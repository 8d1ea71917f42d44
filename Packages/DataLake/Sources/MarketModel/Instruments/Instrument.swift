// Rounding calls the C library's mathematics on older CPUs; importing it is what links it.
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What can be traded, in which units, and when.
public struct Instrument: Hashable, Sendable {
  /// The name under which it is stored and traded.
  public var symbol: Symbol

  /// The kind.
  public var assetClass: AssetClass

  /// The sessions.
  public var calendar: TradingCalendar

  /// The currency of prices, as an ISO 4217 code or a coin's symbol (`USD`, `USDT`).
  public var currency: String

  /// The currency units that one unit of the instrument earns when the price rises by one; 1 for
  /// shares and coins, 100 for a US equity option.
  public var multiplier: Double

  /// The smallest step of the price, or `nil` when any price is accepted.
  public var tickSize: Double?

  /// The smallest step of the quantity, or `nil` when any quantity is accepted.
  public var lotSize: Double?

  /// The terms, for an option; `nil` for everything else.
  public var option: OptionContract?

  /// Creates an instrument.
  ///
  /// - Throws: ``InstrumentError`` when a size is not positive and finite, when the currency is
  ///   empty, or when option terms are missing from an option or present elsewhere.
  public init(
    symbol: Symbol,
    assetClass: AssetClass,
    calendar: TradingCalendar,
    currency: String,
    multiplier: Double,
    tickSize: Double? = nil,
    lotSize: Double? = nil,
    option: OptionContract? = nil
  ) throws(InstrumentError) {
    for (name, value) in [
      ("multiplier", Optional(multiplier)), ("tick size", tickSize), ("lot size", lotSize),
    ] {
      if let value, !(value.isFinite && value > 0) {
        throw .notPositive(symbol: symbol, field: name, value: value)
      }
    }
    guard !currency.isEmpty else { throw .missingCurrency(symbol: symbol) }
    guard (assetClass == .option) == (option != nil) else {
      throw .optionTermsMismatch(symbol: symbol, assetClass: assetClass)
    }
    self.symbol = symbol
    self.assetClass = assetClass
    self.calendar = calendar
    self.currency = currency
    self.multiplier = multiplier
    self.tickSize = tickSize
    self.lotSize = lotSize
    self.option = option
  }

  /// Returns the multiple of the tick size nearest to a price; the price itself without a tick size.
  ///
  /// Halves are rounded away from zero.
  public func roundedPrice(_ price: Double) -> Double {
    guard let tickSize else { return price }
    return (price / tickSize).rounded(.toNearestOrAwayFromZero) * tickSize
  }

  /// Returns the largest multiple of the lot size that is not beyond a quantity.
  ///
  /// Rounds toward zero for either sign, so a rounded order never costs more than was asked for. A
  /// quantity within a few units of rounding of a whole lot counts as that lot.
  public func roundedQuantity(_ quantity: Double) -> Double {
    guard let lotSize else { return quantity }
    let lots = quantity / lotSize
    let nearest = lots.rounded()
    let isWhole = abs(lots - nearest) <= 4 * nearest.magnitude.ulp
    return (isWhole ? nearest : lots.rounded(.towardZero)) * lotSize
  }
}

/// An error that names why an instrument cannot exist.
public enum InstrumentError: Error, Hashable, Sendable {
  /// A size is zero, negative, NaN or infinite.
  case notPositive(symbol: Symbol, field: String, value: Double)

  /// The currency is empty.
  case missingCurrency(symbol: Symbol)

  /// An option has no terms, or another kind of instrument has some.
  case optionTermsMismatch(symbol: Symbol, assetClass: AssetClass)
}

extension InstrumentError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .notPositive(let symbol, let field, let value):
      "\(symbol): \(field): expected a positive finite number, found \(value)"
    case .missingCurrency(let symbol):
      "\(symbol): currency: expected a code such as USD, found an empty text"
    case .optionTermsMismatch(let symbol, .option):
      "\(symbol): expected strike, expiry and right of an option, found none"
    case .optionTermsMismatch(let symbol, let assetClass):
      "\(symbol): expected no option terms for \(assetClass.rawValue), found some"
    }
  }
}
