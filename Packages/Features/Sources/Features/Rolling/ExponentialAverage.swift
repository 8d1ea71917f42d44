/// An exponentially weighted mean that starts at the simple mean of its first values.
///
/// The start is taken about the first value and every step about the last mean, so that a constant
/// stream has exactly its own value as mean.
@frozen
public struct ExponentialAverage: Hashable, Sendable {
  /// The number of values of the first mean.
  public let period: Int

  /// The weight of the newest value.
  public let smoothing: Double

  @usableFromInline var average: Double
  @usableFromInline var excess: Double
  @usableFromInline var seen: Int

  /// Creates the mean of an empty stream with the weight `2 / (period + 1)`.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    self.init(period: period, smoothing: 2 / Double(period + 1))
  }

  /// Creates the mean of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of values of the first mean; positive.
  ///   - smoothing: The weight of the newest value after that, in 0...1.
  @inlinable
  public init(period: Int, smoothing: Double) {
    precondition(period > 0, "a period is positive")
    precondition(smoothing >= 0 && smoothing <= 1, "a weight lies in 0...1")
    self.period = period
    self.smoothing = smoothing
    average = 0
    excess = 0
    seen = 0
  }

  /// Consumes the next value and returns the mean, or `nil` before *period* values and
  /// where it overflows.
  ///
  /// - Complexity: O(1).
  @inlinable
  public mutating func update(value: Double) -> Double? {
    if seen >= period {
      average.addProduct(smoothing, value - average)
      return average.finiteOrNil
    }
    if seen == 0 { average = value }
    seen += 1
    excess += value - average
    if seen < period { return nil }
    average += excess / Double(period)
    return average.finiteOrNil
  }
}
