internal import ConfigValidation
public import MarketModel

/// How recently the window had its highest high and its lowest low, from 0 to 100.
///
/// Equal to TA-Lib's `AROON` and `AROONOSC`; of equal extremes the newest counts.
///
/// ## References
///
/// - T. Chande (1995), *The Time Price Oscillator*.
@frozen
public struct Aroon: CausalTransform, Hashable {
  /// The three values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["up", "down", "oscillator"]

    /// 100 when the highest high is this bar's, 0 when it is *period* bars old.
    public var up: Double?

    /// 100 when the lowest low is this bar's.
    public var down: Double?

    /// Up less down.
    public var oscillator: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (up, down, oscillator) = (nil, nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: up
      case 1: down
      default: oscillator
      }
    }
  }

  @usableFromInline let period: Int
  @usableFromInline var highest: RollingExtremumAge
  @usableFromInline var lowest: RollingExtremumAge

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    self.period = period
    highest = RollingExtremumAge(period: period + 1, largest: true)
    lowest = RollingExtremumAge(period: period + 1, largest: false)
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { period }

  /// Consumes the next bar and returns the three lines.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    var output = Output()
    let low = lowest.update(value: bar.low)
    guard let high = highest.update(value: bar.high), let low else { return output }
    let factor = 100 / Double(period)
    let (up, down) = (factor * Double(period - high.age), factor * Double(period - low.age))
    (output.up, output.down, output.oscillator) = (up, down, up - down)
    return output
  }
}

extension Aroon {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "aroon",
    summary: "How recently the window had its high and its low, 0 to 100, and the difference.",
    formula:
      "up = 100 * (period - age of max(high)) / period; down alike; oscillator = up - down",
    schema: ParameterSchema([.period(14)]),
    witness: "TA-Lib AROON and AROONOSC"
  ) { parameters in
    Aroon(period: parameters.integer("period"))
  }
}
