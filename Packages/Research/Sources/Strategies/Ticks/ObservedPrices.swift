public import Backtest
internal import ConfigValidation

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
