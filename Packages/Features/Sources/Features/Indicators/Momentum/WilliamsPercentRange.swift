internal import ConfigValidation
public import MarketModel

/// How far the close lies below the highest high, from -100 to 0.
///
/// Equal to TA-Lib's `WILLR`. Undefined while the window has no range (TA-Lib gives 0).
///
/// ## References
///
/// - L. Williams (1973), *How I Made One Million Dollars Last Year Trading Commodities*.
@frozen
public struct WilliamsPercentRange: CausalTransform, Hashable {
  @usableFromInline var highest: RollingExtremum
  @usableFromInline var lowest: RollingExtremum

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    highest = RollingExtremum(period: period, largest: true)
    lowest = RollingExtremum(period: period, largest: false)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { highest.period - 1 }

  /// Consumes the next bar and returns the distance.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    let low = lowest.update(value: bar.low)
    guard let high = highest.update(value: bar.high), let low else { return nil }
    return ratio(100 * (bar.close - high), over: high - low)
  }
}

extension WilliamsPercentRange {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "williams_r",
    summary: "The distance of the close below the highest high, -100 to 0.",
    formula: "williams_r = -100 * (max(high) - close) / (max(high) - min(low))",
    schema: ParameterSchema([.period(14)]),
    witness: "TA-Lib WILLR"
  ) { parameters in
    WilliamsPercentRange(period: parameters.integer("period"))
  }
}
