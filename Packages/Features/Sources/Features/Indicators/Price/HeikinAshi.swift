internal import ConfigValidation
public import MarketModel

/// Bars whose body runs from the middle of the last body to the mean of the prices.
///
/// The first opens at the middle of its own body.
///
/// ## References
///
/// - D. Valcu (2004), *Using the Heikin-Ashi Technique*.
@frozen
public struct HeikinAshi: CausalTransform, Hashable {
  /// The four values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["open", "high", "low", "close"]

    /// The middle of the last smoothed body.
    public var open: Double?

    /// The largest of high, open and close.
    public var high: Double?

    /// The smallest of low, open and close.
    public var low: Double?

    /// The mean of the four prices.
    public var close: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (open, high, low, close) = (nil, nil, nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: open
      case 1: high
      case 2: low
      default: close
      }
    }
  }

  @usableFromInline var lastOpen: Double?
  @usableFromInline var lastClose: Double

  /// Creates the bars of an empty stream.
  @inlinable
  public init() {
    (lastOpen, lastClose) = (nil, 0)
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { 0 }

  /// Consumes the next bar and returns the smoothed bar.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    var output = Output()
    let close = (bar.open + bar.high + bar.low + bar.close) / 4
    let open = lastOpen.map { ($0 + lastClose) / 2 } ?? (bar.open + bar.close) / 2
    (lastOpen, lastClose) = (open, close)
    guard open.isFinite, close.isFinite else { return output }
    (output.open, output.close) = (open, close)
    output.high = max(bar.high, open, close)
    output.low = min(bar.low, open, close)
    return output
  }
}

extension HeikinAshi {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "heikin_ashi",
    summary: "Smoothed bars: open at the middle of the last body, close at the mean price.",
    formula:
      "close = (o + h + l + c) / 4; open = (last open + last close) / 2; high, low span all",
    schema: ParameterSchema([]),
    witness: "numpy loop"
  ) { _ in HeikinAshi() }
}
