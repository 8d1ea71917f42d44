internal import ConfigValidation
public import MarketModel

/// The change over the last *period* bars, in units of the input.
///
/// Equal to TA-Lib's `MOM`.
@frozen
public struct Momentum: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var window: RollingWindow

  /// Creates the change of an empty stream.
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

  /// Consumes the next value and returns the change since *period* bars ago.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    guard let older = window.push(value) else { return nil }
    return value - older
  }
}

extension Momentum {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "momentum",
    summary: "The change over the last period bars.",
    formula: "momentum[i] = x[i] - x[i-period]",
    schema: ParameterSchema([.period(10), .input(.close)]),
    witness: "TA-Lib MOM"
  ) { parameters in
    Momentum(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
