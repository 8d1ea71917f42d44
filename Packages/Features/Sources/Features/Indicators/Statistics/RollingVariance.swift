internal import ConfigValidation
public import MarketModel

/// The variance of the last *period* values.
///
/// Equal to TA-Lib's `VAR` with the population's divisor.
@frozen
public struct RollingVariance: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline let divisor: VarianceDivisor
  @usableFromInline var moments: RollingMoments

  /// Creates the variance of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of values in the window; at least two.
  ///   - divisor: What squared deviations are divided by.
  ///   - input: The number that is read from each bar.
  @inlinable
  public init(period: Int, divisor: VarianceDivisor, input: BarField) {
    self.input = input
    precondition(period > 1, "one value does not deviate")
    self.divisor = divisor
    moments = RollingMoments(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { moments.period - 1 }

  /// Consumes the next value and returns the variance.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    moments.push(value)
    return moments.isFull ? moments.variance(divisor)?.finiteOrNil : nil
  }
}

extension RollingVariance {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "variance",
    summary: "The variance of the last period values.",
    formula: "variance[i] = sum((x - mean)^2) / divisor",
    schema: ParameterSchema([.window(20), .divisor(.population), .input(.close)]),
    witness: "TA-Lib VAR (population)"
  ) { parameters in
    RollingVariance(
      period: parameters.integer("period"),
      divisor: parameters.divisor("divisor"),
      input: parameters.barField("input")
    )
  }
}
