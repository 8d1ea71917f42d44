internal import ConfigValidation
public import MarketModel

/// The range of a bar, widened by a gap from the last close.
///
/// Equal to TA-Lib's `TRANGE`; undefined for the first bar, which has no close before it.
///
/// ## References
///
/// - J. W. Wilder (1978), *New Concepts in Technical Trading Systems*.
@frozen
public struct TrueRange: CausalTransform, Hashable {
  @usableFromInline var previousClose: Double?

  /// Creates the range of an empty stream.
  @inlinable
  public init() {
    previousClose = nil
  }

  @inlinable
  init(after bar: Bar) {
    previousClose = bar.close
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 1 }

  /// Consumes the next bar and returns its true range.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    defer { previousClose = bar.close }
    guard let last = previousClose else { return nil }
    return (bar.high > last ? bar.high : last) - (bar.low < last ? bar.low : last)
  }
}

extension TrueRange {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "true_range",
    summary: "The range of a bar, widened by a gap from the last close.",
    formula: "tr[i] = max(high[i], close[i-1]) - min(low[i], close[i-1])",
    schema: ParameterSchema([]),
    witness: "TA-Lib TRANGE"
  ) { _ in TrueRange() }
}
