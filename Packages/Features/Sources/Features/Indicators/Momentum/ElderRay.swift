internal import ConfigValidation
public import MarketModel

/// How far the high and the low of a bar lie above an exponential average of closes.
///
/// ## References
///
/// - A. Elder (1993), *Trading for a Living*.
@frozen
public struct ElderRay: CausalTransform, Hashable {
  /// The two values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["bull", "bear"]

    /// The high less the average.
    public var bull: Double?

    /// The low less the average.
    public var bear: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (bull, bear) = (nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: bull
      default: bear
      }
    }
  }

  @usableFromInline var average: ExponentialAverage

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    average = ExponentialAverage(period: period)
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { average.period - 1 }

  /// Consumes the next bar and returns both distances.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    var output = Output()
    guard let level = average.update(value: bar.close) else { return output }
    (output.bull, output.bear) = (bar.high - level, bar.low - level)
    return output
  }
}

extension ElderRay {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "elder_ray",
    summary: "The high and the low less an exponential average of closes.",
    formula: "bull = high - ema(close); bear = low - ema(close)",
    schema: ParameterSchema([.period(13)]),
    witness: "numpy over TA-Lib EMA"
  ) { parameters in
    ElderRay(period: parameters.integer("period"))
  }
}
