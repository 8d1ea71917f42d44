/// The least-squares line of a strategy's returns on a benchmark's, and what follows from it.
///
/// ```
/// r - f = alpha + beta (b - f) + error
/// ```
///
/// Covariance and variance share the denominator *n* - 1, so beta has no bias of *n* / (*n* - 1).
public struct BenchmarkRegression: Hashable, Sendable {
  /// The slope: the strategy's return per unit of the benchmark's.
  public let beta: Double

  /// The intercept per year, as a fraction: the mean per period times the periods per year.
  public let annualizedAlpha: Double

  /// Pearson's correlation, -1 to 1, or `nil` when the strategy has no variation.
  public let correlation: Double?

  /// The share of variance that the benchmark explains, 0 to 1.
  public var rSquared: Double? { correlation.map { $0 * $0 } }

  /// The strategy's annualized mean excess return per unit of beta, or `nil` for a beta of zero.
  public let treynorRatio: Double?
}

/// Regresses a strategy's returns on the returns of a benchmark over the same periods.
///
/// - Parameters:
///   - returns: The strategy's simple returns as fractions, oldest first. Shape: `[n]`.
///   - benchmark: The benchmark's simple returns over the same periods. Shape: `[n]`.
///   - riskFreeRate: The risk-free simple return per period, as a fraction.
///   - periodsPerYear: The number of periods in a year.
/// - Returns: The regression, or `nil` below two observations or without variation of the benchmark.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/nonFiniteValue(series:index:value:)``,
///   ``MetricError/lengthMismatch(series:expected:found:)``,
///   ``MetricError/nonPositivePeriodsPerYear(_:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func benchmarkRegression(
  of returns: [Double],
  on benchmark: [Double],
  riskFreeRate: Double,
  periodsPerYear: Double
) throws(MetricError) -> BenchmarkRegression? {
  try requirePeriodsPerYear(periodsPerYear)
  try requireFiniteSetting(riskFreeRate, name: "risk-free rate")
  try requireParallel(returns, benchmark)
  let (own, market) = (SampleMoments(of: returns), SampleMoments(of: benchmark))
  guard market.standardDeviation != nil, let variance = market.variance,
    let beta = quotient(covariance(returns, benchmark, own.mean, market.mean), variance)
  else { return nil }
  let excess = own.mean - riskFreeRate
  guard let alpha = ((excess - beta * (market.mean - riskFreeRate)) * periodsPerYear).ifFinite
  else { return nil }
  return BenchmarkRegression(
    beta: beta,
    annualizedAlpha: alpha,
    correlation: correlation(returns, benchmark),
    treynorRatio: quotient(excess * periodsPerYear, beta)
  )
}

/// Throws unless both series are finite and of equal length.
func requireParallel(_ returns: [Double], _ benchmark: [Double]) throws(MetricError) {
  guard returns.count == benchmark.count else {
    throw .lengthMismatch(series: "benchmark", expected: returns.count, found: benchmark.count)
  }
  try requireFinite(returns)
  try requireFinite(benchmark, series: "benchmark")
}
