internal import ConfigValidation
public import MarketModel

/// The rate of change of the average range between high and low, in percent.
///
/// Undefined where the older average is zero.
///
/// ## References
///
/// - M. Chaikin, in S. Achelis (1995), *Technical Analysis from A to Z*.
@frozen
public struct ChaikinVolatility: CausalTransform, Hashable {
  @usableFromInline var average: ExponentialAverage
  @usableFromInline var window: RollingWindow

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Periods are positive.
  @inlinable
  public init(period: Int, change: Int) {
    average = ExponentialAverage(period: period)
    window = RollingWindow(capacity: change)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { average.period - 1 + window.capacity }

  /// Consumes the next bar and returns the rate, in percent.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    guard let level = average.update(value: bar.high - bar.low), let older = window.push(level)
    else {
      return nil
    }
    return ratio(100 * (level - older), over: older)
  }
}

extension ChaikinVolatility {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "chaikin_volatility",
    summary: "The rate of change of the average range, in percent.",
    formula: "100 * (e[i] - e[i-change]) / e[i-change], e = ema(high - low, period)",
    schema: ParameterSchema([.period(10), .period(named: "change", 10)]),
    witness: "TA-Lib ROC of EMA"
  ) { parameters in
    ChaikinVolatility(period: parameters.integer("period"), change: parameters.integer("change"))
  }
}
