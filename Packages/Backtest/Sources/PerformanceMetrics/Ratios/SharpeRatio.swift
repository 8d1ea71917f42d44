/// Returns the annualized Sharpe ratio of a series of simple periodic returns.
///
/// With *n* returns `r`, a per-period risk-free rate `f` and `p` periods per year,
///
/// ```
/// x = r - f                                  (excess return, elementwise)
/// sharpe = mean(x) / stdev(x) * sqrt(p)      (stdev divides by n - 1)
/// ```
///
/// The square-root scaling assumes serially uncorrelated returns. Positive autocorrelation
/// makes this value too large; see Lo (2002) before you compare strategies that trade at
/// different frequencies.
///
/// ```swift
/// let ratio = try sharpeRatio(
///   of: [0.01, -0.02, 0.015, -0.005, 0.025],
///   riskFreeRate: 0,
///   periodsPerYear: 252
/// )  // 4.489988864128...
/// ```
///
/// - Parameters:
///   - returns: Simple returns as fractions (`0.01` is one percent), oldest first, one per
///     period, without gaps. Shape: `[n]`.
///   - riskFreeRate: The risk-free simple return **per period**, as a fraction. An annual rate
///     must be converted by the caller.
///   - periodsPerYear: The number of periods in a year: 252 for daily US equities, 365 for a
///     market that never closes.
/// - Returns: The ratio, dimensionless, or `nil` where it is undefined: when *n* < 2, or when
///   the sample deviation is no larger than the rounding error of the mean. Never NaN and
///   never infinite.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)`` at the first NaN or infinite return;
///   ``MetricError/nonPositivePeriodsPerYear(_:)`` when `periodsPerYear` is not above zero.
/// - Complexity: O(*n*) time in three passes, O(1) extra space.
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
///
/// ## References
///
/// - W. F. Sharpe (1994), "The Sharpe Ratio", *Journal of Portfolio Management* 21(1), 49-58.
/// - A. W. Lo (2002), "The Statistics of Sharpe Ratios", *Financial Analysts Journal* 58(4).
public func sharpeRatio(
  of returns: [Double],
  riskFreeRate: Double,
  periodsPerYear: Double
) throws(MetricError) -> Double? {
  try requirePeriodsPerYear(periodsPerYear)
  try requireFiniteSetting(riskFreeRate, name: "risk-free rate")
  try requireFinite(returns)
  let ratio = periodSharpeRatio(SampleMoments(of: returns), riskFreeRate: riskFreeRate)
  return ratio.flatMap { ($0 * periodsPerYear.squareRoot()).ifFinite }
}

/// The Sharpe ratio per period, not annualized, of a sample with these moments.
func periodSharpeRatio(_ moments: SampleMoments, riskFreeRate: Double) -> Double? {
  guard let deviation = moments.standardDeviation,
    deviation > abs(riskFreeRate) * .ulpOfOne * Double(moments.count)
  else { return nil }
  return ((moments.mean - riskFreeRate) / deviation).ifFinite
}
