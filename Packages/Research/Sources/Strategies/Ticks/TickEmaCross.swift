public import Backtest
internal import ConfigValidation

/// Long while a fast exponential average of prices lies above a slow one, and flat or short while below.
///
/// Both averages take every price with a weight of `2 / (n + 1)` and start at the first price. They are
/// compared at the end of each batch with a price, from the first on that has seen as many prices as the slow average
/// is long; that one says where they lie and trades nothing. What a cross left open, because its order filled in
/// part or another one was under way, is closed in the batches after it.
///
/// **Causality.** Decides at the end of a batch, from prices up to there.
@frozen
public struct TickEmaCross: TickBatchStrategy {
  @usableFromInline let fastWeight: Double
  @usableFromInline let slowWeight: Double
  @usableFromInline let slow: Int
  @usableFromInline let prices: ObservedPrices
  @usableFromInline let position: UnitPosition
  @usableFromInline var fastAverage = 0.0
  @usableFromInline var slowAverage = 0.0
  @usableFromInline var observed = 0
  @usableFromInline var isPlaced = false
  @usableFromInline var wasAbove = false

  /// Creates the strategy.
  ///
  /// - Parameters:
  ///   - fast: The length of the fast average in prices.
  ///   - slow: The length of the slow average in prices.
  ///   - prices: The prices that are observed.
  ///   - units: The size of the position.
  ///   - allowsShort: Whether a cross down sells short.
  @inlinable
  public init(fast: Int, slow: Int, prices: ObservedPrices, units: Double, allowsShort: Bool) {
    fastWeight = 2 / Double(fast + 1)
    slowWeight = 2 / Double(slow + 1)
    self.slow = slow
    self.prices = prices
    position = UnitPosition(units: units, allowsShort: allowsShort)
  }

  /// Reacts to the end of a batch.
  @inlinable
  public mutating func onTicks(_ batch: borrowing TickBatch, _ context: inout TickContext) {
    let before = observed
    prices.forEach(in: batch) { price in
      if observed == 0 { (fastAverage, slowAverage) = (price, price) }
      fastAverage += fastWeight * (price - fastAverage)
      slowAverage += slowWeight * (price - slowAverage)
      observed += 1
    }
    if observed == before || observed < slow { return }
    let isAbove = fastAverage > slowAverage
    defer { (isPlaced, wasAbove) = (true, isAbove) }
    let isLeftOver = isAbove ? context.position < 0 : context.position > 0
    if !isPlaced || (isAbove == wasAbove && !isLeftOver) { return }
    if isAbove { position.goLong(&context) } else { position.goShort(&context) }
  }
}

extension TickEmaCross {
  /// The strategy as a registry lists it.
  public static let definition = TickStrategyDefinition(
    name: "TickEmaCrossStrategy",
    summary: "Long while a fast exponential average of prices lies above a slow one.",
    schema: ParameterSchema([
      .count("fast", 1...1_000_000, 12, "Length of the fast average in prices."),
      .count("slow", 2...1_000_000, 26, "Length of the slow average in prices; above fast."),
      .observedPrices, .units, .allowShort,
    ]),
    needs: .anything,
    makeBatch: { (parameters, content) throws(BacktestError) in
      let (fast, slow) = (parameters.integer("fast"), parameters.integer("slow"))
      try require(fast < slow, "fast (\(fast)) must be smaller than slow (\(slow))")
      return TickEmaCross(
        fast: fast,
        slow: slow,
        prices: try parameters.observedPrices(in: content),
        units: parameters.number("units"),
        allowsShort: parameters.flag("allow_short")
      )
    }
  )
}
