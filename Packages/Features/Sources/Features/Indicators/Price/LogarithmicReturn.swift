internal import ConfigValidation
public import MarketModel

/// The logarithmic return over the last *period* bars.
///
/// Undefined where either value is not positive. The simple return is the rate of change.
@frozen
public struct LogarithmicReturn: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var window: RollingWindow

  /// Creates the return of an empty stream.
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

  /// Consumes the next value and returns the return.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    guard let older = window.push(value) else { return nil }
    return logarithmicRatio(value, over: older)
  }
}

extension LogarithmicReturn {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "log_return",
    summary: "The logarithmic return over the last period bars.",
    formula: "log_return[i] = log(x[i] / x[i-period])",
    schema: ParameterSchema([.period(1), .input(.close)]),
    witness: "numpy log"
  ) { parameters in
    LogarithmicReturn(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
