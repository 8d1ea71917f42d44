/// Labels rows by a hidden Markov model that is fitted again and again to the newest rows.
///
/// After the row that fills the window, and every ``WalkForwardSettings/refitRows`` rows after it, a
/// model is fitted to the window: the first from ``HMMSettings/start`` and numbered by
/// ``HMMSettings/order``, later ones from the parameters before them and numbered as the most similar
/// states. The new model then filters the window and labels the rows that follow.
///
/// A refit that fails leaves the old model in use and is recorded in ``fits``. One reason to fail is a
/// window in which a state of the old model hardly occurs, fewer rows than
/// ``HMMSettings/minimumStateRows``: a fit to it would forget that state and split another.
///
/// **Causality.** A row is labelled by a model fitted to rows strictly before it, from it and earlier
/// rows.
public struct RollingHMMDetector: Sendable {
  /// The names of the features, in the order of the rows.
  public let features: [String]

  /// When fits are made.
  public let walkForward: WalkForwardSettings

  /// What every fit is asked for.
  public let model: HMMSettings

  /// Every fit so far.
  public private(set) var fits: [WalkForwardFit] = []

  /// The model in use, or `nil` before the first fit.
  public private(set) var current: FittedGaussianHMM?

  /// The number of rows so far.
  public private(set) var rowCount = 0

  private var window: RowWindow
  private var filter: HMMFilter?
  private var debounce: StateDebounce
  private var madeFits = 0

  /// Creates a detector before its first row.
  ///
  /// - Throws: ``RegimeModelError/invalidSettings(_:)``, and
  ///   ``RegimeModelError/tooFewRows(required:found:)`` when the window holds fewer rows than a fit
  ///   has parameters.
  public init(
    features: [String],
    walkForward: WalkForwardSettings,
    model: HMMSettings
  ) throws(RegimeModelError) {
    try walkForward.check()
    try model.check()
    let required = HMMParameters.freeCount(
      states: model.stateCount,
      features: features.count,
      covariance: model.covariance,
      isInitialFree: model.initialDistribution == .estimated
    )
    guard walkForward.windowRows >= required else {
      throw .tooFewRows(required: required, found: walkForward.windowRows)
    }
    // Names are checked once here; rows are checked as they come.
    _ = try ObservationTable(features: features, columns: features.map { _ in [] })
    _ = try model.order.order(features: features, means: [], variances: [])
    self.features = features
    self.walkForward = walkForward
    self.model = model
    window = RowWindow(features: features, capacity: walkForward.windowRows)
    debounce = StateDebounce(minimumRows: walkForward.minimumPersistenceRows)
  }

  /// Consumes the next row.
  ///
  /// - Parameter row: One finite number for each feature.
  /// - Returns: What is known after the row, or `nil` until a model has been fitted.
  /// - Throws: ``RegimeModelError/wrongRowLength(row:expected:found:)`` and
  ///   ``RegimeModelError/invalidObservations(_:)``; the detector is then as before.
  /// - Complexity: O(*k*² + *k d*²), and that of a fit where one is due.
  public mutating func update(_ row: [Double]) throws(RegimeModelError) -> WalkForwardState? {
    try window.check(row, number: rowCount)
    var state: WalkForwardState?
    if filter != nil {
      try filter?.update(row)
      let probabilities = filter?.probabilities ?? []
      let raw = mostProbable(probabilities)
      state = WalkForwardState(
        label: debounce.update(raw),
        rawLabel: raw,
        probabilities: probabilities,
        fit: madeFits - 1
      )
    }
    window.append(row)
    rowCount += 1
    if window.isFull, (rowCount - walkForward.windowRows).isMultiple(of: walkForward.refitRows) {
      refit()
    }
    return state
  }

  private mutating func refit() {
    let table = window.table()
    do throws(RegimeModelError) {
      let (fit, agreement) = try nextFit(table)
      var filter = fit.filter()
      for row in 0..<table.rowCount { try filter.update(table.row(row)) }
      (current, self.filter) = (fit, filter)
      madeFits += 1
      fits.append(
        WalkForwardFit(
          row: rowCount - 1,
          failure: nil,
          agreement: agreement,
          score: fit.logLikelihood
        )
      )
    } catch {
      fits.append(WalkForwardFit(row: rowCount - 1, failure: error, agreement: nil, score: nil))
    }
  }

  private func nextFit(
    _ table: ObservationTable
  ) throws(RegimeModelError) -> (FittedGaussianHMM, agreement: Double?) {
    var settings = model
    if case .clusterings(let count, let seed, let trial) = model.start {
      let number = UInt32(truncatingIfNeeded: fits.count)
      settings.start = .clusterings(count: count, seed: seed, trial: trial &+ number)
    }
    let search = try HMMSearch(table, settings: settings)
    guard let current else { return (try search.fit(from: search.starts()), nil) }
    let rows = search.passes.expectations(current.parameters).rows
    let starved = rows.indices.filter { rows[$0] < model.minimumStateRows }
    guard starved.isEmpty else {
      throw .starvedStates(starved, expectedRows: rows, minimum: model.minimumStateRows)
    }
    var best = try search.fit(from: [search.respectingFloor(current.parameters)])
    if let gain = walkForward.restartGain {
      // A search that fails is no better.
      let fresh = try? search.fit(from: search.starts())
      if let fresh, fresh.logLikelihood > best.logLikelihood + gain { best = fresh }
    }
    let fit = try best.aligned(to: current, by: walkForward.alignment, window: table)
    let (new, old) = (try fit.filteredStates(of: table), try current.filteredStates(of: table))
    return (fit, agreement(new.labels, old.labels))
  }

  /// Labels all rows of a table.
  ///
  /// - Throws: ``RegimeModelError`` for settings without meaning.
  /// - Complexity: That of the updates.
  ///
  /// **Causality.** As ``update(_:)``.
  public static func states(
    of observations: ObservationTable,
    walkForward: WalkForwardSettings,
    model: HMMSettings
  ) throws(RegimeModelError) -> WalkForwardStates {
    var detector = try RollingHMMDetector(
      features: observations.features,
      walkForward: walkForward,
      model: model
    )
    var states: [WalkForwardState?] = []
    for row in 0..<observations.rowCount {
      states.append(try detector.update(observations.row(row)))
    }
    return WalkForwardStates(states: states, fits: detector.fits)
  }
}
