extension FittedGaussianHMM {
  /// Returns the states of rows as they could be known at each row.
  ///
  /// The bits are those that a ``HMMFilter`` gives row by row.
  ///
  /// - Throws: ``RegimeModelError/otherFeatures(expected:found:)``.
  /// - Complexity: O(*n*(*k*² + *k d*²)).
  ///
  /// **Causality.** Row *i* uses rows 0 through *i* and the fit's parameters; it is free of look-ahead
  /// where the fit saw no row later than *i*.
  public func filteredStates(
    of observations: ObservationTable
  ) throws(RegimeModelError) -> FilteredStates {
    try check(observations)
    var filter = filter()
    var probabilities: [[Double]] = []
    probabilities.reserveCapacity(observations.rowCount)
    var row = [Double](repeating: 0, count: features.count)
    for index in 0..<observations.rowCount {
      for feature in row.indices { row[feature] = observations.columns[feature][index] }
      try filter.update(row)
      probabilities.append(filter.probabilities)
    }
    return FilteredStates(probabilities: probabilities, logLikelihood: filter.logLikelihood)
  }

  /// Returns the states of rows in hindsight, each from all rows.
  ///
  /// - Throws: ``RegimeModelError/otherFeatures(expected:found:)``, and
  ///   ``RegimeModelError/tooFewRows(required:found:)`` without rows.
  /// - Complexity: O(*n*(*k*² + *k d*²)).
  ///
  /// **Causality.** None: every row sees all others.
  public func smoothedStates(
    of observations: ObservationTable
  ) throws(RegimeModelError) -> SmoothedStates {
    let passes = try passes(over: observations)
    let expectations = passes.expectations(parameters)
    guard expectations.logLikelihood.isFinite else { throw .likelihoodNotFinite(start: 0) }
    let columns = passes.posteriorColumns()
    return SmoothedStates(
      probabilities: (0..<observations.rowCount).map { row in columns.map { $0[row] } },
      logLikelihood: expectations.logLikelihood
    )
  }

  /// Returns the most probable sequence of states of all rows together.
  ///
  /// - Throws: ``RegimeModelError/otherFeatures(expected:found:)``, and
  ///   ``RegimeModelError/tooFewRows(required:found:)`` without rows.
  /// - Complexity: O(*n*(*k*² + *k d*²)).
  ///
  /// **Causality.** None: every row sees all others.
  ///
  /// References: Viterbi (1967), IEEE Transactions on Information Theory 13(2).
  public func mostProbablePath(
    of observations: ObservationTable
  ) throws(RegimeModelError) -> StatePath {
    let passes = try passes(over: observations)
    let densities = passes.logDensityRows(EmissionDensities(parameters))
    let (count, states) = (observations.rowCount, stateCount)
    let moves = parameters.transitions.flatMap { $0.map { logarithm($0) } }
    var scores = (0..<states).map { logarithm(parameters.initial[$0]) + densities[$0] }
    var origins = [Int](repeating: 0, count: count * states)
    for row in 1..<count {
      let previous = scores
      for to in 0..<states {
        var origin = 0
        for from in 1..<states
        where previous[from] + moves[from * states + to]
          > previous[origin] + moves[origin * states + to]
        {
          origin = from
        }
        origins[row * states + to] = origin
        scores[to] = previous[origin] + moves[origin * states + to] + densities[row * states + to]
      }
    }
    var labels = [Int](repeating: mostProbable(scores), count: count)
    for row in (1..<count).reversed() { labels[row - 1] = origins[row * states + labels[row]] }
    return StatePath(labels: labels, logDensity: scores[labels[count - 1]])
  }

  private func passes(over observations: ObservationTable) throws(RegimeModelError) -> BaumWelch {
    try check(observations)
    guard observations.rowCount > 0 else { throw .tooFewRows(required: 1, found: 0) }
    return BaumWelch(observations, stateCount: stateCount, covariance: settings.covariance)
  }
}
