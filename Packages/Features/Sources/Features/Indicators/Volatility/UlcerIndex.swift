internal import ConfigValidation
public import MarketModel

/// The root mean square of the recent falls below the recent peak, in percent.
///
/// Each fall is measured from the peak of the *period* values up to it. A fall from a peak that
/// is not positive is undefined and starts the mean afresh.
///
/// ## References
///
/// - P. Martin and B. McCann (1989), *The Investor's Guide to Fidelity Funds*.
@frozen
public struct UlcerIndex: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var peak: RollingExtremum
  @usableFromInline var squares: SlidingSum

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    peak = RollingExtremum(period: period, largest: true)
    squares = SlidingSum(period: period)
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { 2 * (squares.period - 1) }

  /// Consumes the next value and returns the index, in percent.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    guard let top = peak.update(value: value) else { return nil }
    guard top > 0, let fall = (100 * (value - top) / top).finiteOrNil else {
      squares.removeAll()
      return nil
    }
    return squares.mean(adding: fall * fall).flatMap { max($0, 0).squareRoot().finiteOrNil }
  }
}

extension UlcerIndex {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "ulcer_index",
    summary: "The root mean square of recent falls below the recent peak, in percent.",
    formula: "ulcer = sqrt(mean((100 * (x - max(x)) / max(x))^2)), both over period",
    schema: ParameterSchema([.period(14), .input(.close)]),
    witness: "numpy over TA-Lib MAX and SUM"
  ) { parameters in
    UlcerIndex(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
