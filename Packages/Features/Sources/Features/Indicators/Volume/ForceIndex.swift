internal import ConfigValidation
public import MarketModel

/// An exponential average of the change of the close times volume.
///
/// ## References
///
/// - A. Elder (1993), *Trading for a Living*.
@frozen
public struct ForceIndex: CausalTransform, Hashable {
  @usableFromInline var average: ExponentialAverage
  @usableFromInline var previousClose: Double?

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    average = ExponentialAverage(period: period)
    previousClose = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { average.period }

  /// Consumes the next bar and returns the index.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    defer { previousClose = bar.close }
    guard let last = previousClose else { return nil }
    return average.update(value: (bar.close - last) * bar.volume)
  }
}

extension ForceIndex {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "force_index",
    summary: "An exponential average of the change of the close times volume.",
    formula: "force = ema((close[i] - close[i-1]) * volume[i], period)",
    schema: ParameterSchema([.period(13)]),
    witness: "numpy over TA-Lib EMA"
  ) { parameters in
    ForceIndex(period: parameters.integer("period"))
  }
}
