internal import ConfigValidation
internal import QuantMath

/// A recipe for scaling columns, to be fitted on training rows.
public struct FeatureScaler: Hashable, Sendable {
  /// How columns are scaled.
  public var method: ScalingMethod

  /// What happens to columns without spread.
  public var constantColumns: ConstantColumns

  /// Columns that are left as they are, such as oscillators that have bounds.
  public var unscaled: [String]

  /// Creates a recipe.
  public init(method: ScalingMethod, constantColumns: ConstantColumns, unscaled: [String]) {
    self.method = method
    self.constantColumns = constantColumns
    self.unscaled = unscaled
  }

  /// Returns the scaler that the values of some rows give.
  ///
  /// **Causality.** Only the given rows are looked at; a split hands out those that hold no outcome of a
  /// held-out sample (``DatasetSplit/trainingRows``).
  ///
  /// - Parameters:
  ///   - columns: The columns, of one length; undefined values are skipped.
  ///   - rows: The rows to fit on.
  /// - Returns: The fitted scaler, one scale for each column.
  /// - Throws: ``ScalingError`` for rows outside, unknown names, and columns without values or spread.
  /// - Complexity: O(columns · rows · log rows) for quantiles, else O(columns · rows).
  public func fit(
    _ columns: [FeatureColumn],
    rows: TrainingRows
  ) throws(ScalingError) -> FittedScaler {
    try check(columns, rows)
    var scales: [FittedScaler.Entry] = []
    var (constant, empty): ([String], [String]) = ([], [])
    for column in columns {
      if unscaled.contains(column.name) {
        scales.append(.init(column.name, .identity))
        continue
      }
      let values = rows.rows.compactMap { column[$0] }
      guard !values.isEmpty else {
        empty.append(column.name)
        continue
      }
      if let scale = scale(of: values) {
        scales.append(.init(column.name, scale))
      } else if constantColumns == .zero {
        scales.append(.init(column.name, .zero))
      } else {
        constant.append(column.name)
      }
    }
    guard empty.isEmpty else { throw .emptyColumns(empty) }
    guard constant.isEmpty else { throw .constantColumns(constant) }
    return FittedScaler(method: method.name, entries: scales, rowCount: rows.count)
  }

  private func check(_ columns: [FeatureColumn], _ rows: TrainingRows) throws(ScalingError) {
    if case .rank(let quantiles) = method, !(2...100_000).contains(quantiles) {
      throw .quantiles(found: quantiles)
    }
    let names = columns.map(\.name)
    for name in unscaled where !names.contains(name) {
      throw .unknownColumn(name: name, suggestion: nearestName(to: name, among: names))
    }
    guard let first = rows.rows.first, let last = rows.rows.last else { throw .noRows }
    let count = columns.map(\.count).min() ?? 0
    guard first >= 0 else { throw .rowOutside(row: first, count: count) }
    guard last < count else { throw .rowOutside(row: last, count: count) }
  }

  /// The scale of values, or `nil` where they have no spread that is more than rounding.
  private func scale(of values: [Double]) -> ColumnScale? {
    switch method {
    case .standard:
      let moments = RunningMoments(values)
      guard let mean = moments.mean, let variance = moments.populationVariance else { return nil }
      return linear(mean, variance.squareRoot(), count: values.count)
    case .robust:
      let sorted = values.sorted()
      guard let median = quantile(ofSorted: sorted, at: 0.5),
        let lower = quantile(ofSorted: sorted, at: 0.25),
        let upper = quantile(ofSorted: sorted, at: 0.75)
      else { return nil }
      return linear(median, upper - lower, count: values.count)
    case .minMax:
      guard let least = values.min(), let most = values.max() else { return nil }
      return linear(least, most - least, count: values.count)
    case .rank(let wanted):
      let sorted = values.sorted()
      let count = min(wanted, sorted.count)
      guard let first = sorted.first, let last = sorted.last, first < last else { return nil }
      return .rank(quantiles: (0..<count).map { evenQuantile(of: sorted, $0, of: count) })
    }
  }

  /// A linear scale, or `nil` where the spread is not above the rounding error of the values.
  private func linear(_ center: Double, _ spread: Double, count: Int) -> ColumnScale? {
    let error = abs(center) * .ulpOfOne * Double(count).squareRoot()
    guard spread.isFinite, center.isFinite, spread > error else { return nil }
    return .linear(center: center, spread: spread)
  }
}

/// A quantile at one of several equal distances, its position taken in whole numbers, so that equal
/// values give equal quantiles.
private func evenQuantile(of sorted: [Double], _ index: Int, of count: Int) -> Double {
  let (lower, rest) = (index * (sorted.count - 1)).quotientAndRemainder(dividingBy: count - 1)
  guard rest > 0 else { return sorted[lower] }
  let weight = Double(rest) / Double(count - 1)
  return sorted[lower] + (sorted[lower + 1] - sorted[lower]) * weight
}
