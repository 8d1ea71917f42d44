public import Backtest
internal import ConfigValidation
internal import Features

/// Buys when the relative strength index is low and sells once it has recovered.
///
/// With shorting allowed it also sells when the index is high, down to the same exit level.
///
/// **Causality.** The index is a column of the closed bars.
@frozen
public struct RsiReversion: BarStrategy {
  @usableFromInline let index: Column
  @usableFromInline let oversold: Double
  @usableFromInline let overbought: Double
  @usableFromInline let exit: Double
  @usableFromInline let allowsShort: Bool
  @usableFromInline var wanted = 0.0

  /// Creates the strategy over a column of the index.
  @inlinable
  public init(
    index: Column,
    oversold: Double,
    overbought: Double,
    exit: Double,
    allowsShort: Bool
  ) {
    self.index = index
    self.oversold = oversold
    self.overbought = overbought
    self.exit = exit
    self.allowsShort = allowsShort
  }

  /// Reacts to the close of a bar.
  @inlinable
  public mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    guard let value = bar[index] else { return }
    var signal = wanted
    if signal > 0, value >= exit { signal = 0 }
    if signal < 0, value <= exit { signal = 0 }
    if signal == 0, value < oversold { signal = 1 }
    if signal == 0, value > overbought, allowsShort { signal = -1 }
    if signal != wanted {
      wanted = signal
      context.submit(.signal(signal))
    }
  }
}

extension RsiReversion {
  /// The strategy as a registry lists it.
  public static let definition = StrategyDefinition(
    name: "RsiReversionStrategy",
    summary: "Buys a low relative strength index, sells once it has recovered.",
    schema: ParameterSchema([
      .count("period", 1...1_000, 14, "Length of the index in bars."),
      .real("oversold", 0...100, 30, "The index below which to buy."),
      .real("exit_level", 0...100, 50, "The index at which to exit."),
      .real("overbought", 0...100, 70, "The index above which to sell short, if allowed."),
      .choice(
        "smoothing",
        RelativeStrengthIndex.Smoothing.self,
        .wilder,
        "How gains and losses are averaged."
      ),
      .allowShort,
    ]),
    supports: { _ in true },
    make: { (parameters, columns) throws(BacktestError) in
      let (low, exit) = (parameters.number("oversold"), parameters.number("exit_level"))
      let high = parameters.number("overbought")
      try require(
        low < exit && exit < high,
        "expected oversold < exit_level < overbought, found \(low), \(exit), \(high)"
      )
      return RsiReversion(
        index: columns.add(
          RelativeStrengthIndex(
            period: parameters.integer("period"),
            smoothing: parameters.choice("smoothing", RelativeStrengthIndex.Smoothing.self),
            input: .close
          )
        ),
        oversold: low,
        overbought: high,
        exit: exit,
        allowsShort: parameters.flag("allow_short")
      )
    }
  )
}
