/// Returns the annualized mean return above a benchmark per unit of its deviation.
///
/// ```
/// a = r - b
/// informationRatio = mean(a) / stdev(a) * sqrt(periodsPerYear)      (stdev divides by n - 1)
/// ```
///
/// - Parameters:
///   - returns: The strategy's simple returns as fractions, oldest first. Shape: `[n]`.
///   - benchmark: The benchmark's simple returns over the same periods. Shape: `[n]`.
///   - periodsPerYear: The number of periods in a year.
/// - Returns: The ratio, or `nil` below two observations or without variation of the difference.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/nonFiniteValue(series:index:value:)``,
///   ``MetricError/lengthMismatch(series:expected:found:)``,
///   ``MetricError/nonPositivePeriodsPerYear(_:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func informationRatio(
  of returns: [Double],
  against benchmark: [Double],
  periodsPerYear: Double
) throws(MetricError) -> Double? {
  try requirePeriodsPerYear(periodsPerYear)
  try requireParallel(returns, benchmark)
  let active = SampleMoments(of: zip(returns, benchmark).map { $0 - $1 })
  // Differences of equal series leave rounding of the returns, not of their tiny mean.
  let scale = returns.reduce(0) { max($0, abs($1)) }
  guard let deviation = active.standardDeviation,
    deviation > scale * .ulpOfOne * Double(active.count)
  else { return nil }
  return (active.mean / deviation * periodsPerYear.squareRoot()).ifFinite
}
