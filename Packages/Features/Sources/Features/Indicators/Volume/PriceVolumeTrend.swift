internal import ConfigValidation
public import MarketModel

/// The running sum of volume, weighted by the return of the close.
///
/// Starts at zero with the first bar. A return from a close of zero has no value and is left out.
@frozen
public struct PriceVolumeTrend: CausalTransform, Hashable {
  @usableFromInline var total: Double
  @usableFromInline var previousClose: Double

  /// Creates the sum of an empty stream.
  @inlinable
  public init() {
    (total, previousClose) = (0, 0)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 0 }

  /// Consumes the next bar and returns the running sum.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    defer { previousClose = bar.close }
    if let change = ratio(bar.close - previousClose, over: previousClose) {
      total += change * bar.volume
    }
    return total.finiteOrNil
  }
}

extension PriceVolumeTrend {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "pvt",
    summary: "The running sum of volume weighted by the return of the close.",
    formula: "pvt[i] = pvt[i-1] + volume[i] * (close[i] - close[i-1]) / close[i-1]; pvt[0] = 0",
    schema: ParameterSchema([]),
    witness: "numpy cumulative sum"
  ) { _ in PriceVolumeTrend() }
}
