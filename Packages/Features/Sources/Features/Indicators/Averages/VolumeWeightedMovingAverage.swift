internal import ConfigValidation
public import MarketModel

/// The mean of the last *period* values of a field, weighted by volume.
///
/// Undefined while nothing was traded in the window.
@frozen
public struct VolumeWeightedMovingAverage: CausalTransform, Hashable {
  @usableFromInline let input: BarField
  @usableFromInline var mean: RollingWeightedMean

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    mean = RollingWeightedMean(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { mean.period - 1 }

  /// Consumes the next bar and returns the average.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    mean.update(value: bar[input], weight: bar.volume)
  }
}

extension VolumeWeightedMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "vwma",
    summary: "The mean of the last period closes, weighted by volume.",
    formula: "vwma[i] = sum(x * volume) / sum(volume)",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "numpy over TA-Lib SUM"
  ) { parameters in
    VolumeWeightedMovingAverage(
      period: parameters.integer("period"),
      input: parameters.barField("input")
    )
  }
}
