internal import ConfigValidation
public import MarketModel

/// How many bars ago the window had its highest high and its lowest low.
///
/// Of equal extremes the newest counts; zero means this bar. Equal to the distances of TA-Lib's
/// `MAXINDEX` and `MININDEX` where extremes are not equal: which of equal ones those name depends
/// on where the function started.
@frozen
public struct BarsSinceExtreme: CausalTransform, Hashable {
  /// The two values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["high", "low"]

    /// Bars since the highest high.
    public var high: Double?

    /// Bars since the lowest low.
    public var low: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (high, low) = (nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: high
      default: low
      }
    }
  }

  @usableFromInline var highest: RollingExtremumAge
  @usableFromInline var lowest: RollingExtremumAge

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    highest = RollingExtremumAge(period: period, largest: true)
    lowest = RollingExtremumAge(period: period, largest: false)
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { highest.period - 1 }

  /// Consumes the next bar and returns both ages.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    var output = Output()
    let low = lowest.update(value: bar.low)
    guard let high = highest.update(value: bar.high), let low else { return output }
    (output.high, output.low) = (Double(high.age), Double(low.age))
    return output
  }
}

extension BarsSinceExtreme {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "bars_since_extreme",
    summary: "The number of bars since the highest high and the lowest low of the window.",
    formula: "high = i - argmax(high), low = i - argmin(low) over bars i-period+1 … i",
    schema: ParameterSchema([.period(20)]),
    witness: "TA-Lib MAXINDEX and MININDEX"
  ) { parameters in
    BarsSinceExtreme(period: parameters.integer("period"))
  }
}
