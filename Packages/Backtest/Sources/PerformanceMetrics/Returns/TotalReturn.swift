/// Returns the compounded simple return of a series of simple periodic returns.
///
/// ```
/// total = (1 + r[0]) (1 + r[1]) … - 1
/// ```
///
/// - Parameter returns: Simple returns as fractions, oldest first. Shape: `[n]`.
/// - Returns: A fraction, or `nil` for an empty series or when the product overflows.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func totalReturn(of returns: [Double]) throws(MetricError) -> Double? {
  try requireFinite(returns)
  return returns.isEmpty ? nil : (growth(of: returns) - 1).ifFinite
}

/// The wealth that one unit of capital becomes.
func growth(of returns: [Double]) -> Double {
  returns.reduce(1) { $0 * (1 + $1) }
}
