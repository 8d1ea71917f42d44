internal import ConfigValidation
public import MarketModel

/// An exponential average with bands a number of average true ranges above and below it.
///
/// ## References
///
/// - L. Raschke's form of C. Keltner (1960), *How to Make Money in Commodities*.
@frozen
public struct KeltnerChannel: CausalTransform, Hashable {
  /// The three values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["upper", "middle", "lower"]

    /// The upper band.
    public var upper: Double?

    /// The average.
    public var middle: Double?

    /// The lower band.
    public var lower: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (upper, middle, lower) = (nil, nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: upper
      case 1: middle
      default: lower
      }
    }
  }

  @usableFromInline let multiplier: Double
  @usableFromInline var average: ExponentialAverage
  @usableFromInline var range: AverageTrueRange

  /// Creates the channel of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The period of the average of closes; positive.
  ///   - rangePeriod: The period of the average true range; positive.
  ///   - multiplier: The distance of a band from the average, in average ranges.
  @inlinable
  public init(period: Int, rangePeriod: Int, multiplier: Double) {
    self.multiplier = multiplier
    average = ExponentialAverage(period: period)
    range = AverageTrueRange(period: rangePeriod)
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { max(average.period - 1, range.lookback) }

  /// Consumes the next bar and returns the channel.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    var output = Output()
    let level = average.update(value: bar.close)
    guard let width = range.update(bar), let level else { return output }
    output.upper = level + multiplier * width
    output.middle = level
    output.lower = level - multiplier * width
    return output
  }
}

extension KeltnerChannel {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "keltner",
    summary: "An exponential average with bands of average true ranges around it.",
    formula: "upper, lower = ema(close, period) ± multiplier * atr(range_period)",
    schema: ParameterSchema([
      .period(20), .period(named: "range_period", 10),
      .number("multiplier", 0.1...100, 2, "Distance of a band, in average ranges."),
    ]),
    witness: "TA-Lib EMA and ATR"
  ) { parameters in
    KeltnerChannel(
      period: parameters.integer("period"),
      rangePeriod: parameters.integer("range_period"),
      multiplier: parameters.number("multiplier")
    )
  }
}
