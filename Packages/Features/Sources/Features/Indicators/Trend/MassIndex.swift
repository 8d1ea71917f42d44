internal import ConfigValidation
public import MarketModel

/// The sum of ratios of an average range to its own average; it swells before reversals.
///
/// An undefined ratio, of a market without a range, starts the sum afresh.
///
/// ## References
///
/// - D. Dorsey (1992), *The Mass Index*.
@frozen
public struct MassIndex: CausalTransform, Hashable {
  @usableFromInline var first: ExponentialAverage
  @usableFromInline var second: ExponentialAverage
  @usableFromInline var sum: SlidingSum

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Periods are positive.
  @inlinable
  public init(period: Int, average: Int) {
    first = ExponentialAverage(period: average)
    second = first
    sum = SlidingSum(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 2 * (first.period - 1) + sum.period - 1 }

  /// Consumes the next bar and returns the sum.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    guard let once = first.update(value: bar.high - bar.low), let twice = second.update(value: once)
    else { return nil }
    guard let share = ratio(once, over: twice) else {
      sum.removeAll()
      return nil
    }
    return sum.update(value: share)
  }
}

extension MassIndex {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "mass_index",
    summary: "A sum of ratios of the average range to the average of that average.",
    formula: "mass = sum(ema(range, average) / ema(ema(range, average), average), period)",
    schema: ParameterSchema([.period(25), .period(named: "average", 9)]),
    witness: "numpy over TA-Lib EMA and SUM"
  ) { parameters in
    MassIndex(period: parameters.integer("period"), average: parameters.integer("average"))
  }
}
