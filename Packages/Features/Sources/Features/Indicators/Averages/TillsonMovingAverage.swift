internal import ConfigValidation
public import MarketModel

/// Six passes of an exponential average, combined so that most of their lag cancels.
///
/// Equal to TA-Lib's `T3`.
///
/// ## References
///
/// - T. Tillson (1998), *Smoothing Techniques for More Accurate Signals*.
@frozen
public struct TillsonMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline let weights: SIMD4<Double>
  @usableFromInline var passes: [ExponentialAverage]

  /// Creates the average of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The period of each pass; positive.
  ///   - factor: How much of the lag is given back, in 0...1.
  ///   - input: The number that is read from each bar.
  @inlinable
  public init(period: Int, factor: Double, input: BarField) {
    self.input = input
    let (v, v2, v3) = (factor, factor * factor, factor * factor * factor)
    weights = [1 + v3 + 3 * v2 + 3 * v, -6 * v2 - 3 * (v + v3), 3 * (v2 + v3), -v3]
    passes = Array(repeating: ExponentialAverage(period: period), count: 6)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 6 * (passes[0].period - 1) }

  /// Consumes the next value and returns the average.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    var averages = SIMD8<Double>.zero
    var latest = value
    for pass in passes.indices {
      guard let average = passes[pass].update(value: latest) else { return nil }
      averages[pass] = average
      latest = average
    }
    // The weights sum to one, so that the level of the third pass can be taken out first.
    let base = averages[2]
    let rest =
      weights[1] * (averages[3] - base) + weights[2] * (averages[4] - base)
      + weights[3] * (averages[5] - base)
    return base + rest
  }
}

extension TillsonMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "t3",
    summary: "Six exponential averages combined by a volume factor.",
    formula: "t3 = c1*e6 + c2*e5 + c3*e4 + c4*e3; e1 = ema(x), e2 = ema(e1), …; c from factor",
    schema: ParameterSchema([
      .period(5), .number("factor", 0...1, 0.7, "How much of the lag is given back."),
      .input(.close),
    ]),
    witness: "TA-Lib T3"
  ) { parameters in
    TillsonMovingAverage(
      period: parameters.integer("period"),
      factor: parameters.number("factor"),
      input: parameters.barField("input")
    )
  }
}
