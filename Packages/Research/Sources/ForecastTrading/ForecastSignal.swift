public import Backtest

/// Holds the position that the newest visible forecast asks for.
///
/// The wanted positions are a column of the market, each visible from the close of the bar that it was
/// decided at; an order is sent where the wanted position changes, and fills as the run's settings say.
///
/// **Causality.** Reads nothing but the column at the bar that has just closed.
@frozen
public struct ForecastSignal: BarStrategy {
  /// The name of the column of wanted positions.
  public static let seriesName = "forecast.position"

  @usableFromInline let wanted: Column
  @usableFromInline var last = 0.0

  /// Creates the strategy for a column of wanted positions between -1 and 1.
  @inlinable
  public init(_ wanted: Column) { self.wanted = wanted }

  /// Reacts to the close of a bar.
  @inlinable
  public mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    guard let target = bar[wanted], target != last else { return }
    last = target
    context.submit(.signal(target))
  }
}
