/// Returns the root mean square of the returns below a minimum acceptable return.
///
/// ```
/// deviation = sqrt(Σ min(r - mar, 0)² / n)      (all n periods count, not only the losing ones)
/// ```
///
/// - Parameters:
///   - returns: Simple returns as fractions, one per period. Shape: `[n]`.
///   - minimumAcceptableReturn: The return per period, as a fraction, below which a period counts.
/// - Returns: A fraction per period, 0 when no return lies below, or `nil` for an empty series.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func downsideDeviation(
  of returns: [Double],
  minimumAcceptableReturn: Double
) throws(MetricError) -> Double? {
  try requireFiniteSetting(minimumAcceptableReturn, name: "minimum acceptable return")
  try requireFinite(returns)
  guard !returns.isEmpty else { return nil }
  let squares = returns.reduce(0) { sum, value in
    let shortfall = min(value - minimumAcceptableReturn, 0)
    return sum + shortfall * shortfall
  }
  return (squares / Double(returns.count)).squareRoot().ifFinite
}

/// Returns the annualized Sortino ratio of a series of simple periodic returns.
///
/// ```
/// sortino = (mean(r) - mar) / downsideDeviation(r, mar) * sqrt(periodsPerYear)
/// ```
///
/// - Parameters:
///   - returns: Simple returns as fractions, oldest first, one per period. Shape: `[n]`.
///   - minimumAcceptableReturn: The target return per period, as a fraction.
///   - periodsPerYear: The number of periods in a year.
/// - Returns: The ratio, or `nil` for an empty series or one that never falls below the target.
/// - Throws: ``MetricError/nonFiniteReturn(index:value:)``,
///   ``MetricError/nonPositivePeriodsPerYear(_:)``,
///   ``MetricError/settingOutOfRange(name:expected:found:)``.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
///
/// ## References
///
/// - F. A. Sortino and L. N. Price (1994), "Performance Measurement in a Downside Risk Framework",
///   *Journal of Investing* 3(3), 59-64.
public func sortinoRatio(
  of returns: [Double],
  minimumAcceptableReturn: Double,
  periodsPerYear: Double
) throws(MetricError) -> Double? {
  try requirePeriodsPerYear(periodsPerYear)
  let deviation = try downsideDeviation(
    of: returns,
    minimumAcceptableReturn: minimumAcceptableReturn
  )
  guard let deviation else { return nil }
  let mean = returns.reduce(0, +) / Double(returns.count)
  return quotient((mean - minimumAcceptableReturn) * periodsPerYear.squareRoot(), deviation)
}
