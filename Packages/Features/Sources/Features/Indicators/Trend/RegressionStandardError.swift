internal import ConfigValidation
public import MarketModel

/// The standard deviation of the last *period* values about their straight line.
///
/// Squared distances are divided by *period* - 2, the freedom that a line leaves.
@frozen
public struct RegressionStandardError: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var regression: RollingRegression

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is at least three.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    precondition(period > 2, "a line leaves nothing of two points")
    regression = RollingRegression(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { regression.period - 1 }

  /// Consumes the next value and returns the standard error.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    regression.push(value)
    return regression.squares.map { ($0.residual / Double(regression.period - 2)).squareRoot() }
  }
}

extension RegressionStandardError {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "standard_error",
    summary: "The standard deviation of values about their least-squares line.",
    formula: "standard_error = sqrt(sum((x - line)^2) / (period - 2))",
    schema: ParameterSchema([.window(14, atLeast: 3), .input(.close)]),
    witness: "numpy polyfit"
  ) { parameters in
    RegressionStandardError(
      period: parameters.integer("period"),
      input: parameters.barField("input")
    )
  }
}
