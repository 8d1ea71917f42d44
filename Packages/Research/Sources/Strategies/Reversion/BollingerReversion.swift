public import Backtest
internal import ConfigValidation
internal import Features

/// Buys a close below the lower Bollinger band and sells it once the price is back between the bands.
///
/// With shorting allowed it also sells a close above the upper band. The exit lies at a position
/// between the bands: 0.5 is the average, mirrored for short positions.
///
/// **Causality.** The position between the bands is a column of the closed bars.
@frozen
public struct BollingerReversion: BarStrategy {
  @usableFromInline let percentB: Column
  @usableFromInline let exit: Double
  @usableFromInline let allowsShort: Bool
  @usableFromInline var wanted = 0.0

  /// Creates the strategy over a column of positions between the bands.
  @inlinable
  public init(percentB: Column, exit: Double, allowsShort: Bool) {
    self.percentB = percentB
    self.exit = exit
    self.allowsShort = allowsShort
  }

  /// Reacts to the close of a bar.
  @inlinable
  public mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    guard let place = bar[percentB] else { return }
    var signal = wanted
    if signal > 0, place >= exit { signal = 0 }
    if signal < 0, place <= 1 - exit { signal = 0 }
    if signal == 0, place < 0 { signal = 1 }
    if signal == 0, place > 1, allowsShort { signal = -1 }
    if signal != wanted {
      wanted = signal
      context.submit(.signal(signal))
    }
  }
}

extension BollingerReversion {
  /// The strategy as a registry lists it.
  public static let definition = StrategyDefinition(
    name: "BollingerReversionStrategy",
    summary: "Buys below the lower Bollinger band, sells back between the bands.",
    schema: ParameterSchema([
      .count("period", 2...1_000, 20, "Length of the average in bars."),
      .real("deviations", 0.1...10, 2, "Distance of a band in standard deviations."),
      .real("exit_percent_b", 0...1, 0.5, "Where to exit: 0 the lower band, 1 the upper."),
      .allowShort,
    ]),
    supports: { _ in true },
    make: { (parameters, columns) throws(BacktestError) in
      let outputs = columns.addOutputs(
        of: BollingerBands(
          period: parameters.integer("period"),
          deviations: parameters.number("deviations"),
          input: .close
        )
      )
      return BollingerReversion(
        percentB: outputs[3],
        exit: parameters.number("exit_percent_b"),
        allowsShort: parameters.flag("allow_short")
      )
    }
  )
}
