import QuantMath

/// Returns the size of the right tail per unit of the left tail.
///
/// ```
/// tailRatio = |quantile(r, q)| / |quantile(r, 1 - q)|      (linear interpolation)
/// ```
///
/// - Parameters:
///   - returns: Simple returns as fractions. Shape: `[n]`.
///   - probability: The quantile *q* of the right tail, between 0 and 1; 0.95 is usual.
/// - Returns: The ratio, 0 or more, or `nil` for an empty series or a left quantile of zero.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n* log *n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func tailRatio(of returns: [Double], probability: Double) throws(MetricError) -> Double? {
  try requireOpenUnitInterval(probability, name: "probability")
  try requireFinite(returns)
  let sorted = returns.sorted()
  guard let upper = quantile(ofSorted: sorted, at: probability),
    let lower = quantile(ofSorted: sorted, at: 1 - probability)
  else { return nil }
  return quotient(abs(upper), abs(lower))
}
