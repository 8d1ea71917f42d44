/// Returns the standard error of a mean whose terms depend on each other in time.
///
/// With `u` the deviations from the mean of the *n* defined values, zero where a value is undefined,
///
/// ```
/// g(l)     = sum of u[t] * u[t + l] over t
/// variance = (g(0) + 2 * sum over l in 1...lags of (1 - l / (lags + 1)) * g(l)) / n^2
/// ```
///
/// An undefined value keeps its place in time: a sample that comes and goes, such as the days of one
/// market regime, is the series with `nil` on the other days. The result is then that of a regression of
/// the whole series on one indicator per regime, with heteroskedasticity and autocorrelation consistent
/// errors; neighbours in the sample that are far apart in time are not taken for neighbours.
///
/// There is no correction for small samples; with no lags the divisor of the variance is *n*.
///
/// - Parameters:
///   - values: The values, oldest first, `nil` where there is none. Shape: `[rows]`.
///   - lags: The largest lag counted, 0 or more; horizon - 1 for returns over overlapping horizons.
/// - Returns: The standard error, or `nil` without values.
/// - Throws: ``QuantMathError/notFinite(index:value:)``, and
///   ``QuantMathError/negativeLags(_:)``.
/// - Complexity: O(rows · lags).
///
/// **Causality.** Uses the whole series.
///
/// References: Newey and West (1987), "A Simple, Positive Semi-definite, Heteroskedasticity and
/// Autocorrelation Consistent Covariance Matrix", Econometrica 55(3).
public func neweyWestStandardError(
  ofMeanOf values: [Double?],
  lags: Int
) throws(QuantMathError) -> Double? {
  guard lags >= 0 else { throw .negativeLags(lags) }
  var sum = CompensatedSum()
  var count = 0
  for (index, value) in values.enumerated() {
    guard let value else { continue }
    guard value.isFinite else { throw .notFinite(index: index, value: value) }
    sum.add(value)
    count += 1
  }
  guard count > 0 else { return nil }
  let mean = sum.value / Double(count)
  let deviations = values.map { value in value.map { $0 - mean } ?? 0 }
  var total = 0.0
  for lag in 0...min(lags, values.count - 1) {
    let weight = lag == 0 ? 1 : 2 * (1 - Double(lag) / Double(lags + 1))
    total += weight * autoProduct(deviations, lag: lag)
  }
  // The weights make the sum non-negative; rounding may not.
  return max(0, total).squareRoot() / Double(count)
}

private func autoProduct(_ values: [Double], lag: Int) -> Double {
  var sum = 0.0
  for index in lag..<values.count { sum += values[index] * values[index - lag] }
  return sum
}
