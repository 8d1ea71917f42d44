/// What a strategy asks to trade on ticks.
@frozen
public struct TickOrder: Hashable, Sendable {
  /// How long a limit order may rest.
  @frozen
  public enum TimeInForce: String, Hashable, Sendable, CaseIterable {
    /// Until it fills or is cancelled.
    case goodTillCancelled = "gtc"

    /// What does not fill on arrival is cancelled.
    case immediateOrCancel = "ioc"

    /// Until it fills or is cancelled; refused if it would trade on arrival.
    case postOnly = "post_only"
  }

  /// The signed number of units: positive buys, negative sells.
  public var units: Double

  /// The worst acceptable price, or `nil` for a market order.
  public var limit: Double?

  /// How long it may rest; market orders never rest.
  public var timeInForce: TimeInForce

  /// A number that the strategy may use to tell its fills apart.
  public var tag: Int32

  /// Creates an order; nothing is checked until it is submitted.
  @inlinable
  public init(units: Double, limit: Double?, timeInForce: TimeInForce, tag: Int32 = 0) {
    self.units = units
    self.limit = limit
    self.timeInForce = timeInForce
    self.tag = tag
  }

  /// An order at the best price that there is.
  @inlinable
  public static func market(_ units: Double, tag: Int32 = 0) -> TickOrder {
    TickOrder(units: units, limit: nil, timeInForce: .immediateOrCancel, tag: tag)
  }

  /// An order at a price or better.
  @inlinable
  public static func limit(
    _ units: Double,
    at price: Double,
    _ timeInForce: TimeInForce = .goodTillCancelled,
    tag: Int32 = 0
  ) -> TickOrder {
    TickOrder(units: units, limit: price, timeInForce: timeInForce, tag: tag)
  }
}

/// An order that is neither filled nor gone, as its owner knows it.
public struct OpenTickOrder: Hashable, Sendable {
  /// The number of the order.
  public var id: OrderID

  /// What was asked for.
  public var order: TickOrder

  /// The signed number of units that have not filled, as far as reported.
  public var remainingUnits: Double

  /// Where the order stands, as far as reported.
  public var state: OrderState
}
