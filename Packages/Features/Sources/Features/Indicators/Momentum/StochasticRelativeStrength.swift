internal import ConfigValidation
public import MarketModel

/// Where the relative strength index lies in its own recent range, from 0 to 100.
///
/// Equal to TA-Lib's `STOCHRSI`: `k` is the fast line, `d` its mean. Both begin together. A line
/// is undefined while the index does not move in its window by more than rounding (TA-Lib gives
/// 0, or a place within the rounding), and the mean starts afresh after that.
///
/// ## References
///
/// - T. Chande and S. Kroll (1994), *The New Technical Trader*.
@frozen
public struct StochasticRelativeStrength: ValueTransform, Hashable {
  /// The two values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["k", "d"]

    /// The fast line.
    public var k: Double?

    /// The mean of the fast line.
    public var d: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (k, d) = (nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: k
      default: d
      }
    }
  }

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var gains: ExponentialAverage
  @usableFromInline var losses: ExponentialAverage
  @usableFromInline var highest: RollingExtremumAge
  @usableFromInline var lowest: RollingExtremumAge
  @usableFromInline var mean: SlidingSum
  @usableFromInline var previous: Double?
  @usableFromInline var seen: Int

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Periods are positive, and `fastK` is at least two.
  @inlinable
  public init(period: Int, fastK: Int, fastD: Int, input: BarField) {
    self.input = input
    precondition(fastK > 1, "one value has no range")
    gains = ExponentialAverage(period: period, smoothing: 1 / Double(period))
    losses = gains
    highest = RollingExtremumAge(period: fastK, largest: true)
    lowest = RollingExtremumAge(period: fastK, largest: false)
    mean = SlidingSum(period: fastD)
    (previous, seen) = (nil, 0)
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { gains.period + highest.period + mean.period - 2 }

  /// Consumes the next value and returns both lines.
  @inlinable
  public mutating func update(value: Double) -> Output {
    var output = Output()
    seen += 1
    guard let line = fastLine(at: value) else {
      mean.removeAll()
      return output
    }
    let average = mean.mean(adding: line)
    guard seen > lookback else { return output }
    (output.k, output.d) = (line, average)
    return output
  }

  @inlinable
  mutating func fastLine(at value: Double) -> Double? {
    defer { previous = value }
    guard let previous else { return nil }
    let change = value - previous
    let loss = losses.update(value: change < 0 ? -change : 0)
    guard let gain = gains.update(value: change > 0 ? change : 0), let loss else { return nil }
    guard let index = ratio(100 * gain, over: gain + loss) else {
      highest.removeAll()
      lowest.removeAll()
      return nil
    }
    let low = lowest.update(value: index)
    guard let high = highest.update(value: index), let low else { return nil }
    // An index that rests still changes by rounding; the place of that in its range means nothing.
    let range = high.value - low.value
    return range > 1e-10 ? (100 * (index - low.value) / range).finiteOrNil : nil
  }
}

extension StochasticRelativeStrength {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "stochrsi",
    summary: "The place of the relative strength index in its recent range, 0 to 100.",
    formula: "k = 100 * (rsi - min(rsi)) / (max(rsi) - min(rsi)) over fast_k; d = sma(k, fast_d)",
    schema: ParameterSchema([
      .period(14), .window(named: "fast_k", 5), .period(named: "fast_d", 3), .input(.close),
    ]),
    witness: "TA-Lib STOCHRSI"
  ) { parameters in
    StochasticRelativeStrength(
      period: parameters.integer("period"),
      fastK: parameters.integer("fast_k"),
      fastD: parameters.integer("fast_d"),
      input: parameters.barField("input")
    )
  }
}
