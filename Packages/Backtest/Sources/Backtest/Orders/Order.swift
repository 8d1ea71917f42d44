/// What a strategy asks the engine to trade in one instrument.
///
/// An order is an intent until the engine has checked it against the run's ``RiskLimits``; only then
/// does it reach the market of the replay. Sizes are signed: positive buys, negative sells.
@frozen
public struct Order: Hashable, Sendable {
  /// How the order meets the market.
  @frozen
  public enum Kind: Hashable, Sendable {
    /// At the next price that the run's ``FillRule`` offers.
    case market

    /// At this price or better.
    case limit(Double)

    /// At the market once the price trades through a level, against the order.
    case stop(Double)

    /// At `limit` or better once the price trades through `stop`.
    case stopLimit(stop: Double, limit: Double)

    /// A stop that follows the best price since it came to rest, at a distance.
    case trailingStop(PriceDistance)
  }

  /// How many units the order is for.
  @frozen
  public enum Size: Hashable, Sendable {
    /// A signed number of units.
    case units(Double)

    /// Whatever brings the position to a signed number of units.
    case targetUnits(Double)

    /// Whatever brings the value of the position to a signed fraction of the allotted equity.
    case targetWeight(Double)

    /// Whatever the run's ``SizingModel`` makes of an opinion between −1 and 1; 0 closes.
    case signal(Double)
  }

  /// How the order meets the market.
  public var kind: Kind

  /// How many units it is for.
  public var size: Size

  /// How long it may rest.
  public var timeInForce: TimeInForce

  /// The exits to place when it fills, one of which cancels the other.
  public var bracket: Bracket?

  /// A number that the strategy may use to tell its fills apart.
  public var tag: Int32

  /// Creates an order; nothing is checked until it is submitted.
  @inlinable
  public init(
    _ kind: Kind,
    _ size: Size,
    timeInForce: TimeInForce = .goodTillCancelled,
    bracket: Bracket? = nil,
    tag: Int32 = 0
  ) {
    self.kind = kind
    self.size = size
    self.timeInForce = timeInForce
    self.bracket = bracket
    self.tag = tag
  }

  /// Whether it is a market order without exits, good for as long as it takes.
  @inlinable
  var isPlain: Bool {
    guard case .market = kind, case .goodTillCancelled = timeInForce, case .none = bracket else {
      return false
    }
    return tag == 0
  }

  /// A market order that lets the run's sizing model act on an opinion between −1 and 1.
  @inlinable
  public static func signal(_ value: Double) -> Order { Order(.market, .signal(value)) }

  /// A market order that brings the position to a signed fraction of the allotted equity.
  @inlinable
  public static func targetWeight(_ weight: Double) -> Order {
    Order(.market, .targetWeight(weight))
  }

  /// A market order for a signed number of units.
  @inlinable
  public static func units(_ units: Double) -> Order { Order(.market, .units(units)) }

  /// A market order that closes the whole position.
  @inlinable
  public static var close: Order { Order(.market, .targetUnits(0)) }
}

/// How long an order may rest before it is withdrawn.
@frozen
public enum TimeInForce: String, Hashable, Sendable, CaseIterable {
  /// Until the UTC day of the first bar in which it could trade is over.
  case day

  /// Until it fills or is cancelled.
  case goodTillCancelled = "gtc"

  /// Only at the first price that it could trade at.
  case immediateOrCancel = "ioc"
}

/// A distance from a price, absolute or relative.
@frozen
public enum PriceDistance: Hashable, Sendable {
  /// In units of price.
  case absolute(Double)

  /// As a fraction of the price.
  case fraction(Double)

  /// The distance in units of price.
  @inlinable
  public func amount(at price: Double) -> Double {
    switch self {
    case .absolute(let amount): amount
    case .fraction(let fraction): price * fraction
    }
  }
}

/// The exits that an entry brings with it, measured from its fill price.
///
/// When one fills the other is cancelled. When a bar reaches both, the run's ``IntrabarRule`` decides.
@frozen
public struct Bracket: Hashable, Sendable {
  /// How far the price may move against the position, or `nil` for no stop.
  public var stop: PriceDistance?

  /// How far the price must move in favour of the position, or `nil` for no target.
  public var target: PriceDistance?

  /// Creates a bracket.
  @inlinable
  public init(stop: PriceDistance?, target: PriceDistance?) {
    self.stop = stop
    self.target = target
  }
}

/// The number of an order within its run, in order of submission from 0.
@frozen
public struct OrderID: Hashable, Sendable, Comparable {
  /// The number.
  public let value: Int32

  @inlinable
  init(_ value: Int32) { self.value = value }

  /// Compares by the order of submission.
  @inlinable
  public static func < (left: OrderID, right: OrderID) -> Bool { left.value < right.value }
}
