/// Returns the root mean square of the drawdowns of a series.
///
/// ```
/// ulcer = sqrt(Σ drawdown² / n)
/// ```
///
/// The mean of Martin and McCann; some tear sheets divide by *n* - 1 instead.
///
/// - Parameter returns: Simple returns as fractions, oldest first. Shape: `[n]`.
/// - Returns: A fraction of the peak, 0 or more, or `nil` for an empty series.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
///
/// ## References
///
/// - P. G. Martin and B. B. McCann (1989), *The Investor's Guide to Fidelity Funds*, Wiley.
public func ulcerIndex(of returns: [Double]) throws(MetricError) -> Double? {
  let drawdowns = try drawdownSeries(of: returns)
  guard !drawdowns.isEmpty else { return nil }
  let squares = drawdowns.reduce(0) { $0 + $1 * $1 }
  return (squares / Double(drawdowns.count)).squareRoot().ifFinite
}

/// Returns the annual growth above the risk-free rate per unit of the ulcer index.
///
/// ```
/// upi = (cagr - annualRiskFreeRate) / ulcerIndex
/// ```
///
/// Annual, so that records of different lengths compare; some tear sheets divide the *total* return.
///
/// - Parameters:
///   - returns: Simple returns as fractions, oldest first, one per period. Shape: `[n]`.
///   - annualRiskFreeRate: The risk-free return per **year**, as a fraction.
///   - periodsPerYear: The number of periods in a year.
/// - Returns: The ratio, or `nil` without a drawdown or where the growth rate is undefined.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/nonPositivePeriodsPerYear(_:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func ulcerPerformanceIndex(
  of returns: [Double],
  annualRiskFreeRate: Double,
  periodsPerYear: Double
) throws(MetricError) -> Double? {
  try requireFiniteSetting(annualRiskFreeRate, name: "annual risk-free rate")
  guard
    let growthRate = try compoundAnnualGrowthRate(of: returns, periodsPerYear: periodsPerYear),
    let ulcer = try ulcerIndex(of: returns)
  else { return nil }
  return quotient(growthRate - annualRiskFreeRate, ulcer)
}
