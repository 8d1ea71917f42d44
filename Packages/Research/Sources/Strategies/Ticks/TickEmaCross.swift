public import Backtest
internal import ConfigValidation

/// Long while a fast exponential average of prices lies above a slow one, and flat or short while below.
///
/// Both averages take every price with a weight of `2 / (n + 1)` and start at the first price. They are
/// compared at the end of each batch with a price, from the first on that has seen as many prices as the slow average
/// is long; that one says where they lie and trades nothing.
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
    if !isPlaced || isAbove == wasAbove { return }
    if isAbove { position.goLong(&context) } else { position.goShort(&context) }
  }
}
