/// The mean of the newest values of a stream, each with its own weight.
///
/// Sums are kept about a recent value, so that large levels do not cancel, and taken afresh each
/// time the window has turned over once.
@frozen
public struct RollingWeightedMean: Hashable, Sendable {
  /// The number of values of a full window.
  public let period: Int

  @usableFromInline var values: [Double]
  @usableFromInline var weights: SlidingSum
  @usableFromInline var products: SlidingSum
  @usableFromInline var shift: Double
  @usableFromInline var next: Int

  /// Creates the mean of an empty window.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    self.period = period
    values = [Double](repeating: 0, count: period)
    weights = SlidingSum(period: period)
    products = SlidingSum(period: period)
    shift = 0
    next = 0
  }

  /// Adds a value and returns the mean, or `nil` while it is undefined.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - weight: Its weight; not negative.
  /// - Returns: The weighted mean; `nil` until the window is full and while no value has weight.
  /// - Complexity: O(1) amortized.
  @inlinable
  public mutating func update(value: Double, weight: Double) -> Double? {
    if weights.filled == 0 { shift = value }
    values[next] = value
    let total = weights.update(value: weight)
    let excess = products.update(value: weight * (value - shift))
    next = next + 1 == period ? 0 : next + 1
    guard let total, let excess else { return nil }
    let mean = total > 0 ? (shift + excess / total).finiteOrNil : nil
    if next == 0 { move(to: value) }
    return mean
  }

  @inlinable
  mutating func move(to level: Double) {
    shift = level
    products.removeAll()
    for position in values.indices {
      _ = products.update(value: weights.values[position] * (values[position] - level))
    }
  }
}
