/// Returns how far below its running peak the compounded wealth lies after each period.
///
/// ```
/// w[i] = (1 + r[0]) … (1 + r[i]),   drawdown[i] = 1 - w[i] / max(1, w[0], …, w[i])
/// ```
///
/// The peak starts at the initial capital, so a loss in the first period is seen.
///
/// - Parameter returns: Simple returns as fractions, oldest first. Shape: `[n]`.
/// - Returns: Fractions of the peak, 0 or more; above 1 only where wealth is negative. Shape: `[n]`.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``;
///   ``MetricError/nonFiniteValue(series:index:value:)`` where the compounded wealth overflows.
/// - Complexity: O(*n*).
///
/// **Causality.** Element *i* uses inputs at indices ≤ *i*.
public func drawdownSeries(of returns: [Double]) throws(MetricError) -> [Double] {
  try requireFinite(returns)
  var (wealth, peak) = (1.0, 1.0)
  var result: [Double] = []
  result.reserveCapacity(returns.count)
  for (index, value) in returns.enumerated() {
    wealth *= 1 + value
    guard wealth.isFinite else {
      throw .nonFiniteValue(series: "wealth", index: index, value: wealth)
    }
    peak = max(peak, wealth)
    result.append(1 - wealth / peak)
  }
  return result
}

/// Returns the largest fall of compounded wealth from a running peak, as a fraction of that peak.
///
/// - Parameter returns: Simple returns as fractions, oldest first. Shape: `[n]`.
/// - Returns: A fraction, 0 for a series that never falls, or `nil` for an empty series.
/// - Throws: As ``drawdownSeries(of:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func maximumDrawdown(of returns: [Double]) throws(MetricError) -> Double? {
  try drawdownSeries(of: returns).max()
}
