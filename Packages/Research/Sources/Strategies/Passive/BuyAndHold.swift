public import Backtest
internal import ConfigValidation

/// Buys on the first bar and never trades again: what every other strategy has to beat.
@frozen
public struct BuyAndHold: BarStrategy {
  @usableFromInline var hasBought = false

  /// Creates the strategy.
  @inlinable
  public init() {}

  /// Reacts to the close of a bar.
  @inlinable
  public mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    if !hasBought {
      hasBought = true
      context.submit(.signal(1))
    }
  }
}

extension BuyAndHold {
  /// The strategy as a registry lists it.
  public static let definition = StrategyDefinition(
    name: "BuyAndHoldStrategy",
    summary: "Buys on the first bar and holds: the benchmark.",
    schema: ParameterSchema([]),
    supports: { _ in true },
    make: { (_, _) throws(BacktestError) in BuyAndHold() }
  )
}
