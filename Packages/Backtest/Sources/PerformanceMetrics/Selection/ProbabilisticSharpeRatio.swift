/// The Sharpe ratio of one record **per period**, with what its standard error depends on.
///
/// Everything here has the frequency of the record: an annualized ratio beside a count of daily or
/// minute returns would understate the standard error by the square root of the periods per year.
public struct SharpeEstimate: Hashable, Sendable {
  /// The ratio of mean excess return and sample deviation, per period.
  public let ratio: Double

  /// The number of returns behind the estimate.
  public let count: Int

  /// The skewness of the returns.
  public let skewness: Double

  /// The *raw* kurtosis of the returns: 3 for a normal distribution.
  public let kurtosis: Double

  /// Creates an estimate from published or previously computed figures.
  ///
  /// - Throws: ``MetricError/settingOutOfRange(name:expected:found:)`` for a figure that is not finite
  ///   or fewer than two returns.
  public init(
    ratio: Double,
    count: Int,
    skewness: Double,
    kurtosis: Double
  ) throws(MetricError) {
    try requireFiniteSetting(ratio, name: "Sharpe ratio")
    try requireFiniteSetting(skewness, name: "skewness")
    try requireFiniteSetting(kurtosis, name: "kurtosis")
    guard count >= 2 else {
      throw .settingOutOfRange(name: "returns", expected: "2 or more", found: Double(count))
    }
    self.ratio = ratio
    self.count = count
    self.skewness = skewness
    self.kurtosis = kurtosis
  }

  /// Estimates the ratio and its moments from returns; `nil` where one is undefined.
  ///
  /// - Parameters:
  ///   - returns: Simple returns as fractions, one per period. Shape: `[n]`, *n* at least 4.
  ///   - riskFreeRate: The risk-free simple return per period, as a fraction.
  /// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
  ///   ``MetricError/settingOutOfRange(name:expected:found:)``.
  public init?(of returns: [Double], riskFreeRate: Double) throws(MetricError) {
    try requireFiniteSetting(riskFreeRate, name: "risk-free rate")
    try requireFinite(returns)
    let moments = SampleMoments(of: returns)
    guard let ratio = periodSharpeRatio(moments, riskFreeRate: riskFreeRate),
      let skewness = moments.skewness,
      let excess = moments.excessKurtosis
    else { return nil }
    try self.init(
      ratio: ratio,
      count: returns.count,
      skewness: skewness,
      kurtosis: excess + 3
    )
  }

  /// The standard error of the ratio for returns that are independent but not normal.
  ///
  /// ```
  /// se² = (1 - skew · sr + (kurt - 1) / 4 · sr²) / (n - 1)
  /// ```
  ///
  /// `nil` where the square is not above zero, which the moments of a small sample can produce.
  public var standardError: Double? {
    let square = 1 - skewness * ratio + (kurtosis - 1) / 4 * ratio * ratio
    return square > 0 ? (square / Double(count - 1)).squareRoot().ifFinite : nil
  }
}

/// Returns the probability that the true Sharpe ratio exceeds a benchmark.
///
/// ```
/// psr = Φ((sr - benchmark) / se)
/// ```
///
/// - Parameters:
///   - estimate: The estimated ratio, per period.
///   - benchmark: The ratio to exceed, **per period** as the estimate is.
/// - Returns: A probability, or `nil` where the standard error is undefined.
/// - Throws: ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(1).
///
/// **Causality.** A statement about a whole record, never a feature.
///
/// ## References
///
/// - D. H. Bailey and M. López de Prado (2012), "The Sharpe Ratio Efficient Frontier", *Journal of
///   Risk* 15(2), 3-44.
public func probabilisticSharpeRatio(
  _ estimate: SharpeEstimate,
  benchmark: Double
) throws(MetricError) -> Double? {
  try requireFiniteSetting(benchmark, name: "benchmark Sharpe ratio")
  guard let error = estimate.standardError else { return nil }
  return standardNormalCDF((estimate.ratio - benchmark) / error).ifFinite
}

/// Returns how many returns a record needs before its Sharpe ratio is believed to exceed a benchmark.
///
/// ```
/// n = 1 + (1 - skew · sr + (kurt - 1) / 4 · sr²) (Φ⁻¹(confidence) / (sr - benchmark))²
/// ```
///
/// - Parameters:
///   - estimate: The estimated ratio, per period.
///   - benchmark: The ratio to exceed, per period.
///   - confidence: The wanted probability, between 0 and 1; 0.95 is usual.
/// - Returns: A number of returns, not rounded, or `nil` when the ratio does not exceed the benchmark.
/// - Throws: ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(1).
///
/// **Causality.** A statement about a whole record, never a feature.
public func minimumTrackRecordLength(
  _ estimate: SharpeEstimate,
  benchmark: Double,
  confidence: Double
) throws(MetricError) -> Double? {
  try requireFiniteSetting(benchmark, name: "benchmark Sharpe ratio")
  try requireOpenUnitInterval(confidence, name: "confidence")
  guard estimate.ratio > benchmark, let error = estimate.standardError else { return nil }
  let distance = standardNormalQuantile(confidence) / (estimate.ratio - benchmark)
  return (1 + error * error * Double(estimate.count - 1) * distance * distance).ifFinite
}
