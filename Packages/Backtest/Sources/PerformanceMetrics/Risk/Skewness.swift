/// Returns the skewness of a series, adjusted for sample size (Fisher-Pearson *G1*).
///
/// - Parameter returns: Observations. Shape: `[n]`.
/// - Returns: 0 for a symmetric sample, negative for a long left tail; `nil` below three observations
///   or without variation.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func skewness(of returns: [Double]) throws(MetricError) -> Double? {
  try requireFinite(returns)
  return SampleMoments(of: returns).skewness
}
