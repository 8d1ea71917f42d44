public import MarketModel

/// One execution of an order.
@frozen
public struct Fill: Hashable, Sendable {
  /// When it happened, in nanoseconds since the epoch.
  public var time: Int64

  /// The row of the bar in which it happened, within its symbol's bars.
  public var bar: Int32

  /// The number of the order.
  public var order: OrderID

  /// The position of the symbol in ``ReplayMarket/symbols``.
  public var symbol: Int16

  /// What made it happen.
  public var cause: FillCause

  /// The signed number of units.
  public var units: Double

  /// The price per unit, with slippage.
  public var price: Double

  /// The broker's charge.
  public var fee: Double

  /// What slippage cost: the distance to the reference price times units and multiplier.
  public var slippage: Double

  /// When it happened.
  public var timestamp: Timestamp { Timestamp(nanoseconds: time) }
}

/// What made an order fill.
@frozen
public enum FillCause: UInt8, Hashable, Sendable, CaseIterable {
  /// A market order met its price.
  case market

  /// The price reached a limit.
  case limit

  /// The price ran through a stop.
  case stop

  /// The price fell back to a trailing stop.
  case trailingStop

  /// The target of a bracket.
  case target

  /// The stop of a bracket.
  case protectiveStop

  /// The end of the run.
  case closeAtEnd
}

/// One execution of an option leg.
public struct OptionFill: Hashable, Sendable {
  /// When it happened.
  public var time: Timestamp

  /// What was traded.
  public var leg: OptionLeg

  /// The signed number of contracts.
  public var contracts: Double

  /// The price per unit of the underlying, with slippage.
  public var price: Double

  /// The broker's charge.
  public var fee: Double

  /// What slippage cost.
  public var slippage: Double

  /// The strategy's tag.
  public var tag: Int32

  /// Whether the option expired rather than traded.
  public var isExpiry: Bool
}

/// An order that was refused.
public struct Reject: Hashable, Sendable {
  /// When it was refused.
  public var time: Timestamp

  /// The position of the symbol in ``ReplayMarket/symbols``.
  public var symbol: Int

  /// The number of the order.
  public var order: OrderID

  /// Why.
  public var reason: RejectReason
}

/// Why an order was refused.
public enum RejectReason: String, Hashable, Sendable, CaseIterable {
  /// There is no quote to trade on.
  case illiquid = "ILLIQUID"

  /// The newest quote is too old.
  case staleQuote = "STALE_QUOTE"

  /// There is no buyer.
  case zeroBid = "ZERO_BID"

  /// The bid lies above the ask.
  case crossed = "CROSSED"

  /// The spread is too wide.
  case spreadWide = "SPREAD_WIDE"

  /// The size quoted is too small.
  case insufficientSize = "INSUFFICIENT_SIZE"

  /// Cash does not pay for it.
  case buyingPower = "BUYING_POWER"

  /// The position would become negative.
  case shortingNotAllowed = "SHORTING_NOT_ALLOWED"

  /// The position would become larger than its limit.
  case positionLimit = "POSITION_LIMIT"

  /// All positions together would become larger than their limit.
  case leverageLimit = "LEVERAGE_LIMIT"

  /// The size or a price of the order is not a usable number.
  case invalidOrder = "INVALID_ORDER"

  /// The order was only to rest, and would have traded on arrival.
  case wouldTrade = "WOULD_TRADE"
}

/// An order that had not filled when the run ended.
public struct UnfilledOrder: Hashable, Sendable {
  /// The position of the symbol in ``ReplayMarket/symbols``.
  public var symbol: Int

  /// The number of the order.
  public var order: OrderID

  /// When it was submitted.
  public var submitted: Timestamp

  /// What was asked for.
  public var request: Order
}

/// An order as a strategy decided it, before anything became of it.
public struct OrderDecision: Hashable, Sendable {
  /// What was asked for.
  public enum Request: Hashable, Sendable {
    /// An order for the symbol.
    case order(Order)

    /// An order for options on the symbol.
    case options(OptionOrder)
  }

  /// The close at which it was decided.
  public var time: Timestamp

  /// The position of the symbol in ``ReplayMarket/symbols``.
  public var symbol: Int

  /// The number of the order.
  public var order: OrderID

  /// What was asked for.
  public var request: Request
}

/// A position from flat to flat; a fill that flips a position ends one and begins the next.
public struct RoundTrip: Hashable, Sendable {
  /// The position of the symbol in ``ReplayMarket/symbols``.
  public var symbol: Int

  /// When the position was opened.
  public var entryTime: Timestamp

  /// When it was closed.
  public var exitTime: Timestamp

  /// The row of the bar in which it was opened.
  public var entryBar: Int

  /// The row of the bar in which it was closed.
  public var exitBar: Int

  /// The sum of the units that were entered, positive for a long position.
  public var units: Double

  /// The average price of the entries, with slippage.
  public var entryPrice: Double

  /// The average price of the exits, with slippage.
  public var exitPrice: Double

  /// The fees of its fills.
  public var fees: Double

  /// What slippage cost; contained in the prices.
  public var slippage: Double

  /// Funding and borrow paid while it was open; negative when received.
  public var carry: Double

  /// What the position earned after all costs.
  public var profit: Double

  /// The option spread that was held, or empty for a position in the symbol itself.
  public var optionLegs: [OptionLeg]

  /// What the position earned as a fraction of the value entered, or `nil` when that is zero.
  public var returnOnEntry: Double?
}
