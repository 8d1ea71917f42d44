internal import ConfigValidation
public import MarketModel

/// The balance of rises and falls in the recent absolute changes, from -100 to 100.
///
/// Equal to TA-Lib's `CMO`, which smooths as Wilder did; Chande's own text sums over a window.
/// Undefined while nothing has moved at all (TA-Lib gives 0).
///
/// ## References
///
/// - T. Chande and S. Kroll (1994), *The New Technical Trader*.
@frozen
public struct ChandeMomentumOscillator: ValueTransform, Hashable {
  /// A single value.
  public typealias Output = Double?

  /// The number that is read from each bar.
  public let input: BarField

  @usableFromInline var gains: ExponentialAverage
  @usableFromInline var losses: ExponentialAverage
  @usableFromInline var previous: Double?

  /// Creates the indicator of an empty stream.
  ///
  /// - Precondition: `period` is positive.
  @inlinable
  public init(period: Int, input: BarField) {
    self.input = input
    gains = ExponentialAverage(period: period, smoothing: 1 / Double(period))
    losses = gains
    previous = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { gains.period }

  /// Consumes the next value and returns the balance.
  @inlinable
  public mutating func update(value: Double) -> Double? {
    defer { previous = value }
    guard let previous else { return nil }
    let change = value - previous
    let loss = losses.update(value: change < 0 ? -change : 0)
    guard let gain = gains.update(value: change > 0 ? change : 0), let loss else { return nil }
    return ratio(100 * (gain - loss), over: gain + loss)
  }
}

extension ChandeMomentumOscillator {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "cmo",
    summary: "The balance of rises and falls in recent changes, -100 to 100.",
    formula: "cmo = 100 * (gain - loss) / (gain + loss), Wilder averages",
    schema: ParameterSchema([.period(14), .input(.close)]),
    witness: "TA-Lib CMO"
  ) { parameters in
    ChandeMomentumOscillator(
      period: parameters.integer("period"),
      input: parameters.barField("input")
    )
  }
}
