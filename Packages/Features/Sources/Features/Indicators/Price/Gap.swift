internal import ConfigValidation
public import MarketModel

/// The return from the last close to the open, as a fraction.
///
/// Undefined after a close of zero.
@frozen
public struct Gap: CausalTransform, Hashable {
  @usableFromInline var previousClose: Double

  /// Creates the gap of an empty stream.
  @inlinable
  public init() {
    previousClose = 0
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 1 }

  /// Consumes the next bar and returns the gap.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    defer { previousClose = bar.close }
    return ratio(bar.open - previousClose, over: previousClose)
  }
}

extension Gap {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "gap",
    summary: "The return from the last close to the open.",
    formula: "gap[i] = open[i] / close[i-1] - 1",
    schema: ParameterSchema([]),
    witness: "numpy"
  ) { _ in Gap() }
}
