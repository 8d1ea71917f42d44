/// Returns the factor by which first-order autocorrelation widens the deviation of a summed series.
///
/// With *c* the absolute autocorrelation at lag 1 and *n* observations,
///
/// ```
/// penalty = sqrt(1 + 2 Σ (n - k) / n · c^k),    k = 1 … n - 1
/// ```
///
/// Taking the absolute value penalizes mean reversion as it does momentum; that is the convention of
/// the tear sheets that made this figure known, not an estimate of Lo's (2002) scaling.
///
/// - Parameter returns: Simple returns as fractions, oldest first. Shape: `[n]`.
/// - Returns: A factor of 1 or more; 1 where the autocorrelation is undefined.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func autocorrelationPenalty(of returns: [Double]) throws(MetricError) -> Double {
  guard let coefficient = try autocorrelation(of: returns, lag: 1).map(abs) else { return 1 }
  let size = Double(returns.count)
  var (sum, power) = (0.0, 1.0)
  for lag in 1..<returns.count {
    power *= coefficient
    // Every later term is smaller than the rounding error of the sum.
    guard power > sum * .ulpOfOne / size else { break }
    sum += (size - Double(lag)) / size * power
  }
  return (1 + 2 * sum).squareRoot()
}

/// Returns the annualized Sharpe ratio divided by the autocorrelation penalty.
///
/// - Parameters:
///   - returns: Simple returns as fractions, oldest first, one per period. Shape: `[n]`.
///   - riskFreeRate: The risk-free simple return per period, as a fraction.
///   - periodsPerYear: The number of periods in a year.
/// - Returns: The ratio, or `nil` where the Sharpe ratio is undefined.
/// - Throws: As ``sharpeRatio(of:riskFreeRate:periodsPerYear:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func smartSharpeRatio(
  of returns: [Double],
  riskFreeRate: Double,
  periodsPerYear: Double
) throws(MetricError) -> Double? {
  let ratio = try sharpeRatio(
    of: returns,
    riskFreeRate: riskFreeRate,
    periodsPerYear: periodsPerYear
  )
  guard let ratio else { return nil }
  return ratio / (try autocorrelationPenalty(of: returns))
}
