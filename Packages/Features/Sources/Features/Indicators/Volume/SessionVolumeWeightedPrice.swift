internal import ConfigValidation
public import MarketModel

/// The average price since the session began, weighted by volume.
///
/// A session is a day of 24 hours that starts `startHour` hours after midnight UTC, by the open
/// times of bars: 0 suits markets that never close and exchanges whose hours lie inside one UTC
/// day. Undefined until something was traded in the session.
@frozen
public struct SessionVolumeWeightedPrice: CausalTransform, Hashable {
  @usableFromInline let input: BarField
  @usableFromInline let offset: Int64
  @usableFromInline var session: Int64?
  @usableFromInline var mean: Double
  @usableFromInline var weight: Double

  /// Creates the average of an empty stream.
  ///
  /// - Parameters:
  ///   - startHour: The start of a session, in hours after midnight UTC.
  ///   - input: The price that is read from each bar.
  @inlinable
  public init(startHour: Double, input: BarField) {
    self.input = input
    offset = Int64((startHour * 3600).rounded()) * 1_000_000_000
    (session, mean, weight) = (nil, 0, 0)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 0 }

  /// Consumes the next bar and returns the average price.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    let day = bar.openTime.advanced(byNanoseconds: -offset).utcDay
    if day != session { (session, mean, weight) = (day, bar[input], 0) }
    guard bar.volume > 0 else { return weight > 0 ? mean : nil }
    weight += bar.volume
    mean.addProduct(bar.volume / weight, bar[input] - mean)
    return mean.finiteOrNil
  }
}

extension SessionVolumeWeightedPrice {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "session_vwap",
    summary: "The average price since the session began, weighted by volume.",
    formula: "sum(price * volume) / sum(volume) since the last start_hour o'clock UTC",
    schema: ParameterSchema([
      .number("start_hour", 0...24, 0, "Start of a session, in hours after midnight UTC."),
      .input(.typical),
    ]),
    witness: "numpy loop"
  ) { parameters in
    SessionVolumeWeightedPrice(
      startHour: parameters.number("start_hour"),
      input: parameters.barField("input")
    )
  }
}
