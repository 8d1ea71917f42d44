internal import ConfigValidation
public import MarketModel

/// The middle between the largest and the smallest of the last *period* values.
///
/// Equal to TA-Lib's `MIDPOINT`.
@frozen
public struct Midpoint: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var largest: RollingExtremum
  @usableFromInline var smallest: RollingExtremum

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    largest = RollingExtremum(period: period, largest: true)
    smallest = RollingExtremum(period: period, largest: false)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { largest.period - 1 }

  /// Consumes the next value and returns the middle.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    let low = smallest.update(value: value)
    guard let high = largest.update(value: value), let low else { return nil }
    return (high + low) / 2
  }
}

extension Midpoint {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "midpoint",
    summary: "The middle between the largest and the smallest of the last period values.",
    formula: "midpoint = (max(x) + min(x)) / 2",
    schema: ParameterSchema([.period(14), .input(.close)]),
    witness: "TA-Lib MIDPOINT"
  ) { parameters in
    Midpoint(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
