internal import ConfigValidation
public import MarketModel

/// A band of true ranges that follows the price and changes sides when the close crosses it.
///
/// Starts falling at the first average range. The band below a rising price never falls, the one
/// above a falling price never rises; a band starts afresh after a close beyond it.
///
/// ## References
///
/// - O. Seban (2008), *Tout le monde mérite d'être riche*.
@frozen
public struct Supertrend: CausalTransform, Hashable {
  /// The two values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["line", "direction"]

    /// The band on the side of the trend.
    public var line: Double?

    /// 1 while rising, -1 while falling.
    public var direction: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (line, direction) = (nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: line
      default: direction
      }
    }
  }

  @usableFromInline let multiplier: Double
  @usableFromInline var range: AverageTrueRange
  @usableFromInline var upper: Double
  @usableFromInline var lower: Double
  @usableFromInline var previousClose: Double
  @usableFromInline var direction: Double

  /// Creates the indicator of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The period of the average true range; positive.
  ///   - multiplier: The distance of a band from the middle of a bar, in average ranges.
  @inlinable
  public init(period: Int, multiplier: Double) {
    self.multiplier = multiplier
    range = AverageTrueRange(period: period)
    (upper, lower, previousClose) = (.infinity, -.infinity, 0)
    direction = -1
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { range.lookback }

  /// Consumes the next bar and returns the band and the direction.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    var output = Output()
    defer { previousClose = bar.close }
    guard let average = range.update(bar) else { return output }
    let (middle, width) = (bar[.median], multiplier * average)
    if middle + width < upper || previousClose > upper { upper = middle + width }
    if middle - width > lower || previousClose < lower { lower = middle - width }
    if direction < 0, bar.close > upper {
      direction = 1
    } else if direction > 0, bar.close < lower {
      direction = -1
    }
    output.line = (direction > 0 ? lower : upper).finiteOrNil
    output.direction = direction
    return output
  }
}

extension Supertrend {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "supertrend",
    summary: "A trailing band of true ranges, and the direction that it stands for.",
    formula: "(high + low) / 2 ± multiplier * atr(period), carried over while not crossed",
    schema: ParameterSchema([
      .period(10), .number("multiplier", 0.1...100, 3, "Distance of a band, in average ranges."),
    ]),
    witness: "numpy loop over TA-Lib ATR"
  ) { parameters in
    Supertrend(period: parameters.integer("period"), multiplier: parameters.number("multiplier"))
  }
}
