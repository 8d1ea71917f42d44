/// Returns the gains above a threshold per unit of losses below it.
///
/// ```
/// omega = Σ max(r - t, 0) / Σ max(t - r, 0)
/// ```
///
/// - Parameters:
///   - returns: Simple returns as fractions, one per period. Shape: `[n]`.
///   - threshold: The return per period, as a fraction, that separates gain from loss.
/// - Returns: The ratio, 0 or more, or `nil` when nothing lies below the threshold.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
///
/// ## References
///
/// - C. Keating and W. F. Shadwick (2002), "A Universal Performance Measure", *Journal of
///   Performance Measurement* 6(3).
public func omegaRatio(of returns: [Double], threshold: Double) throws(MetricError) -> Double? {
  try requireFiniteSetting(threshold, name: "threshold")
  try requireFinite(returns)
  let gains = returns.reduce(0) { $0 + max($1 - threshold, 0) }
  let losses = returns.reduce(0) { $0 + max(threshold - $1, 0) }
  return quotient(gains, losses)
}
