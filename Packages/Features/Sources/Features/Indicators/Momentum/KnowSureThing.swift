internal import ConfigValidation
public import MarketModel

/// A weighted sum of four smoothed rates of change, in percent, and its mean.
///
/// The weights are 1 to 4, from the shortest rate to the longest. Both lines begin together. An
/// undefined rate starts its average, and the signal, afresh.
///
/// ## References
///
/// - M. Pring (1992), *Summed Rate of Change (KST)*.
@frozen
public struct KnowSureThing: ValueTransform, Hashable {
  /// The two values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["line", "signal"]

    /// The weighted sum.
    public var line: Double?

    /// The mean of the line.
    public var signal: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (line, signal) = (nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: line
      default: signal
      }
    }
  }

  /// The number that is read from each bar.
  public let input: BarField

  /// The number of bars before the first defined values.
  public let lookback: Int

  @usableFromInline var rates: [RateOfChange]
  @usableFromInline var means: [SlidingSum]
  @usableFromInline var signal: SlidingSum
  @usableFromInline var seen: Int

  /// Creates the indicator of an empty stream.
  ///
  /// - Parameters:
  ///   - rates: The periods of the four rates of change; positive.
  ///   - averages: The periods of their means; positive.
  ///   - signal: The period of the signal's mean; positive.
  ///   - input: The number that is read from each bar.
  @inlinable
  public init(rates: SIMD4<Int>, averages: SIMD4<Int>, signal: Int, input: BarField) {
    self.input = input
    self.rates = (0..<4).map { RateOfChange(period: rates[$0], input: input) }
    means = (0..<4).map { SlidingSum(period: averages[$0]) }
    self.signal = SlidingSum(period: signal)
    lookback = (rates &+ averages).max() + signal - 2
    seen = 0
  }

  /// Consumes the next value and returns both lines.
  @inlinable
  public mutating func update(value: Double) -> Output {
    var output = Output()
    seen += 1
    guard let line = weightedSum(at: value) else {
      signal.removeAll()
      return output
    }
    let average = signal.mean(adding: line)
    guard seen > lookback else { return output }
    (output.line, output.signal) = (line, average)
    return output
  }

  @inlinable
  mutating func weightedSum(at value: Double) -> Double? {
    var total: Double? = 0
    for position in rates.indices {
      guard let rate = rates[position].update(value: value) else {
        means[position].removeAll()
        total = nil
        continue
      }
      let mean = means[position].mean(adding: 100 * rate)
      total = mean.flatMap { mean in total.map { $0.addingProduct(Double(position + 1), mean) } }
    }
    return total
  }
}

extension KnowSureThing {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "kst",
    summary: "A weighted sum of four smoothed rates of change, and its mean.",
    formula: "line = sum(j * sma(100 * roc(x, rate_j), average_j)), j = 1…4; signal = sma(line)",
    schema: ParameterSchema([
      .period(named: "rate_1", 10), .period(named: "rate_2", 15), .period(named: "rate_3", 20),
      .period(named: "rate_4", 30), .period(named: "average_1", 10),
      .period(named: "average_2", 10), .period(named: "average_3", 10),
      .period(named: "average_4", 15), .period(named: "signal", 9), .input(.close),
    ]),
    witness: "TA-Lib SMA of ROC"
  ) { parameters in
    KnowSureThing(
      rates: SIMD4((1...4).map { parameters.integer("rate_\($0)") }),
      averages: SIMD4((1...4).map { parameters.integer("average_\($0)") }),
      signal: parameters.integer("signal"),
      input: parameters.barField("input")
    )
  }
}
