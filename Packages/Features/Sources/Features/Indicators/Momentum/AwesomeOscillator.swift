internal import ConfigValidation
public import MarketModel

/// The mean of the recent middles of bars less their longer mean.
///
/// ## References
///
/// - B. Williams (1998), *New Trading Dimensions*.
@frozen
public struct AwesomeOscillator: CausalTransform, Hashable {
  @usableFromInline var fast: SlidingSum
  @usableFromInline var slow: SlidingSum

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Periods are positive, and `fast` is smaller than `slow`.
  @inlinable
  public init(fast: Int, slow: Int) {
    precondition(fast < slow, "the fast period is smaller than the slow one")
    self.fast = SlidingSum(period: fast)
    self.slow = SlidingSum(period: slow)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { slow.period - 1 }

  /// Consumes the next bar and returns the difference.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    let middle = bar[.median]
    let quick = fast.mean(adding: middle)
    guard let calm = slow.mean(adding: middle), let quick else { return nil }
    return quick - calm
  }
}

extension AwesomeOscillator {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "awesome_oscillator",
    summary: "A short less a long mean of the bars' middles.",
    formula: "ao = sma((high + low) / 2, fast) - sma((high + low) / 2, slow)",
    schema: ParameterSchema([.period(named: "fast", 5), .period(named: "slow", 34)]),
    witness: "TA-Lib SMA of MEDPRICE"
  ) { parameters throws(IndicatorError) in
    let fast = parameters.integer("fast")
    let slow = parameters.integer("slow")
    guard fast < slow else {
      throw .conflict(
        indicator: "awesome_oscillator",
        rule: "fast (\(fast)) must be smaller than slow (\(slow))"
      )
    }
    return AwesomeOscillator(fast: fast, slow: slow)
  }
}
