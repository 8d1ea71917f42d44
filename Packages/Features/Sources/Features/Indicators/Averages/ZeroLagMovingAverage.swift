internal import ConfigValidation
public import MarketModel

/// An exponential average of the value plus its change over the lag of that average.
///
/// The lag is `(period - 1) / 2`, rounded down.
///
/// ## References
///
/// - J. Ehlers and R. Way (2010), *Zero Lag (Well, Almost)*.
@frozen
public struct ZeroLagMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var window: RollingWindow
  @usableFromInline var average: ExponentialAverage

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    window = RollingWindow(capacity: (period - 1) / 2 + 1)
    average = ExponentialAverage(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { window.capacity + average.period - 2 }

  /// Consumes the next value and returns the average.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    _ = window.push(value)
    guard window.isFull else { return nil }
    return average.update(value: 2 * value - window[ago: window.capacity - 1])
  }
}

extension ZeroLagMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "zlema",
    summary: "An exponential average fed with the value plus its change over the lag.",
    formula: "zlema = ema(2 * x[i] - x[i-lag], period), lag = (period - 1) / 2",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "numpy over TA-Lib EMA"
  ) { parameters in
    ZeroLagMovingAverage(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
