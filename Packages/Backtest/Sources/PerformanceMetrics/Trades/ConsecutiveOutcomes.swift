/// Returns the longest run of gains.
///
/// - Parameter profits: Profits of trades or returns of periods, oldest first. Shape: `[n]`.
/// - Returns: The number of outcomes in the run; a zero ends it.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func consecutiveWins(of profits: [Double]) throws(MetricError) -> Int {
  try requireFinite(profits, series: "profits")
  return longestRun(of: profits) { $0 > 0 }
}

/// Returns the longest run of losses.
///
/// - Parameter profits: Profits of trades or returns of periods, oldest first. Shape: `[n]`.
/// - Returns: The number of outcomes in the run; a zero ends it.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func consecutiveLosses(of profits: [Double]) throws(MetricError) -> Int {
  try requireFinite(profits, series: "profits")
  return longestRun(of: profits) { $0 < 0 }
}

private func longestRun(of values: [Double], where matches: (Double) -> Bool) -> Int {
  var (longest, current) = (0, 0)
  for value in values {
    current = matches(value) ? current + 1 : 0
    longest = max(longest, current)
  }
  return longest
}
