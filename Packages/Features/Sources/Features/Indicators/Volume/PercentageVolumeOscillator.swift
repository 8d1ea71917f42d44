internal import ConfigValidation
public import MarketModel

/// The difference of a fast and a slow average of volume as a percentage of the slow one.
///
/// With its own average and what is between. All three begin together. Undefined where the slow
/// average is zero; the signal starts afresh after that.
@frozen
public struct PercentageVolumeOscillator: CausalTransform, Hashable {
  /// The three values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["line", "signal", "histogram"]

    /// The difference, in percent.
    public var line: Double?

    /// The exponential average of the line.
    public var signal: Double?

    /// The line less the signal.
    public var histogram: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (line, signal, histogram) = (nil, nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: line
      case 1: signal
      default: histogram
      }
    }
  }

  @usableFromInline var oscillator: PercentagePriceOscillator
  @usableFromInline var signal: ExponentialAverage
  @usableFromInline var seen: Int

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Periods are positive, and `fast` is smaller than `slow`.
  @inlinable
  public init(fast: Int, slow: Int, signal: Int) {
    oscillator = PercentagePriceOscillator(
      fast: fast,
      slow: slow,
      average: .exponential,
      input: .volume
    )
    self.signal = ExponentialAverage(period: signal)
    seen = 0
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { oscillator.lookback + signal.period - 1 }

  /// Consumes the next bar and returns the three lines.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    var output = Output()
    seen += 1
    guard let line = oscillator.update(bar) else {
      signal = ExponentialAverage(period: signal.period)
      return output
    }
    let average = signal.update(value: line)
    guard seen > lookback else { return output }
    output.line = line
    output.signal = average
    output.histogram = average.map { line - $0 }
    return output
  }
}

extension PercentageVolumeOscillator {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "pvo",
    summary: "A fast less a slow average of volume, in percent, with a signal.",
    formula: "line = 100 * (ema(v, fast) - ema(v, slow)) / ema(v, slow); signal = ema(line)",
    schema: ParameterSchema([
      .period(named: "fast", 12), .period(named: "slow", 26), .period(named: "signal", 9),
    ]),
    witness: "TA-Lib PPO and EMA"
  ) { parameters throws(IndicatorError) in
    let fast = parameters.integer("fast")
    let slow = parameters.integer("slow")
    guard fast < slow else {
      throw .conflict(indicator: "pvo", rule: "fast (\(fast)) must be smaller than slow (\(slow))")
    }
    return PercentageVolumeOscillator(fast: fast, slow: slow, signal: parameters.integer("signal"))
  }
}
