/// Returns the share of gains among the outcomes that are not zero.
///
/// - Parameter profits: Profits of trades or returns of periods. Shape: `[n]`.
/// - Returns: A share from 0 to 1, or `nil` when every outcome is zero or there is none.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func winRate(of profits: [Double]) throws(MetricError) -> Double? {
  try requireFinite(profits, series: "profits")
  let decided = profits.count { $0 != 0 }
  return quotient(Double(profits.count { $0 > 0 }), Double(decided))
}
