internal import ConfigValidation
public import MarketModel

/// The simple return since the first value, as a fraction.
///
/// The first value is the first one that is not zero; undefined before.
@frozen
public struct CumulativeReturn: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var first: Double

  /// Creates the return of an empty stream.
  @inlinable
  public init(input: BarField) {
    self.input = input
    first = 0
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 0 }

  /// Consumes the next value and returns the return.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    if first == 0 { first = value }
    return ratio(value - first, over: first)
  }
}

extension CumulativeReturn {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "cumulative_return",
    summary: "The simple return since the first value.",
    formula: "cumulative_return[i] = x[i] / x[0] - 1",
    schema: ParameterSchema([.input(.close)]),
    witness: "numpy"
  ) { parameters in
    CumulativeReturn(input: parameters.barField("input"))
  }
}
