internal import ConfigValidation
public import MarketModel

/// The running sum of volume, added where the close rose and subtracted where it fell.
///
/// Equal to TA-Lib's `OBV`, which begins at the first bar's volume.
///
/// ## References
///
/// - J. Granville (1963), *Granville's New Key to Stock Market Profits*.
@frozen
public struct OnBalanceVolume: CausalTransform, Hashable {
  @usableFromInline var total: Double
  @usableFromInline var previousClose: Double?

  /// Creates the sum of an empty stream.
  @inlinable
  public init() {
    total = 0
    previousClose = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 0 }

  /// Consumes the next bar and returns the running sum.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    defer { previousClose = bar.close }
    guard let last = previousClose else {
      total = bar.volume
      return total
    }
    if bar.close > last { total += bar.volume }
    if bar.close < last { total -= bar.volume }
    return total
  }
}

extension OnBalanceVolume {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "obv",
    summary: "The running sum of volume, signed by the change of the close.",
    formula: "obv[i] = obv[i-1] + sign(close[i] - close[i-1]) * volume[i]; obv[0] = volume[0]",
    schema: ParameterSchema([]),
    witness: "TA-Lib OBV"
  ) { _ in OnBalanceVolume() }
}
