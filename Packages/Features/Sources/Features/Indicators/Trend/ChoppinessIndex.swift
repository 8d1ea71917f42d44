internal import ConfigValidation
public import MarketModel

/// How much of its movement a market wasted: near 100 sideways, near 0 in a straight trend.
///
/// Undefined while the window has no range.
///
/// ## References
///
/// - E. W. Dreiss (1993), *Choppiness Index*.
@frozen
public struct ChoppinessIndex: CausalTransform, Hashable {
  @usableFromInline let scale: Double
  @usableFromInline var highest: RollingExtremum
  @usableFromInline var lowest: RollingExtremum
  @usableFromInline var ranges: SlidingSum
  @usableFromInline var previousClose: Double?

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is at least two.
  @inlinable
  public init(period: Int) {
    precondition(period > 1, "one bar has no choice of direction")
    scale = 100 / naturalLogarithm(Double(period))
    highest = RollingExtremum(period: period, largest: true)
    lowest = RollingExtremum(period: period, largest: false)
    ranges = SlidingSum(period: period)
    previousClose = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { ranges.period }

  /// Consumes the next bar and returns the index.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    defer { previousClose = bar.close }
    let high = highest.update(value: bar.high)
    let low = lowest.update(value: bar.low)
    guard let last = previousClose else { return nil }
    let range = max(bar.high, last) - min(bar.low, last)
    guard let walked = ranges.update(value: range), let high, let low else { return nil }
    return logarithmicRatio(walked, over: high - low).map { scale * $0 }
  }
}

extension ChoppinessIndex {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "choppiness",
    summary: "The logarithm of the path walked over the range covered, 0 to 100.",
    formula: "chop = 100 * log(sum(tr) / (max(high) - min(low))) / log(period)",
    schema: ParameterSchema([.window(14)]),
    witness: "numpy over TA-Lib SUM, TRANGE, MAX, MIN"
  ) { parameters in
    ChoppinessIndex(period: parameters.integer("period"))
  }
}
