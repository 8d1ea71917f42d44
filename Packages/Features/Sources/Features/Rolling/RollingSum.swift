/// The sum of the newest values of a stream.
///
/// Taken afresh each time the window has turned over once, so that rounding errors do not pile up.
/// A window of equal values, zeros above all, has the exact sum.
@frozen
public struct RollingSum: Hashable, Sendable {
  /// The number of values of a full window.
  public let period: Int

  @usableFromInline var values: [Double]
  @usableFromInline var next: Int
  @usableFromInline var filled: Int
  @usableFromInline var sum: Double
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
    next = 0
    filled = 0
    sum = 0
    last = 0
    equalRun = 0
  }

  /// Adds a value and returns the sum, or `nil` until the window is full
  /// and where it overflows.
  ///
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    equalRun = filled > 0 && last == value ? equalRun + 1 : 1
    last = value
    if filled == period {
      sum += value - values[next]
    } else {
      filled += 1
      sum += value
    }
    values[next] = value
    next += 1
    if next == period { refresh() }
    if filled < period { return nil }
    return (equalRun >= period ? Double(period) * value : sum).finiteOrNil
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
    next = 0
    filled = 0
    sum = 0
  }

  @inlinable
  mutating func refresh() {
    next = 0
    sum = 0
    for value in values { sum += value }
  }
}
