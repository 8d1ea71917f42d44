internal import ConfigValidation
public import MarketModel

/// The difference of a fast and a slow average as a percentage of the slow one.
///
/// Equal to TA-Lib's `PPO`, whose own default is simple averages. Each average starts at the
/// first value, unlike those of a MACD. Undefined where the slow average is zero.
@frozen
public struct PercentagePriceOscillator: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var fast: ChosenAverage
  @usableFromInline var slow: ChosenAverage

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Periods are positive, and `fast` is smaller than `slow`.
  @inlinable
  public init(fast: Int, slow: Int, average: AverageKind, input: BarField) {
    self.input = input
    precondition(fast < slow, "the fast period is smaller than the slow one")
    self.fast = ChosenAverage(period: fast, kind: average)
    self.slow = ChosenAverage(period: slow, kind: average)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { slow.period - 1 }

  /// Consumes the next value and returns the difference, in percent.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    let quick = fast.update(value: value)
    guard let calm = slow.update(value: value), let quick else { return nil }
    return ratio(100 * (quick - calm), over: calm)
  }
}

extension PercentagePriceOscillator {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "ppo",
    summary: "A fast less a slow average, as a percentage of the slow one.",
    formula: "ppo = 100 * (ma(x, fast) - ma(x, slow)) / ma(x, slow)",
    schema: ParameterSchema([
      .period(named: "fast", 12), .period(named: "slow", 26),
      .choice("average", of: AverageKind.self, .exponential, "How the values are averaged."),
      .input(.close),
    ]),
    witness: "TA-Lib PPO"
  ) { parameters throws(IndicatorError) in
    let fast = parameters.integer("fast")
    let slow = parameters.integer("slow")
    guard fast < slow else {
      throw .conflict(indicator: "ppo", rule: "fast (\(fast)) must be smaller than slow (\(slow))")
    }
    return PercentagePriceOscillator(
      fast: fast,
      slow: slow,
      average: parameters.choice("average", of: AverageKind.self),
      input: parameters.barField("input")
    )
  }
}
