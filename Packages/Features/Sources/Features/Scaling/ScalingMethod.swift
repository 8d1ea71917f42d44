internal import MarketModel

/// How the numbers of a column are brought to a common scale.
public enum ScalingMethod: Hashable, Sendable {
  /// Less the mean, in population standard deviations.
  case standard

  /// Less the median, in distances between the quartiles.
  case robust

  /// From 0 at the smallest to 1 at the largest fitted value; others lie outside.
  case minMax

  /// The share of fitted values below, from 0 to 1, between that many quantiles.
  ///
  /// Quantiles lie at equal distances; at most as many are kept as there are fitted values.
  case rank(quantiles: Int)

  /// The name in documents.
  public var name: String {
    switch self {
    case .standard: "standard"
    case .robust: "robust"
    case .minMax: "min_max"
    case .rank: "rank"
    }
  }
}

/// What happens to a column whose fitted values have no spread.
public enum ConstantColumns: String, Hashable, Sendable, CaseIterable {
  /// Fitting fails and names the columns.
  case refuse

  /// The column becomes zero, at every row.
  case zero
}

/// How one column is scaled, with the fitted numbers.
public enum ColumnScale: Hashable, Sendable {
  /// Left as it is.
  case identity

  /// Zero at every defined value.
  case zero

  /// `(x - center) / spread`.
  case linear(center: Double, spread: Double)

  /// The place among rising quantiles, 0 at the first and 1 at the last.
  case rank(quantiles: [Double])

  /// Returns the scaled value, or `nil` where it would overflow.
  ///
  /// - Complexity: O(1), O(log quantiles) for ranks.
  public func scaled(_ value: Double) -> Double? {
    switch self {
    case .identity: return value
    case .zero: return 0
    case .linear(let center, let spread):
      let result = (value - center) / spread
      return result.isFinite ? result : nil
    case .rank(let quantiles): return place(of: value, among: quantiles)
    }
  }
}

/// The mean of interpolating from below and from above, so that a run of equal quantiles gives the
/// middle of its ranks, as scikit-learn's `QuantileTransformer` does.
private func place(of value: Double, among quantiles: [Double]) -> Double {
  guard let first = quantiles.first, let last = quantiles.last, first < last else { return 0 }
  if value <= first { return 0 }
  if value >= last { return 1 }
  let steps = Double(quantiles.count - 1)
  // Positions of the first quantile that is not below, and of the first that is above.
  let notBelow = quantiles.partitionPoint { $0 >= value }
  let above = quantiles.partitionPoint { $0 > value }
  guard notBelow < above else {
    // Halves, so that the distance of far ends does not overflow.
    let (left, right, value) = (quantiles[above - 1] / 2, quantiles[above] / 2, value / 2)
    return (Double(above - 1) + (value - left) / (right - left)) / steps
  }
  return (Double(notBelow) + Double(above - 1)) / 2 / steps
}
