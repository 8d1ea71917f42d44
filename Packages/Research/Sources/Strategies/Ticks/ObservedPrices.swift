public import Backtest
internal import ConfigValidation
public import MarketModel

/// The prices of a feed that a strategy observes.
@frozen
public enum ObservedPrices: Hashable, Sendable {
  /// The price of every trade.
  case trades

  /// The middle of bid and ask after every quote.
  case middles

  /// Calls a function with every observed price of a batch, oldest first.
  ///
  /// - Complexity: O(ticks of the batch).
  @inlinable
  @inline(__always)
  func forEach(in batch: borrowing TickBatch, _ body: (Double) -> Void) {
    for position in 0..<batch.count {
      let tick = batch[position]
      switch self {
      case .trades:
        if tick.kind == .trade { body(tick.tradePrice) }
      case .middles:
        if tick.kind == .quote { body(tick.midPrice) }
      }
    }
  }
}

extension ParameterSchema.Parameter {
  static var observedPrices: Self {
    choice(
      "prices",
      PriceChoice.self,
      .auto,
      "Trades, middles of quotes, or trades if there are any."
    )
  }
}

/// What the parameter `prices` accepts.
private enum PriceChoice: String, CaseIterable {
  case auto
  case trades
  case middles
}

extension StrategyParameters {
  /// The prices that `prices` names, in a feed that must have them.
  func observedPrices(in content: TickContent) throws(BacktestError) -> ObservedPrices {
    let wanted = choice("prices", PriceChoice.self)
    try content.require(trades: wanted == .trades, quotes: wanted == .middles, for: "prices")
    return wanted == .trades || (wanted == .auto && content.hasTrades) ? .trades : .middles
  }
}

extension TickContent {
  /// Any kind of ticks.
  static let anything = TickContent(hasQuotes: false, hasTrades: false, hasReceivedTimes: false)

  /// Checks that a feed has what a parameter asks for.
  func require(trades: Bool, quotes: Bool, for name: String) throws(BacktestError) {
    try Strategies.require(!trades || hasTrades, "\(name): expected a feed with trades, found none")
    try Strategies.require(!quotes || hasQuotes, "\(name): expected a feed with quotes, found none")
  }
}
