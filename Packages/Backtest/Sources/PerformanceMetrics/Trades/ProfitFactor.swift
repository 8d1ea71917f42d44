/// Returns the sum of gains per unit of the sum of losses.
///
/// - Parameter profits: Profits of trades or returns of periods. Shape: `[n]`.
/// - Returns: The ratio, 0 or more, or `nil` without a loss. Never a stand-in such as 99.9.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func profitFactor(of profits: [Double]) throws(MetricError) -> Double? {
  try requireFinite(profits, series: "profits")
  let gains = profits.reduce(0) { $0 + max($1, 0) }
  let losses = profits.reduce(0) { $0 - min($1, 0) }
  return quotient(gains, losses)
}
