internal import ConfigValidation
public import MarketModel

/// The one-bar rate of change of a triple exponential average, in percent.
///
/// Equal to TA-Lib's `TRIX`. Undefined where the average of the bar before is zero.
///
/// ## References
///
/// - J. Hutson (1983), *Good TRIX*.
@frozen
public struct TripleSmoothedRate: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var first: ExponentialAverage
  @usableFromInline var second: ExponentialAverage
  @usableFromInline var third: ExponentialAverage
  @usableFromInline var previous: Double?

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    first = ExponentialAverage(period: period)
    second = first
    third = first
    previous = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 3 * (first.period - 1) + 1 }

  /// Consumes the next value and returns the rate, in percent.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    guard let once = first.update(value: value), let twice = second.update(value: once),
      let thrice = third.update(value: twice)
    else { return nil }
    defer { previous = thrice }
    guard let previous else { return nil }
    return ratio(100 * (thrice - previous), over: previous)
  }
}

extension TripleSmoothedRate {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "trix",
    summary: "The one-bar rate of change of a triple exponential average, in percent.",
    formula: "trix[i] = 100 * (e[i] - e[i-1]) / e[i-1], e = ema(ema(ema(x)))",
    schema: ParameterSchema([.period(15), .input(.close)]),
    witness: "TA-Lib TRIX"
  ) { parameters in
    TripleSmoothedRate(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
