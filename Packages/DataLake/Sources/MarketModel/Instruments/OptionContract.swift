/// Whether an option is a right to sell or to buy.
public enum OptionRight: String, Hashable, Sendable, CaseIterable, Codable {
  /// The right to sell.
  case put

  /// The right to buy.
  case call
}

/// The terms of an option: a right on an underlying, at a price, until a day.
public struct OptionContract: Hashable, Comparable, Sendable {
  /// The symbol of the underlying.
  public var underlying: Symbol

  /// The local date of the last trading day.
  public var expiry: CivilDate

  /// The price at which the underlying may be bought or sold, in its currency.
  public var strike: Double

  /// Put or call.
  public var right: OptionRight

  /// Creates terms; nothing is checked.
  public init(underlying: Symbol, expiry: CivilDate, strike: Double, right: OptionRight) {
    self.underlying = underlying
    self.expiry = expiry
    self.strike = strike
    self.right = right
  }

  /// The payoff of one unit at expiry, in the currency of the underlying; never negative.
  public func intrinsicValue(underlyingPrice: Double) -> Double {
    switch right {
    case .put: max(0, strike - underlyingPrice)
    case .call: max(0, underlyingPrice - strike)
    }
  }

  /// Returns the instant after which the right is gone: the close of the last session up to expiry.
  ///
  /// - Returns: The instant, or `nil` outside the years of the calendar.
  public func expiryTime(in calendar: TradingCalendar) -> Timestamp? {
    calendar.lastSession(onOrBefore: expiry)?.close
  }

  /// Orders by underlying, expiry, strike, and puts before calls.
  public static func < (left: OptionContract, right: OptionContract) -> Bool {
    if left.underlying != right.underlying { return left.underlying < right.underlying }
    if left.expiry != right.expiry { return left.expiry < right.expiry }
    if left.strike != right.strike { return left.strike < right.strike }
    return left.right == .put && right.right == .call
  }
}
