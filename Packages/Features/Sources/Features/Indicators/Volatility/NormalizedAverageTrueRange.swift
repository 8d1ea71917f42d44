internal import ConfigValidation
public import MarketModel

/// The average true range as a percentage of the close.
///
/// Equal to TA-Lib's `NATR`. Undefined where the close is zero.
@frozen
public struct NormalizedAverageTrueRange: CausalTransform, Hashable {
  @usableFromInline var average: AverageTrueRange

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    average = AverageTrueRange(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { average.lookback }

  /// Consumes the next bar and returns the normalized range, in percent.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    guard let range = average.update(bar), bar.close != 0 else { return nil }
    return 100 * (range / bar.close)
  }
}

extension NormalizedAverageTrueRange {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "natr",
    summary: "The average true range as a percentage of the close.",
    formula: "natr[i] = 100 * atr[i] / close[i]",
    schema: ParameterSchema([.period(14)]),
    witness: "TA-Lib NATR"
  ) { parameters in NormalizedAverageTrueRange(period: parameters.integer("period")) }
}
