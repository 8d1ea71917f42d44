/// The newest values of a stream, up to a fixed number, in a ring.
@frozen
public struct RollingWindow: Hashable, Sendable {
  /// The largest number of values kept.
  public let capacity: Int

  @usableFromInline var filled: Int

  @usableFromInline var storage: [Double]
  @usableFromInline var next: Int

  /// Creates an empty window.
  ///
  /// - Precondition: `capacity` is positive.
  @inlinable
  public init(capacity: Int) {
    precondition(capacity > 0, "a window keeps at least one value")
    self.capacity = capacity
    filled = 0
    next = 0
    storage = [Double](repeating: 0, count: capacity)
  }

  /// The number of values kept now.
  @inlinable
  public var count: Int { filled }

  /// Whether the window holds as many values as it can.
  @inlinable
  public var isFull: Bool { count == capacity }

  /// Adds a value and returns the one that it pushed out, or `nil` while there was room.
  ///
  /// - Complexity: O(1).
  @inlinable
  public mutating func push(_ value: Double) -> Double? {
    let evicted: Double? = isFull ? storage[next] : nil
    storage[next] = value
    next = next + 1 == capacity ? 0 : next + 1
    if evicted == nil { filled += 1 }
    return evicted
  }

  /// The value that was added a number of steps ago; zero is the newest.
  ///
  /// - Precondition: `age` lies inside `0..<count`.
  @inlinable
  public subscript(ago age: Int) -> Double {
    precondition(age >= 0 && age < count, "the window does not reach that far back")
    let position = next - 1 - age
    return storage[position < 0 ? position + capacity : position]
  }
}
