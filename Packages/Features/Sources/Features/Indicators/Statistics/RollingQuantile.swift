internal import ConfigValidation
public import MarketModel

/// A quantile of the last *period* values, by linear interpolation.
@frozen
public struct RollingQuantile: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline let fraction: Double
  @usableFromInline let period: Int
  @usableFromInline var window: SortedWindow

  /// Creates the quantile of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of values in the window; positive.
  ///   - fraction: The probability, in 0...1; 0.5 is the median.
  ///   - input: The number that is read from each bar.
  @inlinable
  public init(period: Int, fraction: Double, input: BarField) {
    precondition(fraction >= 0 && fraction <= 1, "a probability lies in 0...1")
    self.input = input
    self.fraction = fraction
    self.period = period
    window = SortedWindow(capacity: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { period - 1 }

  /// Consumes the next value and returns the quantile.
  ///
  /// - Complexity: O(log *period*) comparisons and O(*period*) moves.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    window.push(value)
    return window.isFull ? window.quantile(at: fraction) : nil
  }
}

extension RollingQuantile {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "quantile",
    summary: "A quantile of the last period values, by linear interpolation.",
    formula: "quantile[i] = sorted window at position fraction * (period - 1)",
    schema: ParameterSchema([
      .period(20), .number("fraction", 0...1, 0.5, "The probability; 0.5 is the median."),
      .input(.close),
    ]),
    witness: "numpy quantile (linear)"
  ) { parameters in
    RollingQuantile(
      period: parameters.integer("period"),
      fraction: parameters.number("fraction"),
      input: parameters.barField("input")
    )
  }
}
