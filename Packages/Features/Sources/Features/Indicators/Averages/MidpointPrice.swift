internal import ConfigValidation
public import MarketModel

/// The middle between the highest high and the lowest low of the last *period* bars.
///
/// Equal to TA-Lib's `MIDPRICE`.
@frozen
public struct MidpointPrice: CausalTransform, Hashable {
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

  /// Consumes the next bar and returns the middle.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    let low = lowest.update(value: bar.low)
    guard let high = highest.update(value: bar.high), let low else { return nil }
    return (high + low) / 2
  }
}

extension MidpointPrice {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "midprice",
    summary: "The middle between the highest high and the lowest low of the last period bars.",
    formula: "midprice = (max(high) + min(low)) / 2",
    schema: ParameterSchema([.period(14)]),
    witness: "TA-Lib MIDPRICE"
  ) { parameters in
    MidpointPrice(period: parameters.integer("period"))
  }
}
