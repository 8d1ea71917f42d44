public import Backtest

/// The order flow that a change of the best quotes implies, after Cont, Kukanov and Stoikov.
///
/// A bid that rises or stays adds its new size, a bid that falls or stays takes its old size away; asks
/// count the other way round. A size that grows at an unchanged bid therefore counts as buying. Ticks that
/// change no quote, and the first quote of all, have an imbalance of zero.
///
/// A strategy that is called at every tick can declare it as its ``TickStrategy/feature``.
///
/// **Causality.** Known with the quote that makes the change.
///
/// ## References
///
/// - R. Cont, A. Kukanov, S. Stoikov (2014), "The Price Impact of Order Book Events", Journal of Financial
///   Econometrics 12(1), section 2.
@frozen
public struct QuoteImbalance: TickFeature {
  /// Creates the feature.
  @inlinable
  public init() {}

  /// The imbalance of a tick against the one before, in units of size.
  ///
  /// - Complexity: O(1).
  @inlinable
  public func value(_ tick: borrowing TickView) -> Double {
    let before = tick.previous
    let (bid, ask) = (tick.bidPrice, tick.askPrice)
    let (oldBid, oldAsk) = (before.bidPrice, before.askPrice)
    var flow = 0.0
    flow += bid >= oldBid ? tick.bidSize : 0
    flow -= bid <= oldBid ? before.bidSize : 0
    flow -= ask <= oldAsk ? tick.askSize : 0
    flow += ask >= oldAsk ? before.askSize : 0
    return oldBid > 0 && oldAsk > 0 ? flow : 0
  }
}
