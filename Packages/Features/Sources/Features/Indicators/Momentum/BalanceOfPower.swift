internal import ConfigValidation
public import MarketModel

/// The move from open to close as a share of the bar's range, from -1 to 1.
///
/// Equal to TA-Lib's `BOP`. Undefined for a bar without a range (TA-Lib gives 0).
///
/// ## References
///
/// - I. Livshin (2001), *Balance of Market Power*.
@frozen
public struct BalanceOfPower: CausalTransform, Hashable {

  /// Creates the indicator of an empty stream.
  @inlinable
  public init() {
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 0 }

  /// Consumes the next bar and returns the share.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    ratio(bar.close - bar.open, over: bar.high - bar.low)
  }
}

extension BalanceOfPower {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "bop",
    summary: "The move from open to close as a share of the range, -1 to 1.",
    formula: "bop = (close - open) / (high - low)",
    schema: ParameterSchema([]),
    witness: "TA-Lib BOP"
  ) { _ in BalanceOfPower() }
}
