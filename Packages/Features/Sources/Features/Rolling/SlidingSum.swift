/// The sum of the newest values of a stream.
///
/// The values come in blocks of *period*. A window is the end of one block and the beginning of
/// the next, whose sums are kept apart: nothing is ever subtracted, so that a large value leaves
/// no trace once it is gone. A window of equal values has the exact sum.
@frozen
public struct SlidingSum: Hashable, Sendable {
  /// The number of values of a full window.
  public let period: Int

  @usableFromInline var values: [Double]
  @usableFromInline var endSums: [Double]
  @usableFromInline var position: Int
  @usableFromInline var filled: Int
  @usableFromInline var beginningSum: Double
  @usableFromInline var last: Double
  @usableFromInline var equalRun: Int

  /// Creates the sum of an empty window.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    precondition(period > 0, "a window keeps at least one value")
    self.period = period
    values = [Double](repeating: 0, count: period)
    endSums = values
    (position, filled, equalRun) = (0, 0, 0)
    (beginningSum, last) = (0, 0)
  }

  /// Adds a value and returns the sum, or `nil` until the window is full and where it overflows.
  ///
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    equalRun = filled > 0 && last == value ? equalRun + 1 : 1
    last = value
    if filled < period { filled += 1 }
    values[position] = value
    beginningSum += value
    position += 1
    if position == period { endBlock() }
    guard filled == period else { return nil }
    if equalRun >= period { return (Double(period) * value).finiteOrNil }
    return (endSums[position] + beginningSum).finiteOrNil
  }

  /// Adds a value and returns the mean, or `nil` until the window is full.
  ///
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func mean(adding value: Double) -> Double? {
    guard let sum = update(value: value) else { return nil }
    return equalRun >= period ? value : sum / Double(period)
  }

  /// Empties the window.
  @inlinable
  public mutating func removeAll() {
    (position, filled, beginningSum) = (0, 0, 0)
  }

  @inlinable
  mutating func endBlock() {
    var sum = 0.0
    var start = period
    while start > 0 {
      start -= 1
      sum += values[start]
      endSums[start] = sum
    }
    (position, beginningSum) = (0, 0)
  }
}
