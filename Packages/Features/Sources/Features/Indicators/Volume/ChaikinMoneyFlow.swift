internal import ConfigValidation
public import MarketModel

/// The volume of *period* bars weighted by the place of the close, as a share of all volume.
///
/// From -1 to 1. A bar without a range counts as neither side. Undefined while nothing was
/// traded.
///
/// ## References
///
/// - M. Chaikin, in S. Achelis (1995), *Technical Analysis from A to Z*.
@frozen
public struct ChaikinMoneyFlow: CausalTransform, Hashable {
  @usableFromInline var flows: SlidingSum
  @usableFromInline var volumes: SlidingSum

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    flows = SlidingSum(period: period)
    volumes = flows
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { flows.period - 1 }

  /// Consumes the next bar and returns the share.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    let flow = flows.update(value: bar.moneyFlowVolume)
    guard let traded = volumes.update(value: bar.volume), let flow else { return nil }
    return ratio(flow, over: traded)
  }
}

extension ChaikinMoneyFlow {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "cmf",
    summary: "Volume weighted by the place of the close, as a share of volume, -1 to 1.",
    formula: "cmf = sum(((close - low) - (high - close)) / (high - low) * volume) / sum(volume)",
    schema: ParameterSchema([.period(20)]),
    witness: "numpy over TA-Lib SUM"
  ) { parameters in
    ChaikinMoneyFlow(period: parameters.integer("period"))
  }
}
