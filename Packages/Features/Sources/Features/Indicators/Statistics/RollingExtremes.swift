internal import ConfigValidation
public import MarketModel

/// The largest and the smallest of the last *period* values, and the distance between them.
///
/// Equal to TA-Lib's `MAX` and `MIN`.
@frozen
public struct RollingExtremes: ValueTransform, Hashable {
  /// The three values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["maximum", "minimum", "range"]

    /// The largest value.
    public var maximum: Double?

    /// The smallest value.
    public var minimum: Double?

    /// Their distance.
    public var range: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (maximum, minimum, range) = (nil, nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: maximum
      case 1: minimum
      default: range
      }
    }
  }

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var largest: RollingExtremum
  @usableFromInline var smallest: RollingExtremum

  /// Creates the extremes of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    largest = RollingExtremum(period: period, largest: true)
    smallest = RollingExtremum(period: period, largest: false)
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { largest.period - 1 }

  /// Consumes the next value and returns both extremes.
  @inlinable
  public mutating func update(value: Double) -> Output {
    var output = Output()
    let low = smallest.update(value: value)
    guard let high = largest.update(value: value), let low else { return output }
    (output.maximum, output.minimum, output.range) = (high, low, high - low)
    return output
  }
}

extension RollingExtremes {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "extremes",
    summary: "The largest and the smallest of the last period values, and their distance.",
    formula: "maximum = max(x), minimum = min(x), range = maximum - minimum",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "TA-Lib MAX and MIN"
  ) { parameters in
    RollingExtremes(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
