internal import ConfigValidation
public import MarketModel

/// The fall below the largest of the last *period* values, as a fraction: zero or negative.
///
/// Undefined where that largest value is not positive.
@frozen
public struct Drawdown: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var peak: RollingExtremum

  /// Creates the drawdown of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    peak = RollingExtremum(period: period, largest: true)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { peak.period - 1 }

  /// Consumes the next value and returns the fall.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    guard let top = peak.update(value: value), top > 0 else { return nil }
    return ((value - top) / top).finiteOrNil
  }
}

extension Drawdown {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "drawdown",
    summary: "The fall below the largest of the last period values, zero or negative.",
    formula: "drawdown[i] = x[i] / max(x) - 1 over i-period+1 … i",
    schema: ParameterSchema([.period(60), .input(.close)]),
    witness: "TA-Lib MAX"
  ) { parameters in
    Drawdown(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
