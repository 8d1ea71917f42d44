internal import ConfigValidation
public import MarketModel

/// A mean whose weights rise to the middle of the window and fall again.
///
/// Computed as the mean of a mean; equal to TA-Lib's `TRIMA`.
@frozen
public struct TriangularMovingAverage: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline let period: Int
  @usableFromInline var inner: SlidingSum
  @usableFromInline var outer: SlidingSum

  /// Creates the average of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    self.period = period
    let half = (period + 1) / 2
    inner = SlidingSum(period: half)
    outer = SlidingSum(period: period + 1 - half)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { period - 1 }

  /// Consumes the next value and returns the average.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    guard let mean = inner.mean(adding: value) else { return nil }
    return outer.mean(adding: mean)
  }
}

extension TriangularMovingAverage {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "trima",
    summary: "A mean whose weights rise to the middle of the window and fall again.",
    formula: "trima = sma(sma(x, (period+1)/2), period/2 + 1), quotients rounded down",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "TA-Lib TRIMA"
  ) { parameters in
    TriangularMovingAverage(
      period: parameters.integer("period"),
      input: parameters.barField("input")
    )
  }
}
