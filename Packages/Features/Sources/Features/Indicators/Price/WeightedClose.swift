internal import ConfigValidation
public import MarketModel

/// The mean of high, low and twice the close of a bar.
///
/// Equal to TA-Lib's `WCLPRICE`.
@frozen
public struct WeightedClose: CausalTransform, Hashable {

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
    ((bar.high + bar.low + 2 * bar.close) / 4).finiteOrNil
  }
}

extension WeightedClose {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "weighted_close",
    summary: "The mean of high, low and twice the close of a bar.",
    formula: "(high + low + 2 * close) / 4",
    schema: ParameterSchema([]),
    witness: "TA-Lib WCLPRICE"
  ) { _ in WeightedClose() }
}
