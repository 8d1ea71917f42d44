internal import ConfigValidation
public import MarketModel

/// The mean of the last *period* values with weights rising linearly to the newest.
///
/// Equal to TA-Lib's `WMA`. Sums are taken afresh once per period, so that they do not drift.
@frozen
public struct WeightedMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var window: RollingWindow
  @usableFromInline var sum: Double
  @usableFromInline var weightedSum: Double
  @usableFromInline var untilRefresh: Int

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    window = RollingWindow(capacity: period)
    sum = 0
    weightedSum = 0
    untilRefresh = period
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { window.capacity - 1 }

  /// Consumes the next value and returns the weighted mean.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    let evicted = window.push(value)
    untilRefresh -= 1
    if untilRefresh == 0 {
      refresh()
    } else if let evicted {
      weightedSum += Double(window.capacity) * value - sum
      sum += value - evicted
    }
    let period = Double(window.capacity)
    return window.isFull ? weightedSum / (period * (period + 1) / 2) : nil
  }

  @inlinable
  mutating func refresh() {
    sum = 0
    weightedSum = 0
    var age = window.count - 1
    while age >= 0 {
      sum += window[ago: age]
      weightedSum.addProduct(Double(window.capacity - age), window[ago: age])
      age -= 1
    }
    untilRefresh = window.capacity
  }
}

extension WeightedMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "wma",
    summary: "A mean whose weights rise linearly to the newest value.",
    formula:
      "wma[i] = (period*x[i] + (period-1)*x[i-1] + … + x[i-period+1]) / (period*(period+1)/2)",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "TA-Lib WMA"
  ) { parameters in
    WeightedMovingAverage(
      period: parameters.integer("period"),
      input: parameters.barField("input")
    )
  }
}
