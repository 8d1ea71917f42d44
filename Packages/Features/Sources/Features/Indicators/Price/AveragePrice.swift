internal import ConfigValidation
public import MarketModel

/// The mean of the four prices of a bar.
///
/// Equal to TA-Lib's `AVGPRICE`.
@frozen
public struct AveragePrice: CausalTransform, Hashable {

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
    ((bar.open + bar.high + bar.low + bar.close) / 4).finiteOrNil
  }
}

extension AveragePrice {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "average_price",
    summary: "The mean of the four prices of a bar.",
    formula: "(open + high + low + close) / 4",
    schema: ParameterSchema([]),
    witness: "TA-Lib AVGPRICE"
  ) { _ in AveragePrice() }
}
