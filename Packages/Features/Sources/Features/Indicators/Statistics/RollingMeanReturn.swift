internal import ConfigValidation
public import MarketModel

/// The mean of the last *period* simple one-bar returns.
///
/// A fraction per bar. Undefined while a return in the window has no meaning, because the value
/// before it is zero.
@frozen
public struct RollingMeanReturn: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var moments: RollingMoments
  @usableFromInline var previous: Double?

  /// Creates the mean of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    moments = RollingMoments(period: period)
    previous = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { moments.period }

  /// Consumes the next value and returns the mean return.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    defer { previous = value }
    guard let previous else { return nil }
    guard previous != 0 else {
      moments = RollingMoments(period: moments.period)
      return nil
    }
    moments.push(value / previous - 1)
    return moments.isFull ? moments.mean : nil
  }
}

extension RollingMeanReturn {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "mean_return",
    summary: "The mean of the last period simple one-bar returns.",
    formula: "mean_return[i] = mean(x[k] / x[k-1] - 1), k = i-period+1 … i",
    schema: ParameterSchema([.period(20), .input(.close)]),
    witness: "TA-Lib SMA of ROCP(1)"
  ) { parameters in
    RollingMeanReturn(period: parameters.integer("period"), input: parameters.barField("input"))
  }
}
