public import MarketModel

extension FeatureFrame {
  /// Returns the rows in which every column is defined.
  ///
  /// - Complexity: O(rows · columns).
  public func droppingUndefinedRows() -> FeatureFrame {
    gathering(
      (0..<count).filter { row in columns.allSatisfy { $0.isDefined[row] } }
    )
  }

  /// Returns the rows at a contiguous range of positions.
  ///
  /// - Precondition: `range` lies inside `0..<count`.
  public func slice(_ range: Range<Int>) -> FeatureFrame {
    gathering(Array(range))
  }

  /// Returns the rows that are visible at an instant: those whose bar has closed by then.
  ///
  /// - Complexity: O(log rows) to find them, O(rows · columns) to copy them.
  public func visible(at instant: Timestamp) -> FeatureFrame {
    slice(0..<closeTimes.partitionPoint { $0 > instant.nanoseconds })
  }

  func gathering(_ rows: [Int]) -> FeatureFrame {
    FeatureFrame(
      unchecked: symbol,
      interval,
      openTimes: rows.map { openTimes[$0] },
      closeTimes: rows.map { closeTimes[$0] },
      columns: columns.map { $0.gathering(rows) }
    )
  }
}
