/// Wilder's average: the mean of the first *period* values, then a decay by `1 - 1/period`.
@frozen
public struct WilderAverage: Hashable, Sendable {
  /// The number of values of the first mean.
  public let period: Int

  @usableFromInline var average: Double
  @usableFromInline var seen: Int

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    precondition(period > 0, "a period is positive")
    self.period = period
    average = 0
    seen = 0
  }

  /// Consumes the next value and returns the average, or `nil` before *period* values.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    if seen >= period {
      average += (value - average) / Double(period)
      return average
    }
    seen += 1
    average += value
    if seen < period { return nil }
    average /= Double(period)
    return average
  }
}
