internal import ConfigValidation
public import MarketModel

/// An exponential average that gives back the lag of a second pass.
///
/// Equal to TA-Lib's `DEMA`.
///
/// ## References
///
/// - P. G. Mulloy (1994), *Smoothing Data with Faster Moving Averages*.
@frozen
public struct DoubleExponentialMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var first: ExponentialAverage
  @usableFromInline var second: ExponentialAverage

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    first = ExponentialAverage(period: period)
    second = first
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 2 * (first.period - 1) }

  /// Consumes the next value and returns the average.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    guard let once = first.update(value: value), let twice = second.update(value: once) else {
      return nil
    }
    return 2 * once - twice
  }
}

extension DoubleExponentialMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "dema",
    summary: "Twice an exponential average less the average of that average.",
    formula: "dema = 2 * ema(x) - ema(ema(x))",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "TA-Lib DEMA"
  ) { parameters in
    DoubleExponentialMovingAverage(
      period: parameters.integer("period"),
      input: parameters.barField("input")
    )
  }
}
