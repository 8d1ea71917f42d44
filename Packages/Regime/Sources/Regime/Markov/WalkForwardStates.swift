public import MarketModel

/// When a rolling detector fits, and how its labels behave.
public struct WalkForwardSettings: Hashable, Sendable {
  /// The number of rows that every fit learns from: the newest at its time.
  public var windowRows: Int

  /// The number of rows from one fit to the next.
  public var refitRows: Int

  /// What makes a state of a refit the same as one before.
  public var alignment: StateAlignment

  /// The gain in log-likelihood, in nats, by which a search from scratch must beat the one that
  /// continues from the fit before, or `nil` never to search from scratch again.
  ///
  /// A search from scratch may leave a poor optimum, and may also split states in another way.
  /// For clusters the likelihood is that of equal round ones, *n d*/2 log of the ratio of inertias.
  public var restartGain: Double?

  /// The number of rows that a new label must persist before it holds; see ``StateDebounce``.
  public var minimumPersistenceRows: Int

  /// Creates settings; detectors check them.
  public init(
    windowRows: Int,
    refitRows: Int,
    alignment: StateAlignment,
    restartGain: Double?,
    minimumPersistenceRows: Int
  ) {
    self.windowRows = windowRows
    self.refitRows = refitRows
    self.alignment = alignment
    self.restartGain = restartGain
    self.minimumPersistenceRows = minimumPersistenceRows
  }

  func check() throws(RegimeModelError) {
    var checks = SettingChecks()
    checks.expect(windowRows >= 2, "windowRows", "at least 2", found: windowRows)
    checks.expect(refitRows >= 1, "refitRows", "at least 1", found: refitRows)
    if let restartGain {
      checks.expect(
        restartGain >= 0 && restartGain.isFinite,
        "restartGain",
        "a number not below 0",
        found: restartGain
      )
    }
    checks.expect(
      minimumPersistenceRows >= 0,
      "minimumPersistenceRows",
      "a number not below 0",
      found: minimumPersistenceRows
    )
    try checks.finish()
  }
}

/// What a rolling detector knows after one row.
public struct WalkForwardState: Hashable, Sendable {
  /// The label that holds after the debounce.
  public var label: Int

  /// The most probable state of this row alone.
  public var rawLabel: Int

  /// The probability of each state given the rows so far; for clusters one and zeros; shape `[k]`.
  public var probabilities: [Double]

  /// The number of the fit that was applied, from zero.
  public var fit: Int
}

/// One fit of a rolling detector.
public struct WalkForwardFit: Hashable, Sendable {
  /// The row after which the fit was made; the fit saw it and those before it in the window.
  public var row: Int

  /// What stopped the fit, or `nil`; after a failure the fit before it stays in use.
  public var failure: RegimeModelError?

  /// The share of the window's rows to which this fit and the one before it give one label, or
  /// `nil` for the first.
  public var agreement: Double?

  /// The fit's log-likelihood, or its negative inertia for clusters; `nil` after a failure.
  public var score: Double?
}

/// The states that a rolling detector gave to the rows of a table, each by a fit made before it.
///
/// Like ``FilteredStates``, and unlike smoothed ones, they can become a ``VisibleSeries``.
public struct WalkForwardStates: Hashable, Sendable {
  /// The state of each row, `nil` until the first fit; shape `[n]`.
  public let states: [WalkForwardState?]

  /// Every fit in order.
  public let fits: [WalkForwardFit]

  /// The label of each row that holds after the debounce, `nil` until the first fit; shape `[n]`.
  public var labels: [Int?] { states.map { $0?.label } }

  /// Returns the labels as a series for strategies, beginning with the first label.
  ///
  /// - Parameters:
  ///   - name: The name under which strategies ask for the series.
  ///   - visibleAt: When each row becomes visible, such as its bar's close.
  /// - Returns: The series; the number of a label is that of its state.
  /// - Throws: ``RegimeModelError/wrongTimeCount(expected:found:)`` and
  ///   ``RegimeModelError/fallingTimes(row:)``.
  public func visibleSeries(
    name: String,
    visibleAt: [Timestamp]
  ) throws(RegimeModelError) -> VisibleSeries {
    guard visibleAt.count == states.count else {
      throw .wrongTimeCount(expected: states.count, found: visibleAt.count)
    }
    try checkTimes(visibleAt)
    let rows = zip(visibleAt, states).compactMap { time, state in
      state.map { (time.nanoseconds, Double($0.label)) }
    }
    return series(name, rows.map(\.0), rows.map(\.1))
  }
}
