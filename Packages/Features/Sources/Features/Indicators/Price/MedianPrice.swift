internal import ConfigValidation
public import MarketModel

/// The middle of a bar's range.
///
/// Equal to TA-Lib's `MEDPRICE`.
@frozen
public struct MedianPrice: CausalTransform, Hashable {

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
    bar[.median].finiteOrNil
  }
}

extension MedianPrice {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "median_price",
    summary: "The middle of a bar's range.",
    formula: "(high + low) / 2",
    schema: ParameterSchema([]),
    witness: "TA-Lib MEDPRICE"
  ) { _ in MedianPrice() }
}
