internal import ConfigValidation
public import MarketModel

/// The highest high and the lowest low of the last *period* bars, this one included.
///
/// Equal to TA-Lib's `MAX` of highs and `MIN` of lows.
@frozen
public struct DonchianChannel: CausalTransform, Hashable {
  /// The three values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["upper", "middle", "lower"]

    /// The highest high.
    public var upper: Double?

    /// The middle between both.
    public var middle: Double?

    /// The lowest low.
    public var lower: Double?

    /// Creates an output.
    @inlinable
    public init(upper: Double?, middle: Double?, lower: Double?) {
      self.upper = upper
      self.middle = middle
      self.lower = lower
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

  @usableFromInline var highest: RollingExtremum
  @usableFromInline var lowest: RollingExtremum

  /// Creates the channel of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    highest = RollingExtremum(period: period, largest: true)
    lowest = RollingExtremum(period: period, largest: false)
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { highest.period - 1 }

  /// Consumes the next bar and returns the channel.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    let upper = highest.update(value: bar.high)
    let lower = lowest.update(value: bar.low)
    guard let upper, let lower else { return Output(upper: nil, middle: nil, lower: nil) }
    return Output(upper: upper, middle: (upper + lower) / 2, lower: lower)
  }
}

extension DonchianChannel {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "donchian",
    summary: "The highest high and the lowest low of the last period bars.",
    formula: "upper = max(high), lower = min(low) over bars i-period+1 … i",
    schema: ParameterSchema([.period(20)]),
    witness: "TA-Lib MAX and MIN"
  ) { parameters in DonchianChannel(period: parameters.integer("period")) }
}
