/// Returns the excess kurtosis of a series, adjusted for sample size (*G2*).
///
/// - Parameter returns: Observations. Shape: `[n]`.
/// - Returns: 0 for a normal distribution, positive for fat tails; `nil` below four observations or
///   without variation.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func excessKurtosis(of returns: [Double]) throws(MetricError) -> Double? {
  try requireFinite(returns)
  return SampleMoments(of: returns).excessKurtosis
}
