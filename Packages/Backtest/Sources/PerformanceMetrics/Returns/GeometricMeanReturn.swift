/// Returns the constant return per period that leads to the same final wealth.
///
/// - Parameter returns: Simple returns as fractions, oldest first. Shape: `[n]`.
/// - Returns: A fraction per period, or `nil` for an empty series or a final wealth below zero.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func geometricMeanReturn(of returns: [Double]) throws(MetricError) -> Double? {
  try requireFinite(returns)
  return annualGrowthRate(growth: growth(of: returns), periods: returns.count, periodsPerYear: 1)
}
