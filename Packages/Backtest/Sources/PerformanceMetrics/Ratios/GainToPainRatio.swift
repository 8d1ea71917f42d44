/// Returns the sum of all returns per unit of the sum of losses.
///
/// ```
/// gainToPain = Σ r / Σ |min(r, 0)|
/// ```
///
/// Schwager takes monthly returns; the value depends on the frequency of the series that is given.
///
/// - Parameter returns: Simple returns as fractions, one per period. Shape: `[n]`.
/// - Returns: The ratio, or `nil` without a losing period.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
///
/// ## References
///
/// - J. D. Schwager (2012), *Market Sense and Nonsense*, Wiley.
public func gainToPainRatio(of returns: [Double]) throws(MetricError) -> Double? {
  try requireFinite(returns)
  let losses = returns.reduce(0) { $0 - min($1, 0) }
  return quotient(returns.reduce(0, +), losses)
}
