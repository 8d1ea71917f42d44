internal import ConfigValidation
public import MarketModel

/// An average whose weights fall by the factor `1 - 2/(period + 1)` with each step back.
///
/// The seeding is explicit because it changes every later value: with
/// ``Seeding/firstValue`` the first output is the first input, with ``Seeding/simpleMean`` the
/// output starts at the mean of the first *period* values, which is TA-Lib's `EMA`.
@frozen
public struct ExponentialMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number of values over which about 86 % of the weight lies.
  public let period: Int

  /// Where the average starts.
  public let seeding: Seeding

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline let smoothing: Double
  @usableFromInline var average: Double
  @usableFromInline var seen: Int

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, seeding: Seeding, input: BarField) {
    precondition(period > 0, "a period is positive")
    self.period = period
    self.seeding = seeding
    self.input = input
    smoothing = 2 / Double(period + 1)
    average = 0
    seen = 0
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { seeding == .firstValue ? 0 : period - 1 }

  /// Consumes the next value and returns the average.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    if seen > lookback {
      // Written about the last average, so that a constant input stays exactly constant.
      average.addProduct(smoothing, value - average)
      return average
    }
    return start(value)
  }

  @inlinable
  mutating func start(_ value: Double) -> Double? {
    seen += 1
    average += value
    if seen <= lookback { return nil }
    average /= Double(seen)
    return average
  }
}

extension ExponentialMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "ema",
    summary: "An exponentially weighted mean with a stated start.",
    formula: "ema[i] = ema[i-1] + 2/(period+1) * (x[i] - ema[i-1])",
    schema: ParameterSchema([.period(20), .seeding(.simpleMean), .input(.close)]),
    witness: "TA-Lib EMA (simpleMean)"
  ) { parameters in
    ExponentialMovingAverage(
      period: parameters.integer("period"),
      seeding: parameters.seeding("seeding"),
      input: parameters.barField("input")
    )
  }
}
