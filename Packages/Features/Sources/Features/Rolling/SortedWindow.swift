/// The newest values of a stream in rising order.
@frozen
public struct SortedWindow: Hashable, Sendable {
  @usableFromInline var window: RollingWindow
  @usableFromInline var sorted: [Double]

  /// Creates an empty window.
  ///
  /// - Precondition: `capacity` is positive.
  @inlinable
  public init(capacity: Int) {
    window = RollingWindow(capacity: capacity)
    sorted = []
    sorted.reserveCapacity(capacity)
  }

  /// The number of values in the window.
  @inlinable
  public var count: Int { sorted.count }

  /// Whether the window is full.
  @inlinable
  public var isFull: Bool { window.isFull }

  /// Adds a value, pushing out the oldest of a full window.
  ///
  /// - Complexity: O(log *n*) comparisons and O(*n*) moves.
  @inlinable
  public mutating func push(_ value: Double) {
    if let evicted = window.push(value) { sorted.remove(at: countBelow(evicted)) }
    sorted.insert(value, at: countBelow(value))
  }

  /// The number of values strictly below a value.
  ///
  /// - Complexity: O(log *n*).
  @inlinable
  public func countBelow(_ value: Double) -> Int {
    var (lower, upper) = (0, sorted.count)
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if sorted[middle] < value { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }

  /// The quantile by linear interpolation at position `q * (n - 1)`, or `nil` while empty.
  ///
  /// - Parameter fraction: The probability, in 0...1.
  /// - Returns: The interpolated value.
  @inlinable
  public func quantile(at fraction: Double) -> Double? {
    precondition(fraction >= 0 && fraction <= 1, "a probability lies in 0...1")
    if sorted.isEmpty { return nil }
    let position = fraction * Double(sorted.count - 1)
    let below = Int(position)
    if below + 1 >= sorted.count { return sorted[sorted.count - 1] }
    let weight = position - Double(below)
    return sorted[below].addingProduct(weight, sorted[below + 1] - sorted[below])
  }
}
