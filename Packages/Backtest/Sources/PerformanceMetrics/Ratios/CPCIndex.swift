/// Returns the product of profit factor, win rate and payoff ratio.
///
/// Above about 1.2 a system is commonly said to be worth trading, before costs of selection.
///
/// - Parameter profits: Profits of trades or returns of periods. Shape: `[n]`.
/// - Returns: The index, 0 or more, or `nil` where a factor is undefined.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func cpcIndex(of profits: [Double]) throws(MetricError) -> Double? {
  guard let factor = try profitFactor(of: profits), let rate = try winRate(of: profits),
    let payoff = try payoffRatio(of: profits)
  else { return nil }
  return (factor * rate * payoff).ifFinite
}
