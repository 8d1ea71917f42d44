internal import ConfigValidation
public import MarketModel

/// The share of money that flowed while the typical price rose, from 0 to 100.
///
/// Equal to TA-Lib's `MFI` where the flow of the window is at least 1; below that TA-Lib gives 0,
/// here only a window without any flow is undefined.
///
/// ## References
///
/// - G. Quong and A. Soudack (1989), *Volume-weighted RSI: Money Flow*.
@frozen
public struct MoneyFlowIndex: CausalTransform, Hashable {
  @usableFromInline var inflow: SlidingSum
  @usableFromInline var outflow: SlidingSum
  @usableFromInline var previous: Double?

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    inflow = SlidingSum(period: period)
    outflow = inflow
    previous = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { inflow.period }

  /// Consumes the next bar and returns the index.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    let price = bar[.typical]
    defer { previous = price }
    guard let previous else { return nil }
    let flow = price * bar.volume
    // Three prices sum up to the same level in different ways: rounding is no rise and no fall.
    let step = abs(price - previous) > 4 * price.ulp ? price - previous : 0
    let down = outflow.update(value: step < 0 ? flow : 0)
    guard let up = inflow.update(value: step > 0 ? flow : 0), let down else { return nil }
    return ratio(100 * up, over: up + down)
  }
}

extension MoneyFlowIndex {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "mfi",
    summary: "The share of volume times price that came with rising prices, 0 to 100.",
    formula: "mfi = 100 * up / (up + down); up, down = sums of tp * volume where tp rose, fell",
    schema: ParameterSchema([.period(14)]),
    witness: "TA-Lib MFI"
  ) { parameters in
    MoneyFlowIndex(period: parameters.integer("period"))
  }
}
