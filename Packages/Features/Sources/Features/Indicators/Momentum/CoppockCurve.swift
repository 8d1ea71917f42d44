internal import ConfigValidation
public import MarketModel

/// A weighted average of the sum of a long and a short rate of change, in percent.
///
/// Coppock's own months are 14, 11 and 10. An undefined rate starts the average afresh.
///
/// ## References
///
/// - E. Coppock (1962), *Barron's*, October 15.
@frozen
public struct CoppockCurve: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline let short: Int
  @usableFromInline var window: RollingWindow
  @usableFromInline var average: WeightedMovingAverage

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Periods are positive, and `short` is not above `long`.
  @inlinable
  public init(long: Int, short: Int, period: Int, input: BarField) {
    self.input = input
    precondition(short > 0 && short <= long, "the short period is not above the long one")
    self.short = short
    window = RollingWindow(capacity: long + 1)
    average = WeightedMovingAverage(period: period, input: input)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { window.capacity - 1 + average.lookback }

  /// Consumes the next value and returns the curve.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    _ = window.push(value)
    guard window.isFull else { return nil }
    let (far, near) = (window[ago: window.capacity - 1], window[ago: short])
    guard let slow = ratio(value - far, over: far), let quick = ratio(value - near, over: near)
    else {
      average = WeightedMovingAverage(period: average.lookback + 1, input: input)
      return nil
    }
    return average.update(value: 100 * (slow + quick))
  }
}

extension CoppockCurve {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "coppock",
    summary: "A weighted average of a long plus a short rate of change, in percent.",
    formula: "coppock = wma(100 * (roc(x, long) + roc(x, short)), period)",
    schema: ParameterSchema([
      .period(named: "long", 14), .period(named: "short", 11), .period(10), .input(.close),
    ]),
    witness: "TA-Lib WMA of ROC"
  ) { parameters throws(IndicatorError) in
    let long = parameters.integer("long")
    let short = parameters.integer("short")
    guard short <= long else {
      throw .conflict(indicator: "coppock", rule: "short (\(short)) must not exceed long (\(long))")
    }
    return CoppockCurve(
      long: long,
      short: short,
      period: parameters.integer("period"),
      input: parameters.barField("input")
    )
  }
}
