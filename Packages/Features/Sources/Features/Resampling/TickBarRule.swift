public import MarketModel

/// When a bar of ticks is complete.
///
/// Definitions as in López de Prado, *Advances in Financial Machine Learning* (2018), section 2.3.
/// The tick that reaches a limit belongs to the bar that it completes, whole, and the next bar starts
/// from zero.
public enum TickBarRule: Hashable, Sendable {
  /// Bins of this length, counted from 1970-01-01T00:00:00Z.
  case time(BarInterval)

  /// This many ticks.
  case ticks(Int)

  /// A traded quantity of at least this much.
  case volume(Double)

  /// A traded value, price times quantity, of at least this much.
  case dollars(Double)

  /// Whether bars can only be made of trades.
  public var needsTrades: Bool {
    switch self {
    case .time, .ticks: false
    case .volume, .dollars: true
    }
  }

  /// Whether the limit is positive and finite.
  var isValid: Bool {
    switch self {
    case .time: true
    case .ticks(let count): count > 0
    case .volume(let limit), .dollars(let limit): limit > 0 && limit.isFinite
    }
  }
}

extension TickBarRule: CustomStringConvertible, LosslessStringConvertible {
  /// Parses a kind and a limit: `time:1m`, `tick:1000`, `volume:2500.5`, `dollar:1e6`.
  public init?(_ text: String) {
    let sides = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard sides.count == 2 else { return nil }
    let rule: TickBarRule? =
      switch sides[0] {
      case "time": BarInterval(sides[1]).map { .time($0) }
      case "tick": Int(sides[1]).map { .ticks($0) }
      case "volume": Double(sides[1]).map { .volume($0) }
      case "dollar": Double(sides[1]).map { .dollars($0) }
      default: nil
      }
    guard let rule, rule.isValid else { return nil }
    self = rule
  }

  /// A text that parses to this rule.
  public var description: String {
    switch self {
    case .time(let interval): "time:\(interval)"
    case .ticks(let count): "tick:\(count)"
    case .volume(let limit): "volume:\(limit)"
    case .dollars(let limit): "dollar:\(limit)"
    }
  }
}

/// Which prices the open, high, low and close of a bar of ticks are.
public enum TickBarPrices: String, Hashable, Sendable, CaseIterable {
  /// Those of trades; quotes do not count.
  case trades

  /// Those halfway between bid and ask of quotes; trades do not count, and bars have no volume.
  case mid
}

/// A bar with what only ticks know of it.
public struct TickBar: Hashable, Sendable {
  /// The bar; its volume is the traded quantity.
  public var bar: Bar

  /// The number of ticks: trades, or quotes where mids are the prices.
  public var tickCount: Int

  /// The traded value: the sum of price times quantity.
  public var value: Double

  /// The traded quantity of which the buyer crossed the spread.
  public var buyVolume: Double

  /// The traded quantity of which the seller crossed the spread.
  public var sellVolume: Double

  /// Creates a bar; nothing is checked.
  public init(
    bar: Bar,
    tickCount: Int,
    value: Double,
    buyVolume: Double,
    sellVolume: Double
  ) {
    self.bar = bar
    self.tickCount = tickCount
    self.value = value
    self.buyVolume = buyVolume
    self.sellVolume = sellVolume
  }
}

/// An error that says why ticks cannot be put together into bars.
public enum TickBarError: Error, Hashable, Sendable {
  /// The limit of the rule is not positive and finite.
  case limit(TickBarRule)

  /// The rule or the prices need trades, or quotes, that the ticks lack.
  case lacks(String, rule: TickBarRule, prices: TickBarPrices)

  /// The ticks cannot be read.
  case reading(TickReadError)
}

extension TickBarError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .limit(let rule): "bars of ticks: expected a positive limit, found \(rule)"
    case .lacks(let what, let rule, let prices):
      "bars of \(rule) from \(prices.rawValue): expected ticks with \(what), found none"
    case .reading(let cause): "\(cause)"
    }
  }
}
