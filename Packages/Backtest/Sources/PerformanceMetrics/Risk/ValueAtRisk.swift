import QuantMath

/// Returns the loss that a share of the observed periods exceeds.
///
/// ```
/// VaR = -quantile(r, tailProbability)      (linear interpolation)
/// ```
///
/// - Parameters:
///   - returns: Simple returns as fractions. Shape: `[n]`.
///   - tailProbability: The share of worse periods, between 0 and 1; 0.05 is usual.
/// - Returns: A loss as a positive fraction (negative when even the tail gains), or `nil` for an empty
///   series.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n* log *n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func historicalValueAtRisk(
  of returns: [Double],
  tailProbability: Double
) throws(MetricError) -> Double? {
  try requireOpenUnitInterval(tailProbability, name: "tail probability")
  try requireFinite(returns)
  return quantile(ofSorted: returns.sorted(), at: tailProbability).map { -$0 }
}

/// Returns the loss that a share of periods would exceed if returns were normal.
///
/// ```
/// VaR = -(mean(r) + stdev(r) * Φ⁻¹(tailProbability))
/// ```
///
/// - Parameters:
///   - returns: Simple returns as fractions. Shape: `[n]`.
///   - tailProbability: The share of worse periods, between 0 and 1; 0.05 is usual.
/// - Returns: A loss as a positive fraction, or `nil` below two observations.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func parametricValueAtRisk(
  of returns: [Double],
  tailProbability: Double
) throws(MetricError) -> Double? {
  try requireOpenUnitInterval(tailProbability, name: "tail probability")
  try requireFinite(returns)
  let moments = SampleMoments(of: returns)
  guard moments.variance != nil else { return nil }
  let deviation = moments.standardDeviation ?? 0
  return (-(moments.mean + deviation * standardNormalQuantile(tailProbability))).ifFinite
}
