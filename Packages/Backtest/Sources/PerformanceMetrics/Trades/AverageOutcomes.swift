/// Returns the mean of the gains.
///
/// - Parameter profits: Profits of trades or returns of periods. Shape: `[n]`.
/// - Returns: The mean in the unit of the input, above zero, or `nil` without a gain.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func averageWin(of profits: [Double]) throws(MetricError) -> Double? {
  try requireFinite(profits, series: "profits")
  return mean(of: profits.filter { $0 > 0 })
}

/// Returns the mean of the losses.
///
/// - Parameter profits: Profits of trades or returns of periods. Shape: `[n]`.
/// - Returns: The mean in the unit of the input, below zero, or `nil` without a loss.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func averageLoss(of profits: [Double]) throws(MetricError) -> Double? {
  try requireFinite(profits, series: "profits")
  return mean(of: profits.filter { $0 < 0 })
}

/// Returns the mean of all outcomes: what one more trade is expected to earn.
///
/// - Parameter profits: Profits of trades or returns of periods. Shape: `[n]`.
/// - Returns: The mean in the unit of the input, or `nil` for an empty series.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func expectancy(of profits: [Double]) throws(MetricError) -> Double? {
  try requireFinite(profits, series: "profits")
  return mean(of: profits)
}

/// The arithmetic mean, or `nil` for an empty series.
func mean(of values: [Double]) -> Double? {
  quotient(values.reduce(0, +), Double(values.count))
}
