internal import ConfigValidation
public import MarketModel

/// The standard deviation of the last *period* values.
///
/// Equal to TA-Lib's `STDDEV` with the population's divisor.
@frozen
public struct RollingStandardDeviation: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  /// What the sum of squared deviations is divided by.
  public let divisor: VarianceDivisor

  @usableFromInline var moments: RollingMoments

  /// Creates the deviation of an empty stream.
  ///
  /// - Precondition: `period` is at least two.
  @inlinable
  public init(period: Int, divisor: VarianceDivisor, input: BarField) {
    precondition(period > 1, "one value does not deviate")
    self.input = input
    self.divisor = divisor
    moments = RollingMoments(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { moments.period - 1 }

  /// Consumes the next value and returns the deviation.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    moments.push(value)
    return moments.isFull ? moments.standardDeviation(divisor) : nil
  }
}

extension RollingStandardDeviation {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "stddev",
    summary: "The standard deviation of the last period values.",
    formula: "stddev[i] = sqrt(sum((x - mean)^2) / divisor)",
    schema: ParameterSchema([.window(20), .divisor(.population), .input(.close)]),
    witness: "TA-Lib STDDEV (population)"
  ) { parameters in
    RollingStandardDeviation(
      period: parameters.integer("period"),
      divisor: parameters.divisor("divisor"),
      input: parameters.barField("input")
    )
  }
}
