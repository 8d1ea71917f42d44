internal import ConfigValidation
public import MarketModel

/// An exponential average that gives back the lag of a second and a third pass.
///
/// Equal to TA-Lib's `TEMA`.
///
/// ## References
///
/// - P. G. Mulloy (1994), *Smoothing Data with Faster Moving Averages*.
@frozen
public struct TripleExponentialMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var first: ExponentialAverage
  @usableFromInline var second: ExponentialAverage
  @usableFromInline var third: ExponentialAverage

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    first = ExponentialAverage(period: period)
    second = first
    third = first
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 3 * (first.period - 1) }

  /// Consumes the next value and returns the average.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    guard let once = first.update(value: value), let twice = second.update(value: once),
      let thrice = third.update(value: twice)
    else { return nil }
    return 3 * (once - twice) + thrice
  }
}

extension TripleExponentialMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "tema",
    summary: "Three exponential averages combined so that their lags cancel.",
    formula: "tema = 3 * ema(x) - 3 * ema(ema(x)) + ema(ema(ema(x)))",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "TA-Lib TEMA"
  ) { parameters in
    TripleExponentialMovingAverage(
      period: parameters.integer("period"),
      input: parameters.barField("input")
    )
  }
}
