public import Backtest

/// Holds the position that the newest visible forecast asks for.
///
/// The wanted positions are a column of the market, each visible from the close of the bar that it was
/// decided at; an order is sent where the wanted position changes, and fills as the run's settings say.
///
/// A short position grows in size while it loses, so it does not stay what was asked for: one that has become
/// more than twice that, measured by the account's equity, is cut back to it, as a broker would demand. An account
/// whose equity is gone is closed for good. Without both, an account that was nearly ruined would win or lose
/// multiples of itself on single bars, and every mean of its returns would be about these.
///
/// **Causality.** Reads nothing but the column at the bar that has just closed.
@frozen
public struct ForecastSignal: BarStrategy {
  /// The name of the column of wanted positions.
  public static let seriesName = "forecast.position"

  @usableFromInline let wanted: Column
  @usableFromInline var last = 0.0
  @usableFromInline var isRuined = false

  /// Creates the strategy for a column of wanted positions between -1 and 1.
  @inlinable
  public init(_ wanted: Column) { self.wanted = wanted }

  /// Reacts to the close of a bar.
  @inlinable
  public mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    guard let target = bar[wanted], !isRuined else { return }
    if context.equity <= 0 {
      isRuined = true
      context.submit(.signal(0))
      return
    }
    let size = -context.position * bar.close
    guard target != last || (target < 0 && size > 2 * -target * context.equity) else { return }
    last = target
    context.submit(.signal(target))
  }
}
