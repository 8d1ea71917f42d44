/// Returns the largest return of a series.
///
/// - Parameter returns: Simple returns as fractions. Shape: `[n]`.
/// - Returns: A fraction, or `nil` for an empty series.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``.
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func bestReturn(of returns: [Double]) throws(MetricError) -> Double? {
  try requireFinite(returns)
  return returns.max()
}

/// Returns the smallest return of a series.
///
/// - Parameter returns: Simple returns as fractions. Shape: `[n]`.
/// - Returns: A fraction, or `nil` for an empty series.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``.
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func worstReturn(of returns: [Double]) throws(MetricError) -> Double? {
  try requireFinite(returns)
  return returns.min()
}
