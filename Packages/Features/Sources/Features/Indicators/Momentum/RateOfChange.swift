internal import ConfigValidation
public import MarketModel

/// The simple return over the last *period* bars, as a fraction.
///
/// Equal to TA-Lib's `ROCP`. Undefined where the older value is zero.
@frozen
public struct RateOfChange: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var window: RollingWindow

  /// Creates the rate of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    window = RollingWindow(capacity: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { window.capacity }

  /// Consumes the next value and returns the return since *period* bars ago.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    guard let older = window.push(value), older != 0 else { return nil }
    return (value - older) / older
  }
}

extension RateOfChange {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "roc",
    summary: "The simple return over the last period bars, as a fraction.",
    formula: "roc[i] = (x[i] - x[i-period]) / x[i-period]",
    schema: ParameterSchema([.period(10), .input(.close)]),
    witness: "TA-Lib ROCP"
  ) { parameters in
    RateOfChange(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
