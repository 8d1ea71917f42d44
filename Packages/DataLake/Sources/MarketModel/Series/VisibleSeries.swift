/// Numbers that arrive over time from outside the bars: regimes, outcomes, snapshots.
///
/// At an instant *t* a reader may see the newest value whose `visibleAt` is not later than *t*.
/// Categories are stored as the numbers of their cases.
public struct VisibleSeries: Sendable, Hashable {
  /// The name under which strategies ask for the series.
  public let name: String

  /// The instants at which the values become visible, in nanoseconds, not falling; shape `[count]`.
  public let visibleAt: [Int64]

  /// The values; shape `[count]`.
  public let values: [Double]

  /// Creates a series.
  ///
  /// - Throws: ``SeriesError`` when lengths differ, times fall, or a value is not finite.
  public init(name: String, visibleAt: [Int64], values: [Double]) throws(SeriesError) {
    guard visibleAt.count == values.count else {
      throw .unequalLengths(column: name, expected: visibleAt.count, found: values.count)
    }
    for row in visibleAt.indices.dropFirst() where visibleAt[row] < visibleAt[row - 1] {
      throw .timesNotRising(
        row: row,
        previous: Timestamp(nanoseconds: visibleAt[row - 1]),
        found: Timestamp(nanoseconds: visibleAt[row])
      )
    }
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(column: name, row: row, value: values[row])
    }
    self.name = name
    self.visibleAt = visibleAt
    self.values = values
  }

  /// The newest value visible at an instant, or `nil` before the first.
  ///
  /// - Complexity: O(log *n*).
  public func value(at instant: Timestamp) -> Double? {
    let next = visibleAt.partitionPoint { $0 > instant.nanoseconds }
    return next == 0 ? nil : values[next - 1]
  }
}
