/// Returns the constant annual return that leads to the same final wealth.
///
/// ```
/// cagr = growth ^ (periodsPerYear / n) - 1,    growth = (1 + r[0]) (1 + r[1]) …
/// ```
///
/// - Parameters:
///   - returns: Simple returns as fractions, oldest first, one per period. Shape: `[n]`.
///   - periodsPerYear: The number of periods in a year.
/// - Returns: A fraction per year, or `nil` for an empty series, for a final wealth below zero, or
///   when the power overflows. A total loss gives -1.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/nonPositivePeriodsPerYear(_:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func compoundAnnualGrowthRate(
  of returns: [Double],
  periodsPerYear: Double
) throws(MetricError) -> Double? {
  try requirePeriodsPerYear(periodsPerYear)
  try requireFinite(returns)
  return annualGrowthRate(
    growth: growth(of: returns),
    periods: returns.count,
    periodsPerYear: periodsPerYear
  )
}

/// The annual rate behind a growth factor over a number of periods.
func annualGrowthRate(growth: Double, periods: Int, periodsPerYear: Double) -> Double? {
  guard periods > 0, growth >= 0 else { return nil }
  return (power(growth, periodsPerYear / Double(periods)) - 1).ifFinite
}
