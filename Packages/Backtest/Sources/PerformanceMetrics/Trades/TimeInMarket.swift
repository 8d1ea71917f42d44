/// Returns the share of periods whose return is not zero.
///
/// A stand-in for exposure where positions are not known: a held position whose price does not move
/// counts as out of the market.
///
/// - Parameter returns: Returns of periods. Shape: `[n]`.
/// - Returns: A share from 0 to 1, or `nil` for an empty series.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func timeInMarket(of returns: [Double]) throws(MetricError) -> Double? {
  try requireFinite(returns)
  return quotient(Double(returns.count { $0 != 0 }), Double(returns.count))
}
