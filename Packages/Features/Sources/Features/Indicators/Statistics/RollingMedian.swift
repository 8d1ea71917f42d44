internal import ConfigValidation
public import MarketModel

/// The median of the last *period* values; the mean of the middle two of an even number.
@frozen
public struct RollingMedian: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline let period: Int
  @usableFromInline var window: SortedWindow

  /// Creates the median of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    self.period = period
    window = SortedWindow(capacity: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { period - 1 }

  /// Consumes the next value and returns the median.
  ///
  /// - Complexity: O(log *period*) comparisons and O(*period*) moves.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    window.push(value)
    return window.isFull ? window.quantile(at: 0.5) : nil
  }
}

extension RollingMedian {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "median",
    summary: "The median of the last period values.",
    formula: "median of x[i-period+1] … x[i]",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "numpy median"
  ) { parameters in
    RollingMedian(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
