/// Returns the share of capital that maximizes expected log growth of a two-outcome bet.
///
/// With win rate *p* and payoff ratio *b*,
///
/// ```
/// kelly = p - (1 - p) / b
/// ```
///
/// The formula treats every win and every loss as its average; with fat tails it bets too much.
///
/// - Parameter profits: Profits of trades or returns of periods. Shape: `[n]`.
/// - Returns: A fraction, negative for a losing bet, or `nil` without a win or without a loss.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
///
/// ## References
///
/// - J. L. Kelly (1956), "A New Interpretation of Information Rate", *Bell System Technical Journal*
///   35(4), 917-926.
public func kellyCriterion(of profits: [Double]) throws(MetricError) -> Double? {
  guard let rate = try winRate(of: profits), let payoff = try payoffRatio(of: profits), payoff > 0
  else { return nil }
  return (rate - (1 - rate) / payoff).ifFinite
}
