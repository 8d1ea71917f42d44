internal import ConfigValidation
public import MarketModel

/// Upward and downward movement between neighbouring bars as shares of true range.
///
/// Undefined while the window has no range.
///
/// ## References
///
/// - E. Botes and D. Siepman (2010), *The Vortex Indicator*.
@frozen
public struct Vortex: CausalTransform, Hashable {
  /// The two values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["plus", "minus"]

    /// Upward movement.
    public var plus: Double?

    /// Downward movement.
    public var minus: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (plus, minus) = (nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: plus
      default: minus
      }
    }
  }

  @usableFromInline var rises: SlidingSum
  @usableFromInline var falls: SlidingSum
  @usableFromInline var ranges: SlidingSum
  @usableFromInline var previous: Bar?

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    rises = SlidingSum(period: period)
    (falls, ranges) = (rises, rises)
    previous = nil
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { rises.period }

  /// Consumes the next bar and returns both shares.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    var output = Output()
    defer { previous = bar }
    guard let last = previous else { return output }
    let up = rises.update(value: abs(bar.high - last.low))
    let down = falls.update(value: abs(bar.low - last.high))
    let range = max(bar.high, last.close) - min(bar.low, last.close)
    guard let moved = ranges.update(value: range), let up, let down else { return output }
    (output.plus, output.minus) = (ratio(up, over: moved), ratio(down, over: moved))
    return output
  }
}

extension Vortex {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "vortex",
    summary: "Upward and downward movement between bars as shares of true range.",
    formula:
      "plus = sum(|high[k] - low[k-1]|) / sum(tr); minus = sum(|low[k] - high[k-1]|) / sum(tr)",
    schema: ParameterSchema([.period(14)]),
    witness: "numpy over TA-Lib SUM and TRANGE"
  ) { parameters in
    Vortex(period: parameters.integer("period"))
  }
}
