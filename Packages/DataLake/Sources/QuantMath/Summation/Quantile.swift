/// Returns a quantile of sorted values by linear interpolation between neighbours.
///
/// The quantile at fraction *q* of *n* values lies at position *q*(*n* − 1): numpy's and Excel's
/// default, type 7 of Hyndman and Fan (1996).
///
/// - Parameters:
///   - sorted: Finite values in rising order; shape `[n]`. The order is not checked.
///   - fraction: The share of values below, in 0...1; 0.5 is the median.
/// - Returns: The quantile, or `nil` without values or for a fraction outside 0...1.
/// - Complexity: O(1).
///
/// **Causality.** Uses the whole series.
@inlinable
public func quantile(ofSorted sorted: [Double], at fraction: Double) -> Double? {
  guard !sorted.isEmpty, fraction >= 0, fraction <= 1 else { return nil }
  let position = fraction * Double(sorted.count - 1)
  let lower = Int(position)
  let weight = position - Double(lower)
  guard weight > 0, lower + 1 < sorted.count else { return sorted[lower] }
  let (left, right) = (sorted[lower], sorted[lower + 1])
  // As numpy: interpolating from the nearer end keeps the result monotone in the fraction.
  return weight < 0.5
    ? left + (right - left) * weight
    : right - (right - left) * (1 - weight)
}

/// Returns a quantile of values in any order; see ``quantile(ofSorted:at:)``.
///
/// - Complexity: O(*n* log *n*).
public func quantile(of values: [Double], at fraction: Double) -> Double? {
  quantile(ofSorted: values.sorted(), at: fraction)
}
