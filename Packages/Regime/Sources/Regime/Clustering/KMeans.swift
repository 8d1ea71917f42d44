internal import QuantMath

/// Clustering of rows around *k* centres.
///
/// Each feature is standardised by its mean and deviation over the rows, so that no unit outweighs
/// another.
///
/// **Causality.** A fit uses every row of its table. Fit on the past and apply the result to later
/// rows, as ``RollingKMeansDetector`` does.
///
/// References: Lloyd (1982), IEEE Transactions on Information Theory 28(2); Arthur, Vassilvitskii
/// (2007), SODA '07.
public enum KMeans {
  /// Fits centres.
  ///
  /// - Parameters:
  ///   - observations: The rows to learn from.
  ///   - settings: Every number that decides the result.
  /// - Returns: The fit with the smallest inertia of all starts, the earlier of equal ones.
  /// - Throws: ``RegimeModelError`` for settings without meaning, features that do not vary, fewer
  ///   rows than coordinates of centres, and clusters with too few rows in the best fit.
  /// - Complexity: O(*n k d*) for each round of each start.
  public static func fit(
    _ observations: ObservationTable,
    settings: KMeansSettings
  ) throws(RegimeModelError) -> FittedKMeans {
    try settings.check(features: observations.features.count)
    let required = settings.clusterCount * observations.features.count
    guard observations.rowCount >= required else {
      throw .tooFewRows(required: required, found: observations.rowCount)
    }
    let (means, variances) = try observations.spreads()
    let deviations = variances.map { $0.squareRoot() }
    let rows = PointRows(
      columns: observations.columns.enumerated().map { index, column in
        column.map { ($0 - means[index]) / deviations[index] }
      }
    )
    let starts: [[[Double]]]
    switch settings.start {
    case .spread(let count, let seed, let trial):
      starts = (0..<count).map { number in
        var stream = PhiloxStream(
          seed: seed,
          purpose: RandomPurpose.clustering,
          trial: trial,
          path: UInt32(truncatingIfNeeded: number)
        )
        return rows.spreadCentres(settings.clusterCount, using: &stream)
      }
    case .centres(let centres):
      starts = [
        centres.map { $0.enumerated().map { ($1 - means[$0]) / deviations[$0] } }
      ]
    }
    let ends = starts.map {
      rows.cluster(from: $0, maximumIterations: settings.maximumIterations)
    }
    guard let best = ends.indices.min(by: { ends[$0].inertia < ends[$1].inertia }) else {
      preconditionFailure("settings ask for at least one start")
    }
    try settings.checkSizes(of: ends[best].labels)
    let raw = ends[best].centres.map {
      $0.enumerated().map { means[$0] + $1 * deviations[$0] }
    }
    let order = try settings.order.order(
      features: observations.features,
      means: raw,
      variances: clusterVariances(observations, labels: ends[best].labels, count: raw.count)
    )
    return FittedKMeans(
      features: observations.features,
      means: means,
      deviations: deviations,
      standardisedCentres: order.map { ends[best].centres[$0] },
      inertia: ends[best].inertia,
      iterations: ends[best].iterations,
      hasConverged: ends[best].hasConverged,
      startInertias: ends.map(\.inertia)
    )
  }

  private static func clusterVariances(
    _ observations: ObservationTable,
    labels: [Int],
    count: Int
  ) -> [[Double]] {
    (0..<count).map { cluster in
      observations.columns.map { column in
        spread(of: labels.indices.filter { labels[$0] == cluster }.map { column[$0] }).variance
      }
    }
  }
}

/// Every number that decides a fit of ``KMeans``.
public struct KMeansSettings: Hashable, Sendable {
  /// Where the search for centres begins.
  public enum Start: Hashable, Sendable {
    /// From several choices of rows spread by k-means++, of which the best is kept.
    ///
    /// Start *r* draws from its own stream of random numbers.
    case spread(count: Int, seed: UInt64, trial: UInt32)

    /// From given centres in the features' own units; shape `[k][d]`.
    case centres([[Double]])
  }

  /// The number of clusters, *k*.
  public var clusterCount: Int

  /// Where the search begins.
  public var start: Start

  /// The number of rounds after which the search ends.
  public var maximumIterations: Int

  /// The number of rows below which a cluster counts as starved and a fit fails.
  public var minimumClusterRows: Int

  /// How the clusters of a first fit are numbered.
  public var order: StateOrder

  /// Creates settings; ``KMeans/fit(_:settings:)`` checks them.
  public init(
    clusterCount: Int,
    start: Start,
    maximumIterations: Int,
    minimumClusterRows: Int,
    order: StateOrder
  ) {
    self.clusterCount = clusterCount
    self.start = start
    self.maximumIterations = maximumIterations
    self.minimumClusterRows = minimumClusterRows
    self.order = order
  }

  /// Refuses labels of which some are too rare.
  func checkSizes(of labels: [Int]) throws(RegimeModelError) {
    var sizes = [Double](repeating: 0, count: clusterCount)
    for label in labels { sizes[label] += 1 }
    let minimum = Double(minimumClusterRows)
    let starved = sizes.indices.filter { sizes[$0] < minimum }
    guard starved.isEmpty else {
      throw .starvedStates(starved, expectedRows: sizes, minimum: minimum)
    }
  }

  func check(features: Int) throws(RegimeModelError) {
    var checks = SettingChecks()
    checks.expect(
      (1...1_024).contains(clusterCount),
      "clusterCount",
      "1 to 1024",
      found: clusterCount
    )
    checks.expect(
      maximumIterations > 0,
      "maximumIterations",
      "at least 1",
      found: maximumIterations
    )
    switch start {
    case .spread(let count, _, _):
      checks.expect(count > 0, "start.count", "at least 1", found: count)
    case .centres(let centres):
      checks.expect(
        centres.count == clusterCount
          && centres.allSatisfy { $0.count == features && $0.allSatisfy(isUsable) },
        "start.centres",
        "\(clusterCount) rows of \(features) finite numbers",
        found: centres
      )
    }
    try checks.finish()
  }
}

/// Centres that have been fitted.
public struct FittedKMeans: Hashable, Sendable {
  /// The names of the features, in order.
  public let features: [String]

  /// The mean of each feature over the rows learned from.
  public let means: [Double]

  /// The standard deviation of each feature over the rows learned from.
  public let deviations: [Double]

  /// The centres in standard deviations from the means; shape `[k][d]`.
  public let standardisedCentres: [[Double]]

  /// The sum of squared standardised distances of the rows learned from to their centres.
  public let inertia: Double

  /// The number of rounds of the start that was kept.
  public let iterations: Int

  /// Whether its last round moved no row.
  public let hasConverged: Bool

  /// The inertia of every start, in order.
  public let startInertias: [Double]

  /// The centres in the features' own units; shape `[k][d]`.
  public var centres: [[Double]] {
    standardisedCentres.map { $0.enumerated().map { means[$0] + $1 * deviations[$0] } }
  }

  /// The cluster of a row: the nearest centre, the first of equals.
  ///
  /// - Throws: ``RegimeModelError/wrongRowLength(row:expected:found:)`` and
  ///   ``RegimeModelError/invalidObservations(_:)``.
  /// - Complexity: O(*k d*).
  public func label(of row: [Double]) throws(RegimeModelError) -> Int {
    guard row.count == features.count else {
      throw .wrongRowLength(row: 0, expected: features.count, found: row.count)
    }
    if let feature = row.firstIndex(where: { !isUsable($0) }) {
      throw .invalidObservations([
        .notUsable(feature: features[feature], row: 0, value: row[feature])
      ])
    }
    return nearest(row)
  }

  func nearest(_ row: [Double]) -> Int {
    var (label, nearest) = (0, Double.infinity)
    for (number, centre) in standardisedCentres.enumerated() {
      var sum = 0.0
      for axis in row.indices {
        let difference = (row[axis] - means[axis]) / deviations[axis] - centre[axis]
        sum += difference * difference
      }
      if sum < nearest { (label, nearest) = (number, sum) }
    }
    return label
  }

  /// Returns the fit with clusters renumbered.
  ///
  /// - Precondition: `order` is a permutation.
  public func reordered(_ order: [Int]) -> FittedKMeans {
    precondition(order.sorted() == Array(standardisedCentres.indices), "expected a permutation")
    return FittedKMeans(
      features: features,
      means: means,
      deviations: deviations,
      standardisedCentres: order.map { standardisedCentres[$0] },
      inertia: inertia,
      iterations: iterations,
      hasConverged: hasConverged,
      startInertias: startInertias
    )
  }
}
