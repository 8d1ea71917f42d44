/// Returns the smallest value of every full window of a series.
///
/// - Returns: Element *k* is the minimum of values *k* through *k* + window − 1; shape
///   `[n - window + 1]`, empty when the series is shorter than a window.
/// - Throws: ``QuantMathError`` for a window below 1 or at the first value that is not finite.
/// - Complexity: O(*n*) for any window, by a monotonic queue.
///
/// **Causality.** Element *k* sees inputs at indices ≤ *k* + window − 1.
public func rollingMinimum(
  of values: [Double],
  window: Int
) throws(QuantMathError) -> [Double] {
  try rollingExtreme(of: values, window: window) { $0 <= $1 }
}

/// Returns the largest value of every full window of a series; see ``rollingMinimum(of:window:)``.
///
/// - Returns: Element *k* is the maximum of values *k* through *k* + window − 1; shape
///   `[n - window + 1]`.
/// - Throws: ``QuantMathError`` for a window below 1 or at the first value that is not finite.
/// - Complexity: O(*n*) for any window.
///
/// **Causality.** Element *k* sees inputs at indices ≤ *k* + window − 1.
public func rollingMaximum(
  of values: [Double],
  window: Int
) throws(QuantMathError) -> [Double] {
  try rollingExtreme(of: values, window: window) { $0 >= $1 }
}

/// Returns a quantile of every full window of a series, as ``quantile(ofSorted:at:)`` defines it.
///
/// - Parameters:
///   - values: Finite values, oldest first; shape `[n]`.
///   - window: The number of values in a window.
///   - fraction: The share of values below, in 0...1; 0.5 gives the rolling median.
/// - Returns: Element *k* belongs to values *k* through *k* + window − 1; shape
///   `[n - window + 1]`.
/// - Throws: ``QuantMathError`` for a window below 1, a fraction outside 0...1, or at the first
///   value that is not finite.
/// - Complexity: O(*n* · window) moves of neighbouring memory, O(*n* log window) comparisons.
///
/// **Causality.** Element *k* sees inputs at indices ≤ *k* + window − 1.
public func rollingQuantile(
  of values: [Double],
  window: Int,
  at fraction: Double
) throws(QuantMathError) -> [Double] {
  try checkWindow(values, window, minimum: 1)
  guard fraction >= 0, fraction <= 1 else { throw .fractionOutOfRange(fraction) }
  var sorted: [Double] = []
  sorted.reserveCapacity(window + 1)
  var result: [Double] = []
  for end in values.indices {
    sorted.insert(values[end], at: lowerBound(of: values[end], in: sorted))
    if end >= window { sorted.remove(at: lowerBound(of: values[end - window], in: sorted)) }
    if end >= window - 1, let value = quantile(ofSorted: sorted, at: fraction) {
      result.append(value)
    }
  }
  return result
}

/// Keeps the candidates of the current window in an order in which the first is the extreme.
private func rollingExtreme(
  of values: [Double],
  window: Int,
  outranks: (Double, Double) -> Bool
) throws(QuantMathError) -> [Double] {
  try checkWindow(values, window, minimum: 1)
  var result: [Double] = []
  result.reserveCapacity(max(0, values.count - window + 1))
  var queue: [Int] = []
  var head = 0
  for end in values.indices {
    while queue.count > head, let last = queue.last, outranks(values[end], values[last]) {
      queue.removeLast()
    }
    queue.append(end)
    if queue[head] <= end - window { head += 1 }
    // Dropped heads are freed in bulk, so that each costs O(1).
    if head > 1_024, head > queue.count / 2 {
      queue.removeFirst(head)
      head = 0
    }
    if end >= window - 1 { result.append(values[queue[head]]) }
  }
  return result
}

/// Returns the first position at which a sorted array holds no smaller value.
private func lowerBound(of value: Double, in sorted: [Double]) -> Int {
  var (lower, upper) = (0, sorted.count)
  while lower < upper {
    let middle = (lower + upper) / 2
    if sorted[middle] < value { lower = middle + 1 } else { upper = middle }
  }
  return lower
}
