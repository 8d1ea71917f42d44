public import Backtest
internal import ConfigValidation
internal import Features

/// Long while the histogram of the MACD is positive, and out or short while it is not.
///
/// Trades when the histogram changes its side of zero; zero itself counts as not positive when rising
/// and as not negative when falling. The first defined bar trades nothing.
///
/// **Causality.** The histogram is a column of the closed bars.
@frozen
public struct MacdTrend: BarStrategy {
  @usableFromInline let histogram: Column
  @usableFromInline let shortSignal: Double
  @usableFromInline var previous: Double?
  @usableFromInline var wanted = 0.0

  /// Creates the strategy over a column of histograms.
  @inlinable
  public init(histogram: Column, allowsShort: Bool) {
    self.histogram = histogram
    shortSignal = allowsShort ? -1 : 0
    previous = nil
  }

  /// Reacts to the close of a bar.
  @inlinable
  public mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    guard let value = bar[histogram] else { return }
    if let previous {
      if previous <= 0, value > 0 {
        want(1, &context)
      } else if previous >= 0, value < 0 {
        want(shortSignal, &context)
      }
    }
    previous = value
  }

  @inlinable
  mutating func want(_ signal: Double, _ context: inout StrategyContext) {
    if signal != wanted {
      wanted = signal
      context.submit(.signal(signal))
    }
  }
}

extension MacdTrend {
  /// The strategy as a registry lists it.
  public static let definition = StrategyDefinition(
    name: "MacdTrendStrategy",
    summary: "Long while the MACD lies above its signal line.",
    schema: ParameterSchema([
      .count("fast", 1...1_000, 12, "Length of the fast average in bars."),
      .count("slow", 2...5_000, 26, "Length of the slow average in bars; above fast."),
      .count("signal", 1...1_000, 9, "Length of the signal line in bars."),
      .choice("seeding", Seeding.self, .firstValue, "Where the averages start."),
      .allowShort,
    ]),
    supports: { _ in true },
    make: { (parameters, columns) throws(BacktestError) in
      let (fast, slow) = (parameters.integer("fast"), parameters.integer("slow"))
      try require(fast < slow, "fast (\(fast)) must be smaller than slow (\(slow))")
      let outputs = columns.addOutputs(
        of: MovingAverageConvergenceDivergence(
          fast: fast,
          slow: slow,
          signal: parameters.integer("signal"),
          seeding: parameters.choice("seeding", Seeding.self),
          input: .close
        )
      )
      return MacdTrend(histogram: outputs[2], allowsShort: parameters.flag("allow_short"))
    }
  )
}
