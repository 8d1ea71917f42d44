/// Returns the annual growth per unit of ulcer index and of the pitfall of the drawdowns.
///
/// ```
/// pitfall = expected shortfall of the drawdowns / stdev(r)
/// serenity = (cagr - annualRiskFreeRate) / (ulcerIndex * pitfall)
/// ```
///
/// The shortfall is the historical mean of the worst drawdown values.
///
/// - Parameters:
///   - returns: Simple returns as fractions, oldest first, one per period. Shape: `[n]`.
///   - annualRiskFreeRate: The risk-free return per **year**, as a fraction.
///   - periodsPerYear: The number of periods in a year.
///   - tailProbability: The share of worst drawdowns that the shortfall averages; 0.05 is usual.
/// - Returns: The index, or `nil` without a drawdown, without variation, or where growth is undefined.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/nonPositivePeriodsPerYear(_:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n* log *n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func serenityIndex(
  of returns: [Double],
  annualRiskFreeRate: Double,
  periodsPerYear: Double,
  tailProbability: Double
) throws(MetricError) -> Double? {
  let losses = try drawdownSeries(of: returns).map { -$0 }
  guard
    let performance = try ulcerPerformanceIndex(
      of: returns,
      annualRiskFreeRate: annualRiskFreeRate,
      periodsPerYear: periodsPerYear
    ),
    let shortfall = try historicalExpectedShortfall(of: losses, tailProbability: tailProbability),
    let deviation = SampleMoments(of: returns).standardDeviation
  else { return nil }
  return quotient(performance * deviation, shortfall)
}
