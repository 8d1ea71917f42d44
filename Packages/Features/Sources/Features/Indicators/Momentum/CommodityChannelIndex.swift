internal import ConfigValidation
public import MarketModel

/// The distance of the typical price from its mean, in mean absolute deviations.
///
/// Scaled by 1/0.015 so that most values lie within ±100; equal to TA-Lib's `CCI`. Undefined
/// while the typical price does not vary (TA-Lib gives 0).
///
/// ## References
///
/// - D. Lambert (1980), *Commodity Channel Index*.
@frozen
public struct CommodityChannelIndex: CausalTransform, Hashable {
  @usableFromInline var window: RollingWindow
  @usableFromInline var sum: SlidingSum

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is at least two.
  @inlinable
  public init(period: Int) {
    precondition(period > 1, "one value does not deviate")
    window = RollingWindow(capacity: period)
    sum = SlidingSum(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { sum.period - 1 }

  /// Consumes the next bar and returns the index.
  ///
  /// - Complexity: O(*period*).
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    let price = bar[.typical]
    _ = window.push(price)
    guard let mean = sum.mean(adding: price) else { return nil }
    var deviation = 0.0
    for age in 0..<window.count { deviation += abs(window[ago: age] - mean) }
    return ratio(price - mean, over: 0.015 * (deviation / Double(window.count)))
  }
}

extension CommodityChannelIndex {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "cci",
    summary: "The distance of the typical price from its mean, in mean deviations.",
    formula:
      "cci = (tp - sma(tp)) / (0.015 * mean(|tp - sma(tp)|)), tp = (high + low + close) / 3",
    schema: ParameterSchema([.window(14)]),
    witness: "TA-Lib CCI"
  ) { parameters in
    CommodityChannelIndex(period: parameters.integer("period"))
  }
}
