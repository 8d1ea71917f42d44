/// Returns the mean outcome in units of its standard error.
///
/// ```
/// sqn = sqrt(n) * mean / stdev      (stdev divides by n - 1)
/// ```
///
/// - Parameter profits: Profits of trades. Shape: `[n]`.
/// - Returns: The number, or `nil` below two trades or without variation.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func systemQualityNumber(of profits: [Double]) throws(MetricError) -> Double? {
  try requireFinite(profits, series: "profits")
  let moments = SampleMoments(of: profits)
  guard let deviation = moments.standardDeviation else { return nil }
  return (Double(profits.count).squareRoot() * moments.mean / deviation).ifFinite
}
