/// Returns the compounded return per unit of maximum drawdown.
///
/// ```
/// recovery = totalReturn / maximumDrawdown
/// ```
///
/// The sign of the return is kept, and returns compound: some tear sheets take the absolute value of
/// the *sum* of returns, which hides a losing strategy.
///
/// - Parameter returns: Simple returns as fractions, oldest first. Shape: `[n]`.
/// - Returns: The ratio, or `nil` for an empty series or one without a drawdown.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func recoveryFactor(of returns: [Double]) throws(MetricError) -> Double? {
  guard let total = try totalReturn(of: returns), let drawdown = try maximumDrawdown(of: returns)
  else { return nil }
  return quotient(total, drawdown)
}
