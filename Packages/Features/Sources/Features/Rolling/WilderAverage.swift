/// Wilder's average: the mean of the first *period* values, then a decay by `1 - 1/period`.
@frozen
public struct WilderAverage: Hashable, Sendable {
  /// The number of values of the first mean.
  public let period: Int

  @usableFromInline var start: StartingMean

  /// The average, once it has started.
  @usableFromInline var average: DecayingAverage

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    self.period = period
    start = StartingMean(of: period)
    average = DecayingAverage(weight: 1 / Double(period), startingAt: 0)
  }

  /// Whether every further value has an average.
  @inlinable
  var hasStarted: Bool { start.count == period }

  /// Consumes the next value and returns the average, or `nil` before *period* values.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    if hasStarted { return average.update(value) }
    guard let mean = start.update(value) else { return nil }
    average = DecayingAverage(weight: average.weight, startingAt: mean)
    return mean
  }
}
