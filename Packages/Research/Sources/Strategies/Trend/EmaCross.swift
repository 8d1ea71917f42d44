public import Backtest
internal import ConfigValidation
internal import Features

/// Long while a fast exponential average lies above a slow one, and out or short while below.
///
/// Trades on crosses only: the first bar on which both averages are defined says where they lie and
/// trades nothing. An order is submitted when the wanted side changes, never to repeat one.
///
/// **Causality.** Both averages are columns of the closed bars.
@frozen
public struct EmaCross: BarStrategy {
  @usableFromInline let fast: Column
  @usableFromInline let slow: Column
  @usableFromInline let shortSignal: Double
  @usableFromInline var isPlaced = false
  @usableFromInline var wasAbove = false
  @usableFromInline var wanted = 0.0

  /// Creates the strategy over two columns of averages.
  @inlinable
  public init(fast: Column, slow: Column, allowsShort: Bool) {
    self.fast = fast
    self.slow = slow
    shortSignal = allowsShort ? -1 : 0
  }

  /// Reacts to the close of a bar.
  @inlinable
  public mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    guard let (fast, slow) = bar[fast, slow] else { return }
    let isAbove = fast > slow
    if isAbove != wasAbove {
      wasAbove = isAbove
      let signal = isAbove ? 1 : shortSignal
      if isPlaced, signal != wanted {
        wanted = signal
        context.submit(.signal(signal))
      }
    }
    isPlaced = true
  }
}

extension EmaCross {
  /// The strategy as a registry lists it.
  public static let definition = StrategyDefinition(
    name: "EmaCrossStrategy",
    summary: "Long while a fast exponential average lies above a slow one.",
    schema: ParameterSchema([
      .count("fast", 1...1_000, 20, "Length of the fast average in bars."),
      .count("slow", 2...5_000, 50, "Length of the slow average in bars; above fast."),
      .choice("seeding", Seeding.self, .firstValue, "Where the averages start."),
      .allowShort,
    ]),
    supports: { _ in true },
    make: { (parameters, columns) throws(BacktestError) in
      let (fast, slow) = (parameters.integer("fast"), parameters.integer("slow"))
      try require(fast < slow, "fast (\(fast)) must be smaller than slow (\(slow))")
      let seeding = parameters.choice("seeding", Seeding.self)
      return EmaCross(
        fast: columns.add(
          ExponentialMovingAverage(period: fast, seeding: seeding, input: .close)
        ),
        slow: columns.add(
          ExponentialMovingAverage(period: slow, seeding: seeding, input: .close)
        ),
        allowsShort: parameters.flag("allow_short")
      )
    }
  )
}
