import QuantMath

/// Returns how many times the mean gain an unusually large gain is.
///
/// ```
/// ratio = quantile(r, probability) / mean(r where r >= 0)
/// ```
///
/// - Parameters:
///   - returns: Returns of periods or profits of trades. Shape: `[n]`.
///   - probability: The quantile that counts as unusual, between 0 and 1; 0.99 is usual.
/// - Returns: The ratio, or `nil` when the mean gain is zero or there is none.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n* log *n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func outlierWinRatio(
  of returns: [Double],
  probability: Double
) throws(MetricError) -> Double? {
  try outlierRatio(of: returns, probability: probability) { $0 >= 0 }
}

/// Returns how many times the mean loss an unusually large loss is.
///
/// ```
/// ratio = quantile(r, probability) / mean(r where r < 0)
/// ```
///
/// - Parameters:
///   - returns: Returns of periods or profits of trades. Shape: `[n]`.
///   - probability: The quantile that counts as unusual, between 0 and 1; 0.01 is usual.
/// - Returns: The ratio, or `nil` without a loss.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n* log *n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func outlierLossRatio(
  of returns: [Double],
  probability: Double
) throws(MetricError) -> Double? {
  try outlierRatio(of: returns, probability: probability) { $0 < 0 }
}

private func outlierRatio(
  of returns: [Double],
  probability: Double,
  side: (Double) -> Bool
) throws(MetricError) -> Double? {
  try requireOpenUnitInterval(probability, name: "probability")
  try requireFinite(returns)
  let chosen = returns.filter(side)
  guard let extreme = quantile(ofSorted: returns.sorted(), at: probability),
    !chosen.isEmpty
  else { return nil }
  return quotient(extreme, chosen.reduce(0, +) / Double(chosen.count))
}
