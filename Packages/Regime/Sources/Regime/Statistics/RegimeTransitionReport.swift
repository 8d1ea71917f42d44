/// How states follow each other.
///
/// A report about the past: it sees the whole series and is never an input of a backtest.
public struct RegimeTransitionReport<State: Hashable & Sendable>: Hashable, Sendable {
  /// The declared states: the order of rows and columns.
  public let states: [State]

  /// How often the state of the column followed that of the row.
  ///
  /// Shape: `[states][states]`.
  public let counts: [[Int]]

  /// The share of each follower, `nil` for a state that no row follows.
  ///
  /// Shape: `[states][states]`.
  public let probabilities: [[Double]?]

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - states: The state of each row, oldest first, rows one step apart. Shape: `[n]`.
  ///   - declared: Every state that may occur, in the order of the report.
  /// - Throws: ``RegimeInputError/undeclaredState(row:state:)``.
  /// - Complexity: O(*n* · states).
  ///
  /// **Causality.** Uses the whole series: a statement about the past, never a feature.
  public init(of states: [State], declared: [State]) throws(RegimeInputError) {
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: declared.count),
      count: declared.count
    )
    let indices = try stateIndices(of: states, declared: declared)
    for (from, to) in zip(indices, indices.dropFirst()) { counts[from][to] += 1 }
    self.states = declared
    self.counts = counts
    probabilities = counts.map { row in
      let total = row.reduce(0, +)
      return total > 0 ? row.map { Double($0) / Double(total) } : nil
    }
  }

  /// The rows that a state is expected to last if changes depend on the state alone.
  ///
  /// `1 / (1 - p)` with `p` the probability to stay; `nil` for a state that no row follows, or that was
  /// never left.
  public var expectedDurations: [Double?] {
    probabilities.indices.map { index in
      guard let row = probabilities[index], row[index] < 1 else { return nil }
      return 1 / (1 - row[index])
    }
  }
}
