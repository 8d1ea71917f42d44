/// The largest or the smallest of the newest values of a stream, and how long ago it came.
///
/// Of equal values the newest counts. Keeps the values that can still become the extreme one in a
/// ring, like ``RollingExtremum``.
@frozen
public struct RollingExtremumAge: Hashable, Sendable {
  /// The number of values of a full window.
  public let period: Int

  @usableFromInline let sign: Double
  @usableFromInline var values: [Double]
  @usableFromInline var positions: [Int]
  @usableFromInline var head: Int
  @usableFromInline var length: Int
  @usableFromInline var seen: Int

  /// Creates the extreme value of an empty window.
  ///
  /// - Parameters:
  ///   - period: The number of values of a full window; positive.
  ///   - largest: Whether the largest is kept; the smallest otherwise.
  @inlinable
  public init(period: Int, largest: Bool) {
    precondition(period > 0, "a window keeps at least one value")
    self.period = period
    sign = largest ? 1 : -1
    values = [Double](repeating: 0, count: period)
    positions = [Int](repeating: 0, count: period)
    (head, length, seen) = (0, 0, 0)
  }

  /// Adds a value and returns the extreme one with its age, or `nil` until the window is full.
  ///
  /// - Returns: The value, and the number of steps since it was added; zero is the newest.
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func update(value: Double) -> (value: Double, age: Int)? {
    if length > 0, positions[head] <= seen - period {
      head = head + 1 == period ? 0 : head + 1
      length -= 1
    }
    while length > 0, values[slot(length - 1)] * sign <= value * sign { length -= 1 }
    let free = slot(length)
    values[free] = value
    positions[free] = seen
    length += 1
    seen += 1
    return seen >= period ? (values[head], seen - 1 - positions[head]) : nil
  }

  /// Empties the window.
  @inlinable
  public mutating func removeAll() {
    (head, length, seen) = (0, 0, 0)
  }

  @inlinable
  func slot(_ offset: Int) -> Int {
    let position = head + offset
    return position >= period ? position - period : position
  }
}
