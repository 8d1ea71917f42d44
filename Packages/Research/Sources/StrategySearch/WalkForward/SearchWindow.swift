public import MarketModel

/// One window of a walk-forward search.
public struct SearchWindow: Hashable, Sendable {
  /// The position, from 0.
  public let index: Int

  /// The first instant of the training part.
  public let trainStart: Timestamp

  /// The first instant after the training part.
  public let trainEnd: Timestamp

  /// The first instant of the test part.
  public let testStart: Timestamp

  /// The first instant after the test part.
  public let testEnd: Timestamp

  var train: ReplayStretch { ReplayStretch(from: trainStart, to: trainEnd) }

  var test: ReplayStretch { ReplayStretch(from: testStart, to: testEnd) }
}

extension OptimizationConfig.WalkForwardConfig {
  /// Returns the windows over a stretch of time.
  ///
  /// Window *k* trains from `start + k · step` (anchored: from `start`) to `start + k · step + train`, leaves out
  /// the embargo, and tests what follows. The last test part may lack up to a tenth of its length.
  ///
  /// - Parameters:
  ///   - start: The first instant of the data.
  ///   - end: The first instant after them.
  /// - Returns: One window or more.
  /// - Throws: ``SearchError/tooShort(needed:found:)``.
  func windows(from start: Timestamp, to end: Timestamp) throws(SearchError) -> [SearchWindow] {
    let lead = trainSpan.nanoseconds + embargo.nanoseconds
    var windows: [SearchWindow] = []
    while true {
      let offset = Int64(windows.count) * step.nanoseconds
      let testStart = start.advanced(byNanoseconds: offset + lead)
      let testEnd = testStart.advanced(byNanoseconds: testSpan.nanoseconds)
      let missing = testEnd.nanoseconds - end.nanoseconds
      guard missing <= testSpan.nanoseconds / 10 else { break }
      windows.append(
        SearchWindow(
          index: windows.count,
          trainStart: isAnchored ? start : start.advanced(byNanoseconds: offset),
          trainEnd: start.advanced(byNanoseconds: offset + trainSpan.nanoseconds),
          testStart: testStart,
          testEnd: testEnd
        )
      )
    }
    guard !windows.isEmpty else {
      throw .tooShort(
        needed: SearchDuration(nanoseconds: lead + testSpan.nanoseconds),
        found: SearchDuration(nanoseconds: end.nanoseconds - start.nanoseconds)
      )
    }
    return windows
  }
}
