internal import ConfigValidation
public import MarketModel

/// A weighted average of weighted averages that trades smoothness for little lag.
///
/// Half the period and the square root of the period are rounded down.
///
/// ## References
///
/// - A. Hull (2005), *How to reduce lag in a moving average*.
@frozen
public struct HullMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var half: WeightedMovingAverage
  @usableFromInline var full: WeightedMovingAverage
  @usableFromInline var outer: WeightedMovingAverage

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is at least two.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    precondition(period > 1, "half a period keeps at least one value")
    let root = Int(Double(period).squareRoot())
    half = WeightedMovingAverage(period: period / 2, input: input)
    full = WeightedMovingAverage(period: period, input: input)
    outer = WeightedMovingAverage(period: root, input: input)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { full.lookback + outer.lookback }

  /// Consumes the next value and returns the average.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    let short = half.update(value: value)
    guard let long = full.update(value: value), let short else { return nil }
    return outer.update(value: 2 * short - long)
  }
}

extension HullMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "hma",
    summary: "A weighted average of two weighted averages, with little lag.",
    formula: "hma = wma(2 * wma(x, period/2) - wma(x, period), floor(sqrt(period)))",
    schema: ParameterSchema([.window(16), .input(.close)]),
    witness: "numpy over TA-Lib WMA"
  ) { parameters in
    HullMovingAverage(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
