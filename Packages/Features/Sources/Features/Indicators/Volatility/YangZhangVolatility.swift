internal import ConfigValidation
public import MarketModel

/// The volatility of the last *period* bars, gaps included, free of drift.
///
/// The sample variance of the gaps, plus a share of that of the bodies, plus the rest of the
/// Rogers-Satchell variance. Multiplied by the square root of `periodsPerYear`; with 1 it stays
/// per bar. A bar with a price that is not positive is undefined and starts the window afresh.
///
/// ## References
///
/// - D. Yang and Q. Zhang (2000), *Drift Independent Volatility Estimation*.
@frozen
public struct YangZhangVolatility: CausalTransform, Hashable {
  @usableFromInline let periodsPerYear: Double
  @usableFromInline var gaps: RollingMoments
  @usableFromInline var bodies: RollingMoments
  @usableFromInline var ranges: SlidingSum
  @usableFromInline var previousClose: Double?

  /// Creates the volatility of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of bars in the window; at least two.
  ///   - periodsPerYear: The number of bars in a year; positive. 1 leaves the result per bar.
  @inlinable
  public init(period: Int, periodsPerYear: Double) {
    precondition(period > 1, "one bar does not deviate")
    precondition(periodsPerYear > 0, "a year has bars")
    self.periodsPerYear = periodsPerYear
    gaps = RollingMoments(period: period)
    bodies = gaps
    ranges = SlidingSum(period: period)
    previousClose = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { ranges.period }

  /// Consumes the next bar and returns the volatility.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    guard let range = bar.rogersSatchellVariance,
      let body = logarithmicRatio(bar.close, over: bar.open)
    else {
      self = YangZhangVolatility(period: ranges.period, periodsPerYear: periodsPerYear)
      return nil
    }
    defer { previousClose = bar.close }
    guard let last = previousClose, let gap = logarithmicRatio(bar.open, over: last) else {
      return nil
    }
    gaps.push(gap)
    bodies.push(body)
    guard let within = ranges.mean(adding: range), let between = gaps.variance(.sample),
      let along = bodies.variance(.sample)
    else { return nil }
    let count = Double(ranges.period)
    let share = 0.34 / (1.34 + (count + 1) / (count - 1))
    let variance = between + share * along + (1 - share) * max(within, 0)
    return (variance * periodsPerYear).squareRoot().finiteOrNil
  }
}

extension YangZhangVolatility {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "yang_zhang",
    summary: "The volatility of gaps, bodies and ranges, free of drift, scaled to a year.",
    formula:
      "sqrt((var(log(o/c1)) + k*var(log(c/o)) + (1-k)*mean(rs)) * ppy), k = .34/(1.34+(n+1)/(n-1))",
    schema: ParameterSchema([
      .window(20),
      .number("periods_per_year", 1...1_000_000, 1, "Bars in a year; 1 leaves it per bar."),
    ]),
    witness: "numpy"
  ) { parameters in
    YangZhangVolatility(
      period: parameters.integer("period"),
      periodsPerYear: parameters.number("periods_per_year")
    )
  }
}
