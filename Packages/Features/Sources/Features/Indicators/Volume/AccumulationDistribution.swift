internal import ConfigValidation
public import MarketModel

/// The running sum of volume, weighted by where the close lies in the bar's range.
///
/// Equal to TA-Lib's `AD`; a bar without a range adds nothing.
///
/// ## References
///
/// - M. Chaikin, in S. Achelis (1995), *Technical Analysis from A to Z*.
@frozen
public struct AccumulationDistribution: CausalTransform, Hashable {
  @usableFromInline var total: Double

  /// Creates the sum of an empty stream.
  @inlinable
  public init() {
    total = 0
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 0 }

  /// Consumes the next bar and returns the running sum.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    total += bar.moneyFlowVolume
    return total.finiteOrNil
  }
}

extension AccumulationDistribution {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "ad",
    summary: "The running sum of volume weighted by the place of the close in the range.",
    formula: "ad[i] = ad[i-1] + ((close - low) - (high - close)) / (high - low) * volume",
    schema: ParameterSchema([]),
    witness: "TA-Lib AD"
  ) { _ in AccumulationDistribution() }
}
