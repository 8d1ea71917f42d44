internal import ConfigValidation
public import MarketModel

/// Wilder's average of any field: the mean of the first *period* values, then a decay.
///
/// Also known as the smoothed (SMMA) or running moving average.
///
/// ## References
///
/// - J. W. Wilder (1978), *New Concepts in Technical Trading Systems*.
@frozen
public struct WilderMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var average: ExponentialAverage

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    average = ExponentialAverage(period: period, smoothing: 1 / Double(period))
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { average.period - 1 }

  /// Consumes the next value and returns the average.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    average.update(value: value)
  }
}

extension WilderMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "rma",
    summary: "Wilder's average: the mean of the first period values, then a decay.",
    formula: "rma[i] = rma[i-1] + (x[i] - rma[i-1]) / period",
    schema: ParameterSchema([.period(14), .input(.close)]),
    witness: "numpy recursion"
  ) { parameters in
    WilderMovingAverage(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
