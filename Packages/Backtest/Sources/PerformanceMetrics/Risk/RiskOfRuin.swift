/// Returns the probability that equal bets at even odds lose a number of units in a row of fortune.
///
/// ```
/// ruin = ((1 - p) / (1 + p)) ^ units,     p = win rate
/// ```
///
/// The textbook figure of tear sheets: it ignores the sizes of wins and losses and their order. The
/// ruin probability of a resampled account is the honest one; see ``MonteCarlo``.
///
/// - Parameters:
///   - profits: Profits of trades or returns of periods. Shape: `[n]`.
///   - units: The number of units that the capital can lose, above zero; tear sheets take *n*.
/// - Returns: A probability, or `nil` without a win or a loss.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func riskOfRuin(of profits: [Double], units: Double) throws(MetricError) -> Double? {
  guard units > 0, units.isFinite else {
    throw .settingOutOfRange(name: "units", expected: "a number above 0", found: units)
  }
  guard let rate = try winRate(of: profits) else { return nil }
  return power((1 - rate) / (1 + rate), units).ifFinite
}
