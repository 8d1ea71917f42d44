internal import QuantMath

/// Labels rows by centres that are fitted again and again to the newest rows.
///
/// After the row that fills the window, and every ``WalkForwardSettings/refitRows`` rows after it,
/// centres are fitted to the window: the first from ``KMeansSettings/start`` and numbered by
/// ``KMeansSettings/order``, later ones from those before them and numbered as the most similar. They
/// label the rows that follow.
///
/// A refit that fails leaves the old centres in use and is recorded in ``fits``. One reason to fail is
/// a window with fewer rows near an old centre than ``KMeansSettings/minimumClusterRows``.
///
/// **Causality.** A row is labelled by centres fitted to rows strictly before it, from it alone (and
/// earlier rows where the debounce asks for persistence).
public struct RollingKMeansDetector: Sendable {
  /// The names of the features, in the order of the rows.
  public let features: [String]

  /// When fits are made.
  public let walkForward: WalkForwardSettings

  /// What every fit is asked for.
  public let model: KMeansSettings

  /// Every fit so far.
  public private(set) var fits: [WalkForwardFit] = []

  /// The centres in use, or `nil` before the first fit.
  public private(set) var current: FittedKMeans?

  /// The number of rows so far.
  public private(set) var rowCount = 0

  private var window: RowWindow
  private var debounce: StateDebounce
  private var madeFits = 0

  /// Creates a detector before its first row.
  ///
  /// - Throws: ``RegimeModelError/invalidSettings(_:)``, and
  ///   ``RegimeModelError/tooFewRows(required:found:)`` when the window holds fewer rows than centres
  ///   have coordinates.
  public init(
    features: [String],
    walkForward: WalkForwardSettings,
    model: KMeansSettings
  ) throws(RegimeModelError) {
    try walkForward.check()
    try model.check(features: features.count)
    let required = model.clusterCount * features.count
    guard walkForward.windowRows >= required else {
      throw .tooFewRows(required: required, found: walkForward.windowRows)
    }
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
  /// - Returns: What is known after the row, or `nil` until centres have been fitted.
  /// - Throws: ``RegimeModelError/wrongRowLength(row:expected:found:)`` and
  ///   ``RegimeModelError/invalidObservations(_:)``; the detector is then as before.
  /// - Complexity: O(*k d*), and that of a fit where one is due.
  public mutating func update(_ row: [Double]) throws(RegimeModelError) -> WalkForwardState? {
    try window.check(row, number: rowCount)
    var state: WalkForwardState?
    if let current {
      let raw = current.nearest(row)
      state = WalkForwardState(
        label: debounce.update(raw),
        rawLabel: raw,
        probabilities: (0..<model.clusterCount).map { $0 == raw ? 1 : 0 },
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
      current = fit
      madeFits += 1
      fits.append(
        WalkForwardFit(
          row: rowCount - 1,
          failure: nil,
          agreement: agreement,
          score: -fit.inertia
        )
      )
    } catch {
      fits.append(WalkForwardFit(row: rowCount - 1, failure: error, agreement: nil, score: nil))
    }
  }

  private func nextFit(
    _ table: ObservationTable
  ) throws(RegimeModelError) -> (FittedKMeans, agreement: Double?) {
    var settings = model
    if case .spread(let count, let seed, let trial) = model.start {
      let number = UInt32(truncatingIfNeeded: fits.count)
      settings.start = .spread(count: count, seed: seed, trial: trial &+ number)
    }
    guard let current else { return (try KMeans.fit(table, settings: settings), nil) }
    let rows = (0..<table.rowCount).map(table.row)
    let old = rows.map(current.nearest)
    try model.checkSizes(of: old)
    var continued = settings
    continued.start = .centres(current.centres)
    var fit = try KMeans.fit(table, settings: continued)
    if let gain = walkForward.restartGain, let fresh = try? KMeans.fit(table, settings: settings) {
      let weight = Double(table.rowCount * table.features.count) / 2
      if weight * (logarithm(fit.inertia) - logarithm(fresh.inertia)) > gain { fit = fresh }
    }
    let aligned = fit.reordered(order(of: fit, like: current, rows: rows, old: old))
    return (aligned, agreement(rows.map(aligned.nearest), old))
  }

  private func order(
    of fit: FittedKMeans,
    like other: FittedKMeans,
    rows: [[Double]],
    old: [Int]
  ) -> [Int] {
    let count = model.clusterCount
    var costs = [Double](repeating: 0, count: count * count)
    switch walkForward.alignment {
    case .emissions:
      for (target, theirs) in other.centres.enumerated() {
        for (state, own) in fit.centres.enumerated() {
          for axis in own.indices {
            let difference = (own[axis] - theirs[axis]) / fit.deviations[axis]
            costs[target * count + state] += difference * difference
          }
        }
      }
    case .overlap:
      for (label, target) in zip(rows.map(fit.nearest), old) { costs[target * count + label] -= 1 }
    }
    return cheapestAssignment(costs: costs, count: count)
  }
}
