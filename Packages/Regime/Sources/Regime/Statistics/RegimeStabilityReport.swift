public import MarketModel

/// How often states change and how long they last.
///
/// A report about the past: it sees the whole series and is never an input of a backtest.
public struct RegimeStabilityReport<State: Hashable & Sendable>: Hashable, Sendable {
  /// The share of one state.
  public struct Share: Hashable, Sendable {
    /// The state.
    public var state: State

    /// The number of rows in it.
    public var rowCount: Int

    /// The share of all rows, as a fraction.
    public var fraction: Double

    /// The share of all rows in percent.
    public var percent: Double { 100 * fraction }
  }

  /// The number of rows.
  public let totalDays: Int

  /// The number of rows whose state differs from that of the row before.
  public let totalSwitches: Int

  /// Switches by the calendar: `switches / ((last - first + 1 days) / 365.25)`.
  public let switchesPerYear: Double

  /// The mean length of a run of equal states, in rows; the unfinished last run included.
  public let meanRunLength: Double

  /// The share of every declared state, in their order.
  public let distribution: [Share]

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - states: The state of each row, oldest first. Shape: `[n]`, `n` of 1 or more.
  ///   - dates: The day of each row, rising. Shape: `[n]`.
  ///   - declared: Every state that may occur, in the order of the report.
  /// - Throws: ``RegimeInputError`` for columns of different lengths or no rows, dates that do not rise,
  ///   and a state that was not declared.
  /// - Complexity: O(*n* · states).
  ///
  /// **Causality.** Uses the whole series: a statement about the past, never a feature.
  public init(
    of states: [State],
    dates: [CivilDate],
    declared: [State]
  ) throws(RegimeInputError) {
    guard dates.count == states.count else {
      throw .countMismatch(field: "dates", expected: states.count, found: dates.count)
    }
    guard let first = dates.first, let last = dates.last else {
      throw .countMismatch(field: "states", expected: 1, found: 0)
    }
    for row in dates.indices.dropFirst() where dates[row] <= dates[row - 1] {
      throw .datesNotRising(row: row)
    }
    var counts = [Int](repeating: 0, count: declared.count)
    for index in try stateIndices(of: states, declared: declared) { counts[index] += 1 }
    let switches = zip(states, states.dropFirst()).filter { $0 != $1 }.count
    totalDays = states.count
    totalSwitches = switches
    switchesPerYear = Double(switches) / (Double(last.dayNumber - first.dayNumber + 1) / 365.25)
    meanRunLength = Double(states.count) / Double(switches + 1)
    distribution = zip(declared, counts).map { state, count in
      Share(state: state, rowCount: count, fraction: Double(count) / Double(states.count))
    }
  }
}

/// The position of each state in the list of those declared.
func stateIndices<State: Hashable>(
  of states: [State],
  declared: [State]
) throws(RegimeInputError) -> [Int] {
  var indices: [Int] = []
  indices.reserveCapacity(states.count)
  for (row, state) in states.enumerated() {
    guard let index = declared.firstIndex(of: state) else {
      throw .undeclaredState(row: row, state: "\(state)")
    }
    indices.append(index)
  }
  return indices
}
