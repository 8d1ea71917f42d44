/// The components of the composite score as functions of one measure each.
///
/// Penalties lie in 0...1 and are rounded to four decimals.
enum ScoreComponents {
  /// The place of a value between the least and the greatest of all, or 0.5 when those are equal.
  static func place(of value: Double, in range: ClosedRange<Double>) -> Double {
    let width = range.upperBound - range.lowerBound
    return width > 0 ? (value - range.lowerBound) / width : 0.5
  }

  /// 0 up to a drawdown of 5 % of the peak, 1 from 50 %, linear between.
  static func drawdownPenalty(percent: Double) -> Double {
    min(max((percent - 5) / 45, 0), 1).rounded(toPlaces: 4)
  }

  /// 0 from a fill rate of 0.8, 1 at 0, linear between.
  static func rejectPenalty(fillRate: Double) -> Double {
    min(max((0.8 - fillRate) / 0.8, 0), 1).rounded(toPlaces: 4)
  }

  /// 0 up to a coefficient of variation of 0.3, 1 from 2, linear between.
  ///
  /// - Parameter profits: The total profits of all runs of one strategy, in a fixed order.
  /// - Returns: 0 for fewer than two runs; 0.5 when the mean is zero within rounding.
  static func robustnessPenalty(profits: [Double]) -> Double {
    guard profits.count >= 2 else { return 0 }
    let spread = Spread(profits)
    guard !spread.isMeanZero else { return 0.5 }
    let variation = spread.deviation / abs(spread.mean)
    return min(max((variation - 0.3) / 1.7, 0), 1).rounded(toPlaces: 4)
  }

  /// 0.8 when one regime makes more than 90 % of the absolute profit, 0.5 above 80 %, else 0.
  ///
  /// Shares are taken within each family of labels, of which every bar carries one, and the largest
  /// counts. A family in which one label covers nine bars of ten is left out: that label's share is near 1
  /// whatever the strategy does, and says nothing about dependence.
  static func regimeDependencyPenalty(_ breakdown: [RegimeProfit]) -> Double {
    let families = Dictionary(grouping: breakdown.filter { $0.bars > 0 }, by: \.family)
    let largest = families.values.reduce(0.0) { largest, labels in
      let total = labels.reduce(0) { $0 + abs($1.profit) }
      let bars = labels.reduce(0) { $0 + $1.bars }
      let commonest = labels.reduce(0) { max($0, $1.bars) }
      guard total > 0, Double(commonest) < 0.9 * Double(bars) else { return largest }
      return max(largest, labels.reduce(0) { max($0, abs($1.profit)) } / total)
    }
    return largest > 0.9 ? 0.8 : largest > 0.8 ? 0.5 : 0
  }

  /// 1 minus the coefficient of variation of the profit per bar over all regimes, at least 0.
  ///
  /// - Returns: 0.5 without regimes, 0 with a single one; with a mean of zero 1 when all are zero,
  ///   else 0.
  static func regimeSensitivity(_ breakdown: [RegimeProfit]) -> Double {
    let profits = breakdown.filter { $0.bars > 0 }.map { $0.profit / Double($0.bars) }
    guard !profits.isEmpty else { return 0.5 }
    guard profits.count > 1 else { return 0 }
    let spread = Spread(profits)
    guard abs(spread.mean) >= 1e-9 else { return spread.deviation > 0 ? 0 : 1 }
    return (1 - min(spread.deviation / abs(spread.mean), 1)).rounded(toPlaces: 4)
  }

  /// 0 when at least 80 % of the windows earned something, 0.8 up to 50 %, linear between.
  ///
  /// Only profits count as consistent: a strategy that loses in every window is not robust.
  ///
  /// - Returns: 0 for fewer than two windows.
  static func walkForwardPenalty(profits: [Double]) -> Double {
    guard profits.count >= 2 else { return 0 }
    let consistency = Double(profits.count { $0 > 0 }) / Double(profits.count)
    if consistency >= 0.8 { return 0 }
    if consistency <= 0.5 { return 0.8 }
    return ((0.8 - consistency) / 0.3 * 0.8).rounded(toPlaces: 4)
  }
}

/// Mean and population deviation.
private struct Spread {
  let mean: Double
  let deviation: Double
  let isMeanZero: Bool

  init(_ values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.mean = mean
    deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    // What the sum of values of this size may leave behind by rounding alone.
    let scale = values.reduce(0) { max($0, abs($1)) }
    isMeanZero = abs(mean) <= scale * .ulpOfOne * count
  }
}
