/// Returns the compound annual growth rate per unit of maximum drawdown.
///
/// ```
/// calmar = cagr / maximumDrawdown
/// ```
///
/// - Parameters:
///   - returns: Simple returns as fractions, oldest first, one per period. Shape: `[n]`.
///   - periodsPerYear: The number of periods in a year.
/// - Returns: The ratio, or `nil` without a drawdown or where the growth rate is undefined.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/nonPositivePeriodsPerYear(_:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func calmarRatio(
  of returns: [Double],
  periodsPerYear: Double
) throws(MetricError) -> Double? {
  guard
    let growthRate = try compoundAnnualGrowthRate(of: returns, periodsPerYear: periodsPerYear),
    let drawdown = try maximumDrawdown(of: returns)
  else { return nil }
  return quotient(growthRate, drawdown)
}
