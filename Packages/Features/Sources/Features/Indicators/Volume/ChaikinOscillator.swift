internal import ConfigValidation
public import MarketModel

/// A fast less a slow exponential average of the accumulation/distribution line.
///
/// Equal to TA-Lib's `ADOSC`: both averages start at the first value of the line.
///
/// ## References
///
/// - M. Chaikin, in S. Achelis (1995), *Technical Analysis from A to Z*.
@frozen
public struct ChaikinOscillator: CausalTransform, Hashable {
  @usableFromInline let slowPeriod: Int
  @usableFromInline let quick: Double
  @usableFromInline let calm: Double
  @usableFromInline var total: Double
  @usableFromInline var fast: Double
  @usableFromInline var slow: Double
  @usableFromInline var seen: Int

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Periods are positive, and `fast` is smaller than `slow`.
  @inlinable
  public init(fast: Int, slow: Int) {
    precondition(fast > 0 && fast < slow, "the fast period is smaller than the slow one")
    slowPeriod = slow
    (quick, calm) = (2 / Double(fast + 1), 2 / Double(slow + 1))
    (total, self.fast, self.slow, seen) = (0, 0, 0, 0)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { slowPeriod - 1 }

  /// Consumes the next bar and returns the oscillator.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    total += bar.moneyFlowVolume
    seen += 1
    if seen == 1 { (fast, slow) = (total, total) }
    fast.addProduct(quick, total - fast)
    slow.addProduct(calm, total - slow)
    return seen >= slowPeriod ? (fast - slow).finiteOrNil : nil
  }
}

extension ChaikinOscillator {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "adosc",
    summary: "A fast less a slow exponential average of the accumulation line.",
    formula: "adosc = ema(ad, fast) - ema(ad, slow), both started at ad[0]",
    schema: ParameterSchema([.period(named: "fast", 3), .period(named: "slow", 10)]),
    witness: "TA-Lib ADOSC"
  ) { parameters throws(IndicatorError) in
    let fast = parameters.integer("fast")
    let slow = parameters.integer("slow")
    guard fast < slow else {
      throw .conflict(
        indicator: "adosc",
        rule: "fast (\(fast)) must be smaller than slow (\(slow))"
      )
    }
    return ChaikinOscillator(fast: fast, slow: slow)
  }
}
