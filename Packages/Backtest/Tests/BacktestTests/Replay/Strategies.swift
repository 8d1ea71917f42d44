import Backtest
import ConfigValidation
import MarketModel

/// The mean of the last closes.
struct Mean: CausalTransform, Hashable {
  let window: Int
  private var closes: [Double] = []

  init(window: Int) { self.window = window }

  var lookback: Int { window - 1 }

  mutating func update(_ bar: Bar) -> Double? {
    closes.append(bar.close)
    if closes.count > window { closes.removeFirst() }
    return closes.count == window ? closes.reduce(0, +) / Double(window) : nil
  }
}

/// Long while the close lies above its mean, short below.
struct AboveMean: BarStrategy {
  let mean: Column
  let regime: Column?
  var last = 0.0

  mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    guard let mean = bar[mean] else { return }
    if let regime, bar[regime] == nil || bar[regime] == 0 { return }
    let signal = bar.close > mean ? 1.0 : -1.0
    if signal != last { context.submit(.signal(signal)) }
    last = signal
  }
}

let aboveMean = StrategyDefinition(
  name: "AboveMeanStrategy",
  summary: "Long above the mean, short below.",
  schema: ParameterSchema([
    .init("window", .integer(2...200), default: .integer(20), summary: "The window in bars."),
    .init("uses_regime", .flag, default: .flag(false), summary: "Whether it asks for a regime."),
  ]),
  supports: { $0 >= .minute },
  make: { (parameters, columns) throws(BacktestError) in
    AboveMean(
      mean: columns.add(Mean(window: parameters.integer("window"))),
      regime: parameters.flag("uses_regime")
        ? columns.addSeries("regime", isRequired: true) : nil
    )
  }
)

/// Holds equal weights of all symbols whose bar closes, rebalanced at every slice.
struct EqualWeight: SliceStrategy {
  mutating func onSlice(_ slice: borrowing SliceView, _ context: inout SliceContext) {
    for index in 0..<slice.count {
      context.submit(
        .targetWeight(1 / Double(context.symbolCount)),
        for: slice.symbol(at: index)
      )
    }
  }
}

let equalWeight = StrategyDefinition(
  name: "EqualWeightStrategy",
  summary: "Equal weights at every close.",
  schema: ParameterSchema([]),
  supports: { _ in true },
  makeSlice: { (_, _, _) throws(BacktestError) in EqualWeight() }
)
