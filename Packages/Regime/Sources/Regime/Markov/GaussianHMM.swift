internal import QuantMath

/// Hidden Markov models whose states emit Gaussian rows: fitting.
///
/// **Causality.** A fit uses every row of its table. Fit on the past and apply the result to later
/// rows, as ``RollingHMMDetector`` does.
///
/// References: Baum, Petrie, Soules, Weiss (1970), Annals of Mathematical Statistics 41(1);
/// Hamilton (1989), Econometrica 57(2).
public enum GaussianHMM {
  /// Fits a model by expectation maximisation.
  ///
  /// The log-likelihood never falls from one iteration to the next. Of several starts the one with
  /// the highest likelihood is kept, the earlier of equal ones.
  ///
  /// - Parameters:
  ///   - observations: The rows to learn from, oldest first.
  ///   - settings: Every number that decides the result.
  /// - Returns: The fit; its states are numbered by ``HMMSettings/order``.
  /// - Throws: ``RegimeModelError`` for settings without meaning, features that do not vary, fewer
  ///   rows than free parameters, and states that no start could give enough rows.
  /// - Complexity: O(*n*(*k*² + *k d*²)) for each iteration of each start.
  public static func fit(
    _ observations: ObservationTable,
    settings: HMMSettings
  ) throws(RegimeModelError) -> FittedGaussianHMM {
    let search = try HMMSearch(observations, settings: settings)
    return try search.fit(from: search.starts())
  }
}

/// The search for the parameters of one table.
struct HMMSearch {
  let observations: ObservationTable
  let settings: HMMSettings
  let update: ParameterUpdate
  let passes: BaumWelch
  private let means: [Double]

  init(_ observations: ObservationTable, settings: HMMSettings) throws(RegimeModelError) {
    try settings.check()
    if case .parameters(let start) = settings.start,
      start.featureCount != observations.features.count
    {
      throw .invalidSettings([
        SettingProblem(
          field: "start.parameters",
          expected: "\(observations.features.count) features",
          found: "\(start.featureCount)"
        )
      ])
    }
    let required = HMMParameters.freeCount(
      states: settings.stateCount,
      features: observations.features.count,
      covariance: settings.covariance,
      isInitialFree: settings.initialDistribution == .estimated
    )
    guard observations.rowCount >= max(required, 2) else {
      throw .tooFewRows(required: max(required, 2), found: observations.rowCount)
    }
    let (means, variances) = try observations.spreads()
    // An order that names no feature is found before the search, not after it.
    _ = try settings.order.order(
      features: observations.features,
      means: [means],
      variances: [variances]
    )
    self.observations = observations
    self.settings = settings
    self.means = means
    update = ParameterUpdate(
      covariance: settings.covariance,
      initialDistribution: settings.initialDistribution,
      floor: settings.covarianceFloor,
      deviations: variances.map { $0.squareRoot() }
    )
    passes = BaumWelch(
      observations,
      stateCount: settings.stateCount,
      covariance: settings.covariance
    )
  }

  /// The starts that the settings ask for.
  func starts() -> [HMMParameters] {
    switch settings.start {
    case .parameters(let parameters): [respectingFloor(parameters)]
    case .clusterings(let count, let seed, let trial):
      (0..<count).map { clusteredStart($0, seed: seed, trial: trial) }
    }
  }

  /// The parameters with covariances that respect the floor.
  func respectingFloor(_ parameters: HMMParameters) -> HMMParameters {
    let initial =
      settings.initialDistribution == .stationary
      ? stationary(parameters.transitions) ?? parameters.initial : parameters.initial
    return HMMParameters(
      unchecked: initial,
      transitions: parameters.transitions,
      means: parameters.means,
      covariances: parameters.covariances.map(update.floored)
    )
  }

  /// Searches from each start and keeps the best.
  func fit(from starts: [HMMParameters]) throws(RegimeModelError) -> FittedGaussianHMM {
    var ends: [SearchEnd] = []
    for (number, start) in starts.enumerated() {
      ends.append(try climb(from: start, number: number))
    }
    let outcomes = ends.map(outcome)
    let best = ends.indices.max { left, right in
      let keys = [left, right].map { index in
        (outcomes[index].starvedStates.isEmpty ? 1 : 0, outcomes[index].logLikelihood, -index)
      }
      return keys[0] < keys[1]
    }
    guard let best else { preconditionFailure("settings ask for at least one start") }
    let end = ends[best]
    guard outcomes[best].starvedStates.isEmpty else {
      throw .starvedStates(
        outcomes[best].starvedStates,
        expectedRows: end.rows,
        minimum: settings.minimumStateRows
      )
    }
    let order = try settings.order.order(
      features: observations.features,
      means: end.parameters.means,
      variances: end.parameters.covariances.map(\.diagonal)
    )
    let report = FitReport(
      iterations: end.trace.count - 1,
      logLikelihoods: end.trace,
      reason: end.reason,
      expectedRows: order.map { end.rows[$0] },
      starts: outcomes,
      keptStart: best
    )
    return FittedGaussianHMM(
      features: observations.features,
      parameters: end.parameters.reordered(order),
      settings: settings,
      rowCount: observations.rowCount,
      report: report
    )
  }

  private struct SearchEnd {
    var parameters: HMMParameters
    var trace: [Double]
    var rows: [Double]
    var reason: FitReport.Reason
  }

  private func outcome(_ end: SearchEnd) -> FitReport.Start {
    FitReport.Start(
      logLikelihood: end.trace[end.trace.count - 1],
      iterations: end.trace.count - 1,
      reason: end.reason,
      starvedStates: end.rows.indices.filter { end.rows[$0] < settings.minimumStateRows }
    )
  }

  /// Iterates until the gain of an iteration is below the tolerance.
  private func climb(
    from start: HMMParameters,
    number: Int
  ) throws(RegimeModelError) -> SearchEnd {
    var end = SearchEnd(parameters: start, trace: [], rows: [], reason: .iterationLimit)
    for iteration in 0...settings.maximumIterations {
      let expectations = passes.expectations(end.parameters)
      guard expectations.logLikelihood.isFinite else { throw .likelihoodNotFinite(start: number) }
      end.trace.append(expectations.logLikelihood)
      end.rows = expectations.rows
      // The gain is known one iteration late, as the likelihood is one of the old parameters.
      if end.reason == .converged || iteration == settings.maximumIterations { break }
      if iteration > 0, end.trace[iteration] - end.trace[iteration - 1] < settings.tolerance {
        end.reason = .converged
      }
      end.parameters = update.parameters(after: expectations, from: end.parameters)
    }
    return end
  }

  /// A start from a clustering of the rows.
  private func clusteredStart(_ number: Int, seed: UInt64, trial: UInt32) -> HMMParameters {
    let standardised = zip(observations.columns, zip(means, update.deviations)).map {
      column,
      scale in
      column.map { ($0 - scale.0) / scale.1 }
    }
    let points =
      number.isMultiple(of: 2) ? standardised : standardised.map { $0.map { abs($0) } }
    var stream = PhiloxStream(
      seed: seed,
      purpose: RandomPurpose.modelStart,
      trial: trial,
      path: UInt32(truncatingIfNeeded: number)
    )
    let rows = PointRows(columns: points)
    let centres = rows.spreadCentres(settings.stateCount, using: &stream)
    let clusters = rows.cluster(from: centres, maximumIterations: 50)
    return parameters(ofLabels: clusters.labels)
  }

  /// Means and covariances of labelled rows, and transitions that stay nine times in ten.
  private func parameters(ofLabels labels: [Int]) -> HMMParameters {
    let (count, dimension) = (settings.stateCount, observations.features.count)
    var covariances: [SymmetricMatrix] = []
    var centres: [[Double]] = []
    for state in 0..<count {
      let rows = labels.indices.filter { labels[$0] == state }
      let centre = observations.columns.enumerated().map { index, column in
        rows.isEmpty ? means[index] : rows.reduce(0) { $0 + column[$1] } / Double(rows.count)
      }
      var matrix = SymmetricMatrix(diagonal: update.deviations.map { $0 * $0 })
      // Fewer rows than this say too little about a covariance to start from.
      if rows.count > 2 * dimension + 2 {
        for row in 0..<dimension {
          for column in 0...row where settings.covariance == .full || row == column {
            let (left, right) = (observations.columns[row], observations.columns[column])
            let sum = rows.reduce(0) {
              $0 + (left[$1] - centre[row]) * (right[$1] - centre[column])
            }
            matrix[row, column] = sum / Double(rows.count)
          }
        }
      }
      centres.append(centre)
      covariances.append(update.floored(matrix))
    }
    let stay = count == 1 ? 1 : 0.9
    return HMMParameters(
      unchecked: [Double](repeating: 1 / Double(count), count: count),
      transitions: (0..<count).map { from in
        (0..<count).map { $0 == from ? stay : (1 - stay) / Double(count - 1) }
      },
      means: centres,
      covariances: covariances
    )
  }
}

/// The numbers that keep uses of random streams apart.
enum RandomPurpose {
  static var modelStart: UInt32 { 0x484D_4D01 }
  static var clustering: UInt32 { 0x4B4D_4E01 }
}
