internal import ConfigValidation
public import MarketModel

/// The middles of three windows, and the cloud between them, as they are known now.
///
/// The causal lines only: charts draw both spans 26 bars ahead, and a lagging line of closes 26
/// bars back; shift these values to draw them so. All four begin together.
///
/// ## References
///
/// - G. Hosoda (1969), *Ichimoku Kinko Hyo*.
@frozen
public struct Ichimoku: CausalTransform, Hashable {
  /// The four values of one bar.
  @frozen
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["conversion", "base", "span_a", "span_b"]

    /// The tenkan line.
    public var conversion: Double?

    /// The kijun line.
    public var base: Double?

    /// The middle between conversion and base, unshifted.
    public var spanA: Double?

    /// The middle of the longest window, unshifted.
    public var spanB: Double?

    /// Creates an output with nothing defined.
    @inlinable
    public init() {
      (conversion, base, spanA, spanB) = (nil, nil, nil, nil)
    }

    /// The value at a position of ``names``.
    @inlinable
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: conversion
      case 1: base
      case 2: spanA
      default: spanB
      }
    }
  }

  @usableFromInline var short: MidpointPrice
  @usableFromInline var middle: MidpointPrice
  @usableFromInline var long: MidpointPrice

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: Periods are positive.
  @inlinable
  public init(conversion: Int, base: Int, span: Int) {
    short = MidpointPrice(period: conversion)
    middle = MidpointPrice(period: base)
    long = MidpointPrice(period: span)
  }

  /// The number of bars before the first defined values.
  @inlinable
  public var lookback: Int { max(short.lookback, middle.lookback, long.lookback) }

  /// Consumes the next bar and returns the four lines.
  @inlinable
  public mutating func update(_ bar: Bar) -> Output {
    var output = Output()
    let (first, second) = (short.update(bar), middle.update(bar))
    guard let third = long.update(bar), let first, let second else { return output }
    (output.conversion, output.base) = (first, second)
    (output.spanA, output.spanB) = ((first + second) / 2, third)
    return output
  }
}

extension Ichimoku {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "ichimoku",
    summary: "The middles of three windows and the cloud between them, not shifted.",
    formula:
      "conversion, base, span_b = (max(high) + min(low)) / 2; span_a = (conversion + base) / 2",
    schema: ParameterSchema([
      .period(named: "conversion", 9), .period(named: "base", 26), .period(named: "span", 52),
    ]),
    witness: "TA-Lib MIDPRICE"
  ) { parameters in
    Ichimoku(
      conversion: parameters.integer("conversion"),
      base: parameters.integer("base"),
      span: parameters.integer("span")
    )
  }
}
