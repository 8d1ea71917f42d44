/// Returns the mean gain per unit of the mean loss.
///
/// - Parameter profits: Profits of trades or returns of periods. Shape: `[n]`.
/// - Returns: The ratio, above zero, or `nil` without a gain or without a loss.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func payoffRatio(of profits: [Double]) throws(MetricError) -> Double? {
  guard let win = try averageWin(of: profits), let loss = try averageLoss(of: profits) else {
    return nil
  }
  return quotient(win, -loss)
}
