/// Returns the rank of each value, counted from 1; equal values share the mean of their ranks.
///
/// - Parameter values: Finite values; shape `[n]`.
/// - Returns: The ranks; shape `[n]`.
/// - Throws: ``QuantMathError/notFinite(index:value:)`` at the first NaN or infinite value.
/// - Complexity: O(*n* log *n*).
///
/// **Causality.** Uses the whole series.
public func averageRanks(of values: [Double]) throws(QuantMathError) -> [Double] {
  try checkFinite(values)
  let order = values.indices.sorted { values[$0] < values[$1] }
  var ranks = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    // Positions start..<end hold ranks start + 1 through end, whose mean all of them share.
    for position in start..<end { ranks[order[position]] = 0.5 * Double(start + 1 + end) }
    start = end
  }
  return ranks
}
