/// Returns the mean block length with which the stationary bootstrap estimates the variance of a mean best.
///
/// The rule of Politis and White with the correction of Patton, Politis and White: autocovariances, weighed by a
/// trapezoid window up to twice the lag after which autocorrelations are insignificant,
///
/// ```
/// length = (2 G² / D)^(1/3) · n^(1/3),   G = Σ λ |k| R(k),   D = 2 (Σ λ R(k))²
/// ```
///
/// and at most `ceil(min(3 √n, n / 3))`. A series without dependence gets a length near 1.
///
/// - Parameter values: The series, oldest first. Shape: `[n]`.
/// - Returns: A length of 1 or more, or `nil` below 9 values and for a series without variation.
/// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
/// - Complexity: O(*n*^1.5).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
///
/// ## References
///
/// - D. N. Politis and H. White (2004), "Automatic Block-Length Selection for the Dependent Bootstrap",
///   *Econometric Reviews* 23(1), 53-70.
/// - A. Patton, D. N. Politis and H. White (2009), "Correction to …", *Econometric Reviews* 28(4), 372-375.
public func optimalBlockLength(of values: [Double]) throws(MetricError) -> Double? {
  try requireFinite(values, series: "values")
  let moments = SampleMoments(of: values)
  guard values.count >= 9, moments.standardDeviation != nil else { return nil }
  let size = Double(values.count)
  let deviations = values.map { $0 - moments.mean }
  let lags = LagWindow(deviations)
  var (bend, longRun) = (0.0, lags.covariances[0])
  for lag in 1...lags.width {
    let share = Double(lag) / Double(lags.width)
    let weight = 2 * (share <= 0.5 ? 1 : 2 * (1 - share))
    bend += weight * Double(lag) * lags.covariances[lag]
    longRun += weight * lags.covariances[lag]
  }
  let longest = min(3 * size.squareRoot(), size / 3).rounded(.up)
  let length = power(bend * bend / (longRun * longRun), 1 / 3) * power(size, 1 / 3)
  // A long-run variance of zero leaves no quotient: the longest blocks are the cautious ones.
  return length.isFinite ? max(1, min(length, longest)) : longest
}

/// Autocovariances, and how many of them say something.
private struct LagWindow {
  /// Autocovariances of lags from 0.
  let covariances: [Double]

  /// Twice the lag after which autocorrelations are insignificant for a while.
  let width: Int

  init(_ deviations: [Double]) {
    let count = deviations.count
    let size = Double(count)
    let decades = naturalLogarithm(size) / naturalLogarithm(10)
    let calm = max(5, Int(decades))
    let last = min(Int(size.squareRoot().rounded(.up)) + calm, count - 2)
    let limit = 2 * (decades / size).squareRoot()
    var (products, correlations): ([Double], [Double]) = ([], [])
    var settled: Int?
    for lag in 0...last {
      let product = sum(count - lag) { deviations[$0] * deviations[$0 + lag] }
      let early = sum(count - lag - 1) { deviations[$0] * deviations[$0] }
      let late = sum(count - lag - 1) { deviations[$0 + lag + 1] * deviations[$0 + lag + 1] }
      products.append(product / size)
      correlations.append(abs(product) / (early * late).squareRoot())
      if settled == nil, lag >= calm, correlations[(lag - calm)..<lag].allSatisfy({ $0 < limit }) {
        settled = lag - calm
      }
    }
    covariances = products
    width = min(settled.map { 2 * max($0, 1) } ?? last, last)
  }
}

private func sum(_ count: Int, _ term: (Int) -> Double) -> Double {
  var total = 0.0
  for index in 0..<max(0, count) { total += term(index) }
  return total
}
