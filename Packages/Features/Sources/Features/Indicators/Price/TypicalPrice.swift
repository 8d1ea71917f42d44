internal import ConfigValidation
public import MarketModel

/// The mean of high, low and close of a bar.
///
/// Equal to TA-Lib's `TYPPRICE`.
@frozen
public struct TypicalPrice: CausalTransform, Hashable {

  /// Creates the price of an empty stream.
  @inlinable
  public init() {
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 0 }

  /// Consumes the next bar and returns the price.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    bar[.typical].finiteOrNil
  }
}

extension TypicalPrice {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "typical_price",
    summary: "The mean of high, low and close of a bar.",
    formula: "(high + low + close) / 3",
    schema: ParameterSchema([]),
    witness: "TA-Lib TYPPRICE"
  ) { _ in TypicalPrice() }
}
