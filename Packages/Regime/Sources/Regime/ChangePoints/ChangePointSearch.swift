internal import QuantMath

/// What a segment without change costs.
public enum ChangePointCost: Hashable, Sendable {
  /// The sum of squared deviations from the segment's mean, over all features: finds shifts of means.
  case meanShift

  /// Twice the negative Gaussian log-likelihood up to constants, *n* log *s*², over all features as
  /// if they were independent: finds shifts of means and of variances.
  ///
  /// A variance *s*² is not taken to be below `varianceFloor` times the feature's over all rows;
  /// where a segment's own is, *n*(*v*/*s*² − 1) is added, so that splitting never costs.
  case meanAndVariance(varianceFloor: Double)
}

/// The search for the rows at which a series changed, in hindsight.
///
/// Finds the segmentation with the smallest sum of costs and penalties, exactly: dynamic programming
/// over the last change, without candidates that can no longer be best (PELT).
///
/// **Causality.** None: every change point depends on all rows. See ``CUSUMDetector`` and
/// ``BayesianChangeDetector`` for detectors that see the past alone.
///
/// References: Killick, Fearnhead, Eckley (2012), "Optimal detection of changepoints with a linear
/// computational cost", JASA 107(500).
public struct ChangePointSearch: Hashable, Sendable {
  /// What a segment costs.
  public var cost: ChangePointCost

  /// What each change costs, in the units of ``cost``.
  public var penalty: Double

  /// The smallest number of rows of a segment.
  public var minimumRows: Int

  /// Creates a search; ``changePoints(in:)`` checks it.
  public init(cost: ChangePointCost, penalty: Double, minimumRows: Int) {
    self.cost = cost
    self.penalty = penalty
    self.minimumRows = minimumRows
  }

  /// Finds the cheapest segmentation, of equals the one whose last changes come first.
  ///
  /// - Parameter observations: The rows, oldest first.
  /// - Returns: The change points.
  /// - Throws: ``RegimeModelError`` for settings without meaning, features that do not vary, and fewer
  ///   rows than one segment needs.
  /// - Complexity: O(*n d*) where changes come regularly, O(*n*² *d*) where there are none.
  public func changePoints(
    in observations: ObservationTable
  ) throws(RegimeModelError) -> RetrospectiveChangePoints {
    try check()
    guard observations.rowCount >= minimumRows else {
      throw .tooFewRows(required: minimumRows, found: observations.rowCount)
    }
    let sums = SegmentCosts(observations, spreads: try observations.spreads(), cost: cost)
    let count = observations.rowCount
    var best = [Double](repeating: .infinity, count: count + 1)
    var origin = [Int](repeating: 0, count: count + 1)
    best[0] = -penalty
    var candidates: [Candidate] = []
    for end in minimumRows..<count + 1 {
      let newest = end - minimumRows
      if best[newest] < .infinity {
        candidates.append(Candidate(start: newest, uselessFrom: .max))
      }
      candidates.removeAll { $0.uselessFrom <= end }
      var costs: [Double] = []
      for candidate in candidates {
        let value = best[candidate.start] + sums.cost(candidate.start..<end)
        costs.append(value)
        if value + penalty < best[end] {
          (best[end], origin[end]) = (value + penalty, candidate.start)
        }
      }
      // A start that is beaten by a change at this end stays beaten where that change is allowed,
      // which is a segment's smallest length later.
      let slack = 1e-9 * (1 + abs(best[end]))
      for index in candidates.indices where costs[index] > best[end] + slack {
        candidates[index].uselessFrom = min(candidates[index].uselessFrom, end + minimumRows)
      }
    }
    var (positions, end) = ([Int](), count)
    while origin[end] > 0 {
      positions.append(origin[end])
      end = origin[end]
    }
    return RetrospectiveChangePoints(
      positions: positions.reversed(),
      rowCount: count,
      cost: best[count] - penalty * Double(positions.count),
      penalisedCost: best[count]
    )
  }

  private struct Candidate {
    var start: Int
    var uselessFrom: Int
  }

  private func check() throws(RegimeModelError) {
    var checks = SettingChecks()
    checks.expect(
      penalty >= 0 && penalty.isFinite,
      "penalty",
      "a number not below 0",
      found: penalty
    )
    switch cost {
    case .meanShift:
      checks.expect(minimumRows >= 1, "minimumRows", "at least 1", found: minimumRows)
    case .meanAndVariance(let floor):
      checks.expect(minimumRows >= 2, "minimumRows", "at least 2", found: minimumRows)
      checks.expect(
        floor >= 1e-12 && floor < 1,
        "varianceFloor",
        "a fraction from 1e-12 to below 1",
        found: floor
      )
    }
    try checks.finish()
  }
}

/// The rows at which a series changed, found with all rows in sight.
///
/// For reports and research only. There is no way from here into a backtest.
public struct RetrospectiveChangePoints: Hashable, Sendable {
  /// The first row of every segment but the first, rising.
  public let positions: [Int]

  /// The number of rows.
  public let rowCount: Int

  /// The sum of the segments' costs.
  public let cost: Double

  /// The same with the penalties of all changes.
  public let penalisedCost: Double

  /// The segments in order.
  public var segments: [Range<Int>] {
    zip([0] + positions, positions + [rowCount]).map { $0..<$1 }
  }
}

/// Costs of segments in constant time, from sums over all earlier rows.
private struct SegmentCosts {
  private let dimension: Int
  private let cost: ChangePointCost
  private let floors: [Double]

  /// Sums of standardised values and of their squares before each row; shape `[n + 1][2d]`.
  private let sums: [Double]
  private let variances: [Double]

  init(
    _ observations: ObservationTable,
    spreads: (means: [Double], variances: [Double]),
    cost: ChangePointCost
  ) {
    dimension = observations.features.count
    self.cost = cost
    variances = spreads.variances
    if case .meanAndVariance(let floor) = cost {
      floors = spreads.variances.map { floor * $0 }
    } else {
      floors = []
    }
    let count = observations.rowCount
    var sums = [Double](repeating: 0, count: 2 * dimension * (count + 1))
    for (feature, column) in observations.columns.enumerated() {
      let (mean, deviation) = (spreads.means[feature], spreads.variances[feature].squareRoot())
      var (first, second) = (CompensatedSum(), CompensatedSum())
      for row in 0..<count {
        let value = (column[row] - mean) / deviation
        first.add(value)
        second.add(value * value)
        let entry = 2 * dimension * (row + 1) + 2 * feature
        (sums[entry], sums[entry + 1]) = (first.value, second.value)
      }
    }
    self.sums = sums
  }

  func cost(_ rows: Range<Int>) -> Double {
    let (lower, upper) = (2 * dimension * rows.lowerBound, 2 * dimension * rows.upperBound)
    let count = Double(rows.count)
    var total = 0.0
    for feature in 0..<dimension {
      let sum = sums[upper + 2 * feature] - sums[lower + 2 * feature]
      let squares = sums[upper + 2 * feature + 1] - sums[lower + 2 * feature + 1]
      let scatter = max(0, squares - sum * sum / count) * variances[feature]
      switch cost {
      case .meanShift: total += scatter
      case .meanAndVariance:
        let variance = scatter / count
        let kept = max(variance, floors[feature])
        total += count * (logarithm(kept) + variance / kept - 1)
      }
    }
    return total
  }
}
