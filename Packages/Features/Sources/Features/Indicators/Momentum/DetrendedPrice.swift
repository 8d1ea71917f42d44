internal import ConfigValidation
public import MarketModel

/// An older value less the mean of the newest window.
///
/// The causal form: the value of `period / 2 + 1` bars ago is compared with the mean that is
/// known now. Charts often draw the result that many bars back, where it would look into the
/// future.
@frozen
public struct DetrendedPrice: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var window: RollingWindow
  @usableFromInline var sum: SlidingSum

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    window = RollingWindow(capacity: period / 2 + 2)
    sum = SlidingSum(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { max(window.capacity, sum.period) - 1 }

  /// Consumes the next value and returns the difference.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    _ = window.push(value)
    guard let mean = sum.mean(adding: value), window.isFull else { return nil }
    return window[ago: window.capacity - 1] - mean
  }
}

extension DetrendedPrice {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "dpo",
    summary: "The value of half a period ago less the mean of the newest window.",
    formula: "dpo[i] = x[i - (period/2 + 1)] - sma(x, period)[i]",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "numpy over TA-Lib SMA"
  ) { parameters in
    DetrendedPrice(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
