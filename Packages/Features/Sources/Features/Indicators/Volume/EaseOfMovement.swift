internal import ConfigValidation
public import MarketModel

/// The mean of how far the middle of the bar moved for the volume that it took.
///
/// Volume is counted in units of `unit` shares. A bar without volume has no value and starts the
/// mean afresh.
///
/// ## References
///
/// - R. Arms (1983), *Volume Cycles in the Stock Market*.
@frozen
public struct EaseOfMovement: CausalTransform, Hashable {
  @usableFromInline let unit: Double
  @usableFromInline var moves: SlidingSum
  @usableFromInline var previous: Double?

  /// Creates the indicator of an empty stream.
  ///
  /// - Parameters:
  ///   - period: The number of bars in the mean; positive.
  ///   - unit: The volume that counts as one; positive.
  @inlinable
  public init(period: Int, unit: Double) {
    precondition(unit > 0, "a unit is positive")
    self.unit = unit
    moves = SlidingSum(period: period)
    previous = nil
  }

  /// The number of bars before the first defined value.
  @inlinable
  public var lookback: Int { moves.period }

  /// Consumes the next bar and returns the mean.
  @inlinable
  public mutating func update(_ bar: Bar) -> Double? {
    let middle = bar[.median]
    defer { previous = middle }
    guard let previous else { return nil }
    guard let move = ratio((middle - previous) * (bar.high - bar.low), over: bar.volume / unit)
    else {
      moves.removeAll()
      return nil
    }
    return moves.mean(adding: move)
  }
}

extension EaseOfMovement {
  /// The catalog entry.
  public static let definition = IndicatorDefinition(
    name: "ease_of_movement",
    summary: "The mean move of the bar's middle for the volume that it took.",
    formula: "emv = sma((mid[i] - mid[i-1]) * (high - low) / (volume / unit), period)",
    schema: ParameterSchema([
      .period(14),
      .number("unit", 1...1_000_000_000_000, 100_000_000, "Volume that counts as one."),
    ]),
    witness: "numpy over TA-Lib SMA"
  ) { parameters in
    EaseOfMovement(period: parameters.integer("period"), unit: parameters.number("unit"))
  }
}
