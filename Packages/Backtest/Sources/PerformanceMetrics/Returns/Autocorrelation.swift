/// Returns the sample autocorrelation of a series at a lag.
///
/// The Pearson correlation of `x[0..<n-k]` with `x[k..<n]`, each about its own mean, as
/// `numpy.corrcoef(x[:-k], x[k:])` gives it; not the biased estimator of Box and Jenkins.
///
/// - Parameters:
///   - returns: Observations, oldest first. Shape: `[n]`.
///   - lag: The distance in periods; at least 1.
/// - Returns: A number in -1…1, or `nil` below *lag* + 2 observations or for a part without
///   variation.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``;
///   ``MetricError/settingOutOfRange(name:expected:found:)`` for a lag below 1.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func autocorrelation(of returns: [Double], lag: Int) throws(MetricError) -> Double? {
  guard lag >= 1 else {
    throw .settingOutOfRange(name: "lag", expected: "1 or more", found: Double(lag))
  }
  try requireFinite(returns)
  guard returns.count >= lag + 2 else { return nil }
  return correlation(Array(returns.dropLast(lag)), Array(returns.dropFirst(lag)))
}

/// Pearson's correlation of two parallel samples, or `nil` where one has no variation.
func correlation(_ left: [Double], _ right: [Double]) -> Double? {
  let (first, second) = (SampleMoments(of: left), SampleMoments(of: right))
  guard let leftDeviation = first.standardDeviation, let rightDeviation = second.standardDeviation
  else { return nil }
  let value = covariance(left, right, first.mean, second.mean) / leftDeviation / rightDeviation
  return value.isFinite ? min(max(value, -1), 1) : nil
}

/// The sample covariance (n - 1) of two parallel samples of at least two elements.
func covariance(
  _ left: [Double],
  _ right: [Double],
  _ leftMean: Double,
  _ rightMean: Double
) -> Double {
  let sum = zip(left, right).reduce(0) { $0 + ($1.0 - leftMean) * ($1.1 - rightMean) }
  return sum / Double(left.count - 1)
}
