public import MarketModel

/// One execution of an order on ticks.
@frozen
public struct TickFill: Hashable, Sendable {
  /// When it happened at the venue, in nanoseconds since the epoch.
  public var time: Int64

  /// The number of the order.
  public var order: OrderID

  /// The strategy's tag.
  public var tag: Int32

  /// Whether the order was resting and another took it.
  public var isMaker: Bool

  /// Whether the engine closed the position because the feed ended.
  public var isCloseAtEnd: Bool

  /// The signed number of units.
  public var units: Double

  /// The price per unit, with slippage.
  public var price: Double

  /// The venue's charge; negative where the venue pays.
  public var fee: Double

  /// What slippage cost.
  public var slippage: Double

  /// The units held after the fill.
  public var positionAfter: Double

  /// The cash after the fill, its charge and its slippage.
  public var cashAfter: Double

  /// Creates a fill, such as one over bars for a log of trades.
  public init(
    time: Int64,
    order: OrderID,
    tag: Int32,
    isMaker: Bool,
    isCloseAtEnd: Bool,
    units: Double,
    price: Double,
    fee: Double,
    slippage: Double,
    positionAfter: Double,
    cashAfter: Double
  ) {
    self.time = time
    self.order = order
    self.tag = tag
    self.isMaker = isMaker
    self.isCloseAtEnd = isCloseAtEnd
    self.units = units
    self.price = price
    self.fee = fee
    self.slippage = slippage
    self.positionAfter = positionAfter
    self.cashAfter = cashAfter
  }

  /// When it happened at the venue.
  public var timestamp: Timestamp { Timestamp(nanoseconds: time) }
}

/// An order on ticks that was refused, or withdrawn by the venue because the account could not pay.
public struct TickReject: Hashable, Sendable {
  /// When it was refused, in nanoseconds since the epoch.
  public var time: Int64

  /// The number of the order.
  public var order: OrderID

  /// Why.
  public var reason: RejectReason
}
