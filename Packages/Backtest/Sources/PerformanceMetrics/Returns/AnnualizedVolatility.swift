/// Returns the annualized sample standard deviation of a series of periodic returns.
///
/// ```
/// volatility = stdev(r) * sqrt(periodsPerYear)      (stdev divides by n - 1)
/// ```
///
/// - Parameters:
///   - returns: Simple returns as fractions, oldest first, one per period. Shape: `[n]`.
///   - periodsPerYear: The number of periods in a year.
/// - Returns: A fraction per square root of a year, 0 for a constant series, or `nil` below two
///   observations.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/nonPositivePeriodsPerYear(_:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func annualizedVolatility(
  of returns: [Double],
  periodsPerYear: Double
) throws(MetricError) -> Double? {
  try requirePeriodsPerYear(periodsPerYear)
  try requireFinite(returns)
  let moments = SampleMoments(of: returns)
  guard moments.variance != nil else { return nil }
  return ((moments.standardDeviation ?? 0) * periodsPerYear.squareRoot()).ifFinite
}
