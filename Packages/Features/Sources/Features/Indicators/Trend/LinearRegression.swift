internal import ConfigValidation
public import MarketModel

/// The least-squares line through the last *period* values.
///
/// Equal to TA-Lib's `LINEARREG`, `LINEARREG_SLOPE`, `LINEARREG_INTERCEPT`, `LINEARREG_ANGLE` and
/// `TSF`. The intercept is the height of the line at the oldest value of the window.
@frozen
public struct LinearRegression: ValueTransform, Hashable {
  /// The five values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["line", "slope", "intercept", "angle", "forecast"]

    /// The height of the line at the newest value.
    public var line: Double?

    /// The rise of the line, in units per bar.
    public var slope: Double?

    /// The height of the line at the oldest value.
    public var intercept: Double?

    /// The angle whose tangent is the slope, in degrees.
    public var angle: Double?

    /// The height of the line one bar ahead.
    public var forecast: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (line, slope, intercept, angle, forecast) = (nil, nil, nil, nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: line
      case 1: slope
      case 2: intercept
      case 3: angle
      default: forecast
      }
    }
  }

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

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { regression.period - 1 }

  /// Consumes the next value and returns the line.
  @inlinable
  public mutating func update(value: Double) -> Output {
    var output = Output()
    regression.push(value)
    guard let slope = regression.slope else { return output }
    output.line = regression.height(at: Double(regression.period - 1))
    output.slope = slope
    output.intercept = regression.height(at: 0)
    output.angle = degrees(ofSlope: slope)
    output.forecast = regression.height(at: Double(regression.period))
    return output
  }
}

extension LinearRegression {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "linear_regression",
    summary: "The least-squares line through the last period values.",
    formula: "x ~ intercept + slope * k, k = 0…period-1; line at period-1, forecast at period",
    schema: ParameterSchema([.window(14), .input(.close)]),
    witness: "TA-Lib LINEARREG, _SLOPE, _INTERCEPT, _ANGLE, TSF"
  ) { parameters in
    LinearRegression(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
