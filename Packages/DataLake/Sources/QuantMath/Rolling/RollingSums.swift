/// Returns the sum of every full window of a series.
///
/// The sum slides in O(1) and is rebuilt with ``CompensatedSum`` once per window length, so that
/// its error stays that of two windows however long the series is.
///
/// - Parameters:
///   - values: Finite values, oldest first; shape `[n]`.
///   - window: The number of values in a window.
/// - Returns: Element *k* is the sum of values *k* through *k* + window − 1; shape
///   `[n - window + 1]`, empty when the series is shorter than a window.
/// - Throws: ``QuantMathError`` for a window below 1 or at the first value that is not finite.
/// - Complexity: O(*n*).
///
/// **Causality.** Element *k* sees inputs at indices ≤ *k* + window − 1.
public func rollingSum(
  of values: [Double],
  window: Int
) throws(QuantMathError) -> [Double] {
  try checkWindow(values, window, minimum: 1)
  var result: [Double] = []
  result.reserveCapacity(max(0, values.count - window + 1))
  var sum = CompensatedSum()
  for end in values.indices where end >= window - 1 {
    let start = end - window + 1
    if start % window == 0 {
      sum = CompensatedSum(values[start...end])
    } else {
      sum.add(values[end])
      sum.add(-values[start - 1])
    }
    result.append(sum.value)
  }
  return result
}

/// Returns the arithmetic mean of every full window of a series; see ``rollingSum(of:window:)``.
///
/// - Returns: Element *k* is the mean of values *k* through *k* + window − 1; shape
///   `[n - window + 1]`.
/// - Throws: ``QuantMathError`` for a window below 1 or at the first value that is not finite.
/// - Complexity: O(*n*).
///
/// **Causality.** Element *k* sees inputs at indices ≤ *k* + window − 1.
public func rollingMean(
  of values: [Double],
  window: Int
) throws(QuantMathError) -> [Double] {
  try rollingSum(of: values, window: window).map { $0 / Double(window) }
}

/// Returns the sample standard deviation (divisor window − 1) of every full window of a series.
///
/// Mean and squared deviations slide by Welford's update. They are rebuilt once per window length,
/// and whenever a value that dominated the window has left it, which would leave rounding errors
/// as large as what remains; the relative error stays near 1e-11.
///
/// - Returns: Element *k* belongs to values *k* through *k* + window − 1; shape
///   `[n - window + 1]`. A window of equal values gives a number within rounding error of zero.
/// - Throws: ``QuantMathError`` for a window below 2 or at the first value that is not finite.
/// - Complexity: O(*n*), plus O(window) for each value that leaves and dominated its window.
///
/// **Causality.** Element *k* sees inputs at indices ≤ *k* + window − 1.
public func rollingStandardDeviation(
  of values: [Double],
  window: Int
) throws(QuantMathError) -> [Double] {
  try checkWindow(values, window, minimum: 2)
  var result: [Double] = []
  result.reserveCapacity(max(0, values.count - window + 1))
  var (mean, squares, peak) = (0.0, 0.0, 0.0)
  for end in values.indices where end >= window - 1 {
    let start = end - window + 1
    var needsRebuild = start % window == 0
    if !needsRebuild {
      let (newest, oldest) = (values[end], values[start - 1])
      let next = mean + (newest - oldest) / Double(window)
      squares += (newest - oldest) * (newest - next + oldest - mean)
      mean = next
      peak = max(peak, squares)
      needsRebuild = squares < 1e-4 * peak
    }
    if needsRebuild {
      let part = values[start...end]
      mean = CompensatedSum(part).value / Double(window)
      squares = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      peak = squares
    }
    result.append((max(0, squares) / Double(window - 1)).squareRoot())
  }
  return result
}

/// Checks a series and a window over it.
func checkWindow(
  _ values: [Double],
  _ window: Int,
  minimum: Int
) throws(QuantMathError) {
  guard window >= minimum else { throw .windowTooShort(minimum: minimum, found: window) }
  try checkFinite(values)
}
