import QuantMath

/// Returns the mean loss of the periods at or beyond the historical value at risk.
///
/// ```
/// ES = -mean(r where r <= quantile(r, tailProbability))
/// ```
///
/// - Parameters:
///   - returns: Simple returns as fractions. Shape: `[n]`.
///   - tailProbability: The share of worst periods, between 0 and 1; 0.05 is usual.
/// - Returns: A loss as a positive fraction, or `nil` for an empty series.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n* log *n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func historicalExpectedShortfall(
  of returns: [Double],
  tailProbability: Double
) throws(MetricError) -> Double? {
  try requireOpenUnitInterval(tailProbability, name: "tail probability")
  try requireFinite(returns)
  let sorted = returns.sorted()
  guard let threshold = quantile(ofSorted: sorted, at: tailProbability) else { return nil }
  let tail = sorted.prefix { $0 <= threshold }
  return quotient(-tail.reduce(0, +), Double(tail.count))
}

/// Returns the mean loss beyond the value at risk if returns were normal.
///
/// ```
/// ES = stdev(r) * φ(Φ⁻¹(α)) / α - mean(r)
/// ```
///
/// - Parameters:
///   - returns: Simple returns as fractions. Shape: `[n]`.
///   - tailProbability: The share α of worst periods, between 0 and 1; 0.05 is usual.
/// - Returns: A loss as a positive fraction, or `nil` below two observations.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func parametricExpectedShortfall(
  of returns: [Double],
  tailProbability: Double
) throws(MetricError) -> Double? {
  try requireOpenUnitInterval(tailProbability, name: "tail probability")
  try requireFinite(returns)
  let moments = SampleMoments(of: returns)
  guard moments.variance != nil else { return nil }
  let density = standardNormalDensity(standardNormalQuantile(tailProbability))
  let deviation = moments.standardDeviation ?? 0
  return (deviation * density / tailProbability - moments.mean).ifFinite
}
