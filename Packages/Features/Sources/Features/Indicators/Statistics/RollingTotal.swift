internal import ConfigValidation
public import MarketModel

/// The sum of the last *period* values.
///
/// Equal to TA-Lib's `SUM`.
@frozen
public struct RollingTotal: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var sum: SlidingSum

  /// Creates the sum of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    sum = SlidingSum(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { sum.period - 1 }

  /// Consumes the next value and returns the sum.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    sum.update(value: value)
  }
}

extension RollingTotal {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "sum",
    summary: "The sum of the last period values.",
    formula: "sum[i] = x[i-period+1] + … + x[i]",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "TA-Lib SUM"
  ) { parameters in
    RollingTotal(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
