public import MarketModel

/// Returns what happened after each bar, for each horizon of a definition.
///
/// With the anchor bar *i*, its close `c` at the instant `t0`, and the window of the later bars
/// that close by `t0 + h`:
///
/// ```
/// fwd_return   = last close / c - 1
/// max_runup    = highest high / c - 1        max_drawdown = lowest low / c - 1
/// realized_vol = stdev(ln(close[k] / close[k-1]), k over the window) · √barsPerYear
/// ```
///
/// A window without bars is incomplete; one that misses more than one expected bar is a gap and
/// states only its return. Ratios are rounded to 10 decimals; prices are not.
///
/// - Parameters:
///   - bars: The bars, whose prices must be positive.
///   - anchors: The positions of the bars whose outcomes are wanted; others serve as windows.
///   - definition: Horizons and scaling.
///   - expectation: How many bars a window should hold.
/// - Returns: One value per horizon, in the order of the definition.
/// - Throws: ``OutcomeError/nonPositivePrice(symbol:openTime:value:)`` at the first such price.
/// - Complexity: O(horizons × bars) time.
///
/// **Causality.** Outcomes look forward: each is visible at the end of its window and not before.
public func computeOutcomes(
  of bars: BarSeries,
  anchors: Range<Int>,
  definition: OutcomeDefinition,
  expectation: BarExpectation
) throws(OutcomeError) -> [HorizonOutcomes] {
  precondition(anchors.lowerBound >= 0 && anchors.upperBound <= bars.count, "anchors out of range")
  for column in [bars.close, bars.low, bars.high] {
    guard let row = column.firstIndex(where: { !($0 > 0) }) else { continue }
    throw .nonPositivePrice(
      symbol: bars.symbol,
      openTime: Timestamp(nanoseconds: bars.openTimes[row]),
      value: column[row]
    )
  }
  let moments = ReturnMoments(closes: bars.close)
  return definition.horizonSeconds.map { horizon in
    var outcomes = HorizonOutcomes(
      horizonSeconds: horizon,
      anchors: bars.slice(anchors),
      expected: expectation.counts(
        after: Array(bars.closeTimes[anchors]),
        length: horizon * 1_000_000_000
      ),
      isAnnualised: definition.barsPerYear != nil
    )
    outcomes.fill(
      from: bars,
      anchors: anchors,
      moments: moments,
      scale: definition.barsPerYear?.squareRoot() ?? 1
    )
    return outcomes
  }
}

extension HorizonOutcomes {
  fileprivate init(
    horizonSeconds: Int64,
    anchors: BarSeries,
    expected: [Int],
    isAnnualised: Bool
  ) {
    let zeros = [Double](repeating: 0, count: anchors.count)
    let instants = [Int64](repeating: 0, count: anchors.count)
    self.init(
      horizonSeconds: horizonSeconds,
      timestamps: anchors.openTimes,
      windowStarts: anchors.closeTimes,
      closeNow: anchors.close,
      status: [OutcomeStatus](repeating: .incomplete, count: anchors.count),
      barsExpected: expected,
      barsFound: [Int](repeating: 0, count: anchors.count),
      closeAtHorizon: zeros,
      forwardReturn: zeros,
      maximumHigh: zeros,
      minimumLow: zeros,
      maximumRunup: zeros,
      maximumDrawdown: zeros,
      maximumRunupAt: instants,
      maximumDrawdownAt: instants,
      realizedVolatility: zeros,
      isVolatilityAnnualised: isAnnualised
    )
  }

  fileprivate mutating func fill(
    from bars: BarSeries,
    anchors: Range<Int>,
    moments: ReturnMoments,
    scale: Double
  ) {
    var highs = SlidingExtreme(of: bars.high, isMinimum: false)
    var lows = SlidingExtreme(of: bars.low, isMinimum: true)
    var end = anchors.lowerBound + 1
    for (row, anchor) in anchors.enumerated() {
      let bound = windowEnd(row)
      while end < bars.count, bars.closeTimes[end] <= bound {
        highs.enter(end)
        lows.enter(end)
        end += 1
      }
      highs.leave(before: anchor + 1)
      lows.leave(before: anchor + 1)
      // A window shorter than the next bar leaves `end` behind the next anchor.
      guard end > anchor + 1 else {
        end = max(end, anchor + 2)
        continue
      }
      let last = end - 1
      barsFound[row] = last - anchor
      let now = closeNow[row]
      closeAtHorizon[row] = bars.close[last]
      forwardReturn[row] = rounded(bars.close[last] / now - 1)
      status[row] = barsExpected[row] - barsFound[row] > 1 ? .gap : .ok
      guard status[row] == .ok else { continue }
      let (top, bottom) = (highs.position, lows.position)
      maximumHigh[row] = bars.high[top]
      minimumLow[row] = bars.low[bottom]
      maximumRunup[row] = rounded(bars.high[top] / now - 1)
      maximumDrawdown[row] = rounded(bars.low[bottom] / now - 1)
      maximumRunupAt[row] = bars.openTimes[top]
      maximumDrawdownAt[row] = bars.openTimes[bottom]
      if let deviation = moments.deviation(from: anchor, through: last) {
        realizedVolatility[row] = rounded(deviation * scale)
      }
    }
  }
}

/// Rounds to 10 decimals, negative zero to zero; values without such decimals stay as they are.
private func rounded(_ value: Double) -> Double {
  abs(value) < 900_000 ? (value * 1e10).rounded(.toNearestOrEven) / 1e10 + 0 : value
}
