public import Backtest
public import ConfigValidation
import MarketModel

/// A place at which a strategy's past depends on its future.
public struct CausalityViolation: Hashable, Sendable, CustomStringConvertible {
  /// The row after which the future was changed.
  public let row: Int

  /// How the future was changed.
  public let change: String

  /// The first fill that differs.
  public let fill: Int

  /// The sentence shown to a person.
  public var description: String {
    "with the future after row \(row) \(change), fill \(fill) of the past changed"
  }
}

/// Replays a strategy with its future cut off and with its future changed, and compares the past.
///
/// Fills up to the close of a row must not depend on any later bar, nor on series values that become
/// visible later.
///
/// - Parameters:
///   - definition: The strategy.
///   - market: What to replay.
///   - parameters: Its parameters.
///   - settings: The execution; positions must stay open at the end.
///   - rows: The rows of the first symbol after which the future is changed.
/// - Returns: Every violation found; empty for a causal strategy.
/// - Throws: ``BacktestError`` when a run cannot begin.
public func causalityViolations(
  of definition: StrategyDefinition,
  _ market: ReplayMarket,
  parameters: ParameterSet = ParameterSet(),
  settings: ExecutionSettings,
  rows: [Int]
) throws(BacktestError) -> [CausalityViolation] {
  precondition(!settings.closesAtEnd, "closing at the end depends on where the end is")
  let whole = try definition.backtest(market, parameters: parameters, settings: settings)
  var found: [CausalityViolation] = []
  for row in rows {
    let now = market.listings[0].bars.closeTimes[row]
    for (change, altered) in [
      ("cut off", try changed(market, after: now, perturb: nil)),
      ("perturbed", try changed(market, after: now, perturb: 1.37)),
    ] {
      let other = try definition.backtest(altered, parameters: parameters, settings: settings)
      let (left, right) = (past(whole, now), past(other, now))
      if left != right {
        let first = zip(left, right).enumerated().first { $1.0 != $1.1 }?.offset
        found.append(
          CausalityViolation(row: row, change: change, fill: first ?? min(left.count, right.count))
        )
      }
    }
  }
  return found
}

private func past(_ result: BacktestResult, _ now: Int64) -> [Fill] {
  result.fills.filter { $0.time <= now }
}

private func changed(
  _ market: ReplayMarket,
  after now: Int64,
  perturb factor: Double?
) throws(BacktestError) -> ReplayMarket {
  var listings: [ReplayMarket.Listing] = []
  for listing in market.listings {
    var copy = listing
    let bars = listing.bars
    let kept = bars.closeTimes.partitionPoint { $0 > now }
    guard kept > 0 else { continue }
    if let factor {
      let all = (0..<bars.count).map { row in
        var bar = bars[row]
        guard row >= kept else { return bar }
        let scale = row % 2 == 0 ? factor : 1 / factor
        bar.open *= scale
        bar.high *= scale
        bar.low *= scale
        bar.close *= scale
        return bar
      }
      if let series = try? BarSeries(symbol: bars.symbol, interval: bars.interval, bars: all) {
        copy.bars = series
      }
    } else {
      copy.bars = bars.slice(0..<kept)
    }
    copy.visibleSeries = listing.visibleSeries.map { changed($0, after: now, factor) }
    listings.append(copy)
  }
  return try ReplayMarket(
    listings: listings,
    sharedSeries: market.sharedSeries.map { changed($0, after: now, factor) },
    tradesFrom: market.tradesFrom
  )
}

private func changed(
  _ series: VisibleSeries,
  after now: Int64,
  _ factor: Double?
) -> VisibleSeries {
  let kept = series.visibleAt.partitionPoint { $0 > now }
  let values = series.values.enumerated().map { row, value in
    row < kept ? value : -value - (factor ?? 1)
  }
  let altered = try? VisibleSeries(
    name: series.name,
    visibleAt: factor == nil ? Array(series.visibleAt[..<kept]) : series.visibleAt,
    values: factor == nil ? Array(values[..<kept]) : values
  )
  return altered ?? series
}
