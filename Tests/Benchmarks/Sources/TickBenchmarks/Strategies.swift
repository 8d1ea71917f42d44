import Backtest
import ConfigValidation
import MarketModel

/// The order-flow imbalance of a quote against the one before, after Cont, Kukanov and Stoikov.
@inline(__always)
func imbalance(_ tick: borrowing TickView) -> Double {
  let before = tick.previous
  // All columns are read before anything is compared, so that comparisons select and do not branch.
  let (bid, bidSize, ask, askSize) = (tick.bidPrice, tick.bidSize, tick.askPrice, tick.askSize)
  let (oldBid, oldBidSize) = (before.bidPrice, before.bidSize)
  let (oldAsk, oldAskSize) = (before.askPrice, before.askSize)
  let bought = bid >= oldBid ? bidSize : 0
  let unbought = bid <= oldBid ? oldBidSize : 0
  let sold = ask <= oldAsk ? askSize : 0
  let unsold = ask >= oldAsk ? oldAskSize : 0
  return bought - unbought - sold + unsold
}

/// The units to hold for a smoothed imbalance.
@inline(__always)
func target(_ smoothed: Double, _ entry: Double, _ position: Double) -> Double {
  if smoothed > entry { return 1 }
  if smoothed < -entry { return -1 }
  return abs(smoothed) < 2 ? 0 : position
}

/// Follows the smoothed imbalance, which it computes by itself.
struct DirectImbalance: TickStrategy {
  let decay: Double
  let entry: Double
  var smoothed = 0.0

  @inline(__always)
  mutating func onTick(_ tick: borrowing TickView, _ context: inout TickContext) {
    smoothed = ((1 - decay) * imbalance(tick)).addingProduct(decay, smoothed)
    let wanted = target(smoothed, entry, context.position)
    if wanted != context.position { context.trade(to: wanted) }
  }
}

/// The imbalance as a feature that the engine computes ahead.
struct ImbalanceFeature: TickFeature {
  @inline(__always)
  func value(_ tick: borrowing TickView) -> Double { imbalance(tick) }
}

/// Follows the smoothed imbalance of a feature column, asking only for what its position needs.
struct ColumnImbalance: TickStrategy {
  let decay: Double
  let entry: Double
  var smoothed = 0.0

  var feature: ImbalanceFeature { ImbalanceFeature() }

  @inline(__always)
  mutating func onTick(_ tick: borrowing TickView, _ context: inout TickContext) {
    smoothed = ((1 - decay) * tick.feature).addingProduct(decay, smoothed)
    let position = context.position
    if position == 0 {
      if abs(smoothed) > entry { context.trade(to: smoothed > 0 ? 1 : -1) }
    } else {
      let along = smoothed * position
      if along < 2 {
        if along > -2 {
          context.trade(to: 0)
        } else if along < -entry {
          context.trade(to: -position)
        }
      }
    }
  }
}

/// Follows the smoothed imbalance through the venue: one order at a time, and no look at reports.
struct RemoteImbalance: TickStrategy {
  let decay: Double
  let entry: Double
  var smoothed = 0.0
  var wanted = 0.0

  var feature: ImbalanceFeature { ImbalanceFeature() }

  @inline(__always)
  mutating func onTick(_ tick: borrowing TickView, _ context: inout TickContext) {
    smoothed = ((1 - decay) * tick.feature).addingProduct(decay, smoothed)
    let next = target(smoothed, entry, wanted)
    if next != wanted {
      context.submit(
        .limit(
          next - wanted,
          at: next > wanted ? tick.askPrice + 0.05 : tick.bidPrice - 0.05,
          .immediateOrCancel
        )
      )
      wanted = next
    }
  }
}

/// Keeps one unit at the best bid and one at the best ask, within a position of some units.
struct QuoteBoth: TickStrategy {
  let most: Double
  var bid: OrderID?
  var ask: OrderID?
  var bidPrice = 0.0
  var askPrice = 0.0

  @inline(__always)
  mutating func onTick(_ tick: borrowing TickView, _ context: inout TickContext) {
    if tick.bidPrice != bidPrice {
      bidPrice = tick.bidPrice
      if let bid { context.cancel(bid) }
      bid =
        context.position < most ? context.submit(.limit(1, at: bidPrice, .postOnly)) : nil
    }
    if tick.askPrice != askPrice {
      askPrice = tick.askPrice
      if let ask { context.cancel(ask) }
      ask =
        context.position > -most ? context.submit(.limit(-1, at: askPrice, .postOnly)) : nil
    }
  }
}

extension TickContext {
  /// Trades at the market to hold a number of units.
  @inline(__always)
  mutating func trade(to units: Double) {
    submit(.market(units - position))
  }
}

private let schema = ParameterSchema([
  .init("window", .number(2...10_000), default: .number(50), summary: "The smoothing in quotes."),
  .init("entry", .number(0.1...1_000), default: .number(8), summary: "The least imbalance."),
])
private let quotes = TickContent(hasQuotes: true, hasTrades: false, hasReceivedTimes: false)

let direct = TickStrategyDefinition(
  name: "DirectImbalanceStrategy",
  summary: "Follows the order-flow imbalance.",
  schema: schema,
  needs: quotes,
  make: { (parameters) throws(BacktestError) in
    DirectImbalance(
      decay: 1 - 1 / parameters.number("window"),
      entry: parameters.number("entry")
    )
  }
)

let column = TickStrategyDefinition(
  name: "ColumnImbalanceStrategy",
  summary: "Follows the order-flow imbalance.",
  schema: schema,
  needs: quotes,
  make: { (parameters) throws(BacktestError) in
    ColumnImbalance(
      decay: 1 - 1 / parameters.number("window"),
      entry: parameters.number("entry")
    )
  }
)

let remote = TickStrategyDefinition(
  name: "RemoteImbalanceStrategy",
  summary: "Follows the order-flow imbalance through the venue.",
  schema: schema,
  needs: quotes,
  make: { (parameters) throws(BacktestError) in
    RemoteImbalance(
      decay: 1 - 1 / parameters.number("window"),
      entry: parameters.number("entry")
    )
  }
)

let quoteBoth = TickStrategyDefinition(
  name: "QuoteBothStrategy",
  summary: "Quotes at both best prices.",
  schema: ParameterSchema([]),
  needs: quotes,
  make: { (_) throws(BacktestError) in QuoteBoth(most: 5) }
)
