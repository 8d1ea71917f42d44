public import MarketModel

/// The states of rows as they could be known at each row: from it and earlier rows alone.
///
/// The only states that can become a ``VisibleSeries``; the types of smoothed states and of paths
/// have no way to.
public struct FilteredStates: Hashable, Sendable {
  /// The probability of each state given the rows so far; shape `[n][k]`.
  public let probabilities: [[Double]]

  /// The logarithm of the density of the rows; in nats.
  public let logLikelihood: Double

  /// The most probable state of each row, the first of equals; shape `[n]`.
  public var labels: [Int] { probabilities.map(mostProbable) }

  /// Returns the labels as a series for strategies.
  ///
  /// Rows that were visible when the model was fitted are left out: the model has seen them.
  ///
  /// - Parameters:
  ///   - name: The name under which strategies ask for the series.
  ///   - visibleAt: When each row becomes visible, such as its bar's close.
  ///   - fittedThrough: When the newest row that the model learned from became visible.
  /// - Returns: The series; the number of a label is that of its state.
  /// - Throws: ``RegimeModelError/wrongTimeCount(expected:found:)`` and
  ///   ``RegimeModelError/fallingTimes(row:)``.
  public func visibleSeries(
    name: String,
    visibleAt: [Timestamp],
    fittedThrough: Timestamp
  ) throws(RegimeModelError) -> VisibleSeries {
    guard visibleAt.count == probabilities.count else {
      throw .wrongTimeCount(expected: probabilities.count, found: visibleAt.count)
    }
    let rows = visibleAt.indices.filter { visibleAt[$0] > fittedThrough }
    try checkTimes(visibleAt)
    return series(
      name,
      rows.map { visibleAt[$0].nanoseconds },
      rows.map { Double(mostProbable(probabilities[$0])) }
    )
  }
}

/// The states of rows as they look in hindsight: from all rows, later ones included.
///
/// For reports and research only. There is no way from here into a backtest.
public struct SmoothedStates: Hashable, Sendable {
  /// The probability of each state given all rows; shape `[n][k]`.
  public let probabilities: [[Double]]

  /// The logarithm of the density of the rows; in nats.
  public let logLikelihood: Double

  /// The most probable state of each row, the first of equals; shape `[n]`.
  public var labels: [Int] { probabilities.map(mostProbable) }
}

/// The most probable sequence of states of all rows together (Viterbi), in hindsight.
///
/// For reports and research only. There is no way from here into a backtest.
public struct StatePath: Hashable, Sendable {
  /// The state of each row; shape `[n]`.
  public let labels: [Int]

  /// The logarithm of the density of the rows together with this sequence; in nats.
  public let logDensity: Double
}

/// The position of the largest probability, the first of equals.
func mostProbable(_ probabilities: [Double]) -> Int {
  probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
}

/// Refuses instants that fall from one row to the next.
func checkTimes(_ times: [Timestamp]) throws(RegimeModelError) {
  for row in times.indices.dropFirst() where times[row] < times[row - 1] {
    throw .fallingTimes(row: row)
  }
}

/// A series from times and labels that were checked before.
func series(_ name: String, _ times: [Int64], _ values: [Double]) -> VisibleSeries {
  do throws(SeriesError) {
    return try VisibleSeries(name: name, visibleAt: times, values: values)
  } catch {
    preconditionFailure("times must not fall: \(error)")
  }
}
