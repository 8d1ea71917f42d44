internal import MarketModel

/// How much work a search is, known before it runs.
public struct SearchPlan: Hashable, Sendable {
  /// The number of windows; 0 for a search of the whole stretch.
  public let windowCount: Int

  /// The number of trials of all windows, at most; `nil` where a grid cannot be counted.
  public let trialCount: Int?

  /// The number of passes over the data or parts of them, the replays at the end included.
  public let passCount: Int?

  /// The number of bars or ticks that all trials replay together, as if rows were spread evenly over time.
  public let replayedRows: Int?
}

extension SearchRunner {
  /// Says how much work the search is, without running anything.
  ///
  /// - Throws: ``SearchError/tooShort(needed:found:)`` for windows that the data cannot hold.
  public func plan() throws(SearchError) -> SearchPlan {
    let trials = trialsPerStudy
    let batches = trials.map { ($0 - 1) / search.config.optimization.batchSize + 1 }
    guard search.config.optimization.walkForward != nil else {
      return SearchPlan(
        windowCount: 0,
        trialCount: trials,
        passCount: batches.map { $0 + 2 },
        replayedRows: trials.map { $0 * data.rowCount }
      )
    }
    let windows = try searchWindows()
    let whole = Double(max(1, data.end.nanoseconds - data.first.nanoseconds))
    let shares = windows.reduce(0.0) { sum, window in
      sum + Double(window.trainEnd.nanoseconds - window.trainStart.nanoseconds) / whole
    }
    return SearchPlan(
      windowCount: windows.count,
      trialCount: trials.map { $0 * windows.count },
      passCount: batches.map { ($0 + 1) * windows.count },
      replayedRows: trials.map { Int(Double($0 * data.rowCount) * shares) }
    )
  }
}
