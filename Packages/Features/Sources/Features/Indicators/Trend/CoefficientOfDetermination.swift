internal import ConfigValidation
public import MarketModel

/// The share of the variance of the last *period* values that a straight line explains.
///
/// From 0 to 1. Undefined while the window does not vary.
@frozen
public struct CoefficientOfDetermination: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var regression: RollingRegression

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is at least two.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    regression = RollingRegression(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { regression.period - 1 }

  /// Consumes the next value and returns the share.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    regression.push(value)
    guard let squares = regression.squares, squares.total > 0 else { return nil }
    return 1 - min(squares.residual / squares.total, 1)
  }
}

extension CoefficientOfDetermination {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "r_squared",
    summary: "The share of variance that a straight line explains, 0 to 1.",
    formula: "r_squared = 1 - sum((x - line)^2) / sum((x - mean)^2)",
    schema: ParameterSchema([.window(14), .input(.close)]),
    witness: "TA-Lib CORREL with time, squared"
  ) { parameters in
    CoefficientOfDetermination(
      period: parameters.integer("period"),
      input: parameters.barField("input")
    )
  }
}
