internal import ConfigValidation
public import MarketModel

/// The average price of the last *period* bars, weighted by volume.
///
/// The price of a bar is a field of it: the close, or the typical price as on many charts. It is
/// the volume-weighted moving average under the name that traders look for. Undefined while
/// nothing was traded in the window.
@frozen
public struct RollingVolumeWeightedPrice: CausalTransform, Hashable {
  @usableFromInline var average: VolumeWeightedMovingAverage

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    average = VolumeWeightedMovingAverage(period: period, input: input)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { average.lookback }

  /// Consumes the next bar and returns the average price.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    average.update(bar)
  }
}

extension RollingVolumeWeightedPrice {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "vwap",
    summary: "The average price of the last period bars, weighted by volume.",
    formula: "vwap[i] = sum(price * volume) / sum(volume)",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "numpy over TA-Lib SUM"
  ) { parameters in
    RollingVolumeWeightedPrice(
      period: parameters.integer("period"),
      input: parameters.barField("input")
    )
  }
}
