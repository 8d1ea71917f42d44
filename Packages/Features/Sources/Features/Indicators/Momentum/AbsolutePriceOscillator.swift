internal import ConfigValidation
public import MarketModel

/// The difference of a fast and a slow average, in units of the input.
///
/// Equal to TA-Lib's `APO`, whose own default is simple averages. Each average starts at the
/// first value, unlike those of a MACD.
@frozen
public struct AbsolutePriceOscillator: ValueTransform, Hashable {
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

  /// Consumes the next value and returns the difference.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    let quick = fast.update(value: value)
    guard let calm = slow.update(value: value), let quick else { return nil }
    return quick - calm
  }
}

extension AbsolutePriceOscillator {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "apo",
    summary: "A fast less a slow average, in units of the input.",
    formula: "apo = ma(x, fast) - ma(x, slow)",
    schema: ParameterSchema([
      .period(named: "fast", 12), .period(named: "slow", 26),
      .choice("average", of: AverageKind.self, .exponential, "How the values are averaged."),
      .input(.close),
    ]),
    witness: "TA-Lib APO"
  ) { parameters throws(IndicatorError) in
    let fast = parameters.integer("fast")
    let slow = parameters.integer("slow")
    guard fast < slow else {
      throw .conflict(indicator: "apo", rule: "fast (\(fast)) must be smaller than slow (\(slow))")
    }
    return AbsolutePriceOscillator(
      fast: fast,
      slow: slow,
      average: parameters.choice("average", of: AverageKind.self),
      input: parameters.barField("input")
    )
  }
}
