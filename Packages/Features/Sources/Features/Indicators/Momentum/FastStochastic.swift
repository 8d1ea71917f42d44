internal import ConfigValidation
public import MarketModel

/// Where the close lies between the lowest low and the highest high, from 0 to 100.
///
/// Equal to TA-Lib's `STOCHF` with a simple mean. Both lines begin together. A line is undefined
/// while the window has no range (TA-Lib gives 0), and the mean starts afresh after that.
///
/// ## References
///
/// - G. Lane (1984), *Lane's Stochastics*.
@frozen
public struct FastStochastic: CausalTransform, Hashable {
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

  @usableFromInline var highest: RollingExtremum
  @usableFromInline var lowest: RollingExtremum
  @usableFromInline var mean: SlidingSum
  @usableFromInline var seen: Int

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Periods are positive.
  @inlinable
  public init(fastK: Int, fastD: Int) {
    highest = RollingExtremum(period: fastK, largest: true)
    lowest = RollingExtremum(period: fastK, largest: false)
    mean = SlidingSum(period: fastD)
    seen = 0
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { highest.period + mean.period - 2 }

  /// Consumes the next bar and returns both lines.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    var output = Output()
    seen += 1
    let low = lowest.update(value: bar.low)
    guard let high = highest.update(value: bar.high), let low,
      let line = ratio(100 * (bar.close - low), over: high - low)
    else {
      mean.removeAll()
      return output
    }
    let average = mean.mean(adding: line)
    guard seen > lookback else { return output }
    (output.k, output.d) = (line, average)
    return output
  }
}

extension FastStochastic {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "fast_stochastic",
    summary: "The place of the close in the recent range, and its mean, 0 to 100.",
    formula:
      "k = 100 * (close - min(low)) / (max(high) - min(low)) over fast_k; d = sma(k, fast_d)",
    schema: ParameterSchema([.period(named: "fast_k", 5), .period(named: "fast_d", 3)]),
    witness: "TA-Lib STOCHF"
  ) { parameters in
    FastStochastic(fastK: parameters.integer("fast_k"), fastD: parameters.integer("fast_d"))
  }
}
