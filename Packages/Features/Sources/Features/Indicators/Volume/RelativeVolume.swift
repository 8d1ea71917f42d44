internal import ConfigValidation
public import MarketModel

/// The volume of a bar as a multiple of the mean of the *period* bars before it.
///
/// Undefined while nothing was traded in them.
@frozen
public struct RelativeVolume: CausalTransform, Hashable {
  @usableFromInline var volumes: SlidingSum
  @usableFromInline var mean: Double?

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int) {
    volumes = SlidingSum(period: period)
    mean = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { volumes.period }

  /// Consumes the next bar and returns the multiple.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    defer { mean = volumes.mean(adding: bar.volume) }
    guard let mean, mean > 0 else { return nil }
    return ratio(bar.volume, over: mean)
  }
}

extension RelativeVolume {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "relative_volume",
    summary: "The volume of a bar as a multiple of the mean of the bars before it.",
    formula: "relative_volume[i] = volume[i] / mean(volume[k]), k = i-period … i-1",
    schema: ParameterSchema([.period(20)]),
    witness: "TA-Lib SMA"
  ) { parameters in
    RelativeVolume(period: parameters.integer("period"))
  }
}
