/// Returns the profit factor multiplied by the tail ratio.
///
/// - Parameters:
///   - returns: Simple returns as fractions, one per period. Shape: `[n]`.
///   - probability: The quantile of the right tail, between 0 and 1; 0.95 is usual.
/// - Returns: The ratio, 0 or more, or `nil` where a factor is undefined.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n* log *n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func commonSenseRatio(
  of returns: [Double],
  probability: Double
) throws(MetricError) -> Double? {
  try requireFinite(returns)
  guard let tail = try tailRatio(of: returns, probability: probability),
    let factor = try profitFactor(of: returns)
  else { return nil }
  return (factor * tail).ifFinite
}
