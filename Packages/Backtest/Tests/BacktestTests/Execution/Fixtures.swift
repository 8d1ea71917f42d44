import Backtest
import BacktestTesting
import MarketModel

/// Five bars that every hand-computed case uses.
let fiveBars: [(open: Double, high: Double, low: Double, close: Double)] = [
  (100, 102, 99, 101), (103, 105, 102, 104), (104, 104, 98, 99), (97, 101, 95, 100),
  (100, 110, 96, 108),
]

/// Settings without costs in which positions are given in units.
func plainSettings(_ rule: FillRule = .nextOpen) -> ExecutionSettings {
  .frictionless(startingCash: 10_000, fillRule: rule, sizing: FixedUnits(units: 10))
}

/// Runs a script over the five bars.
func run(
  _ script: [(row: Int, order: Order)],
  _ settings: ExecutionSettings = plainSettings(),
  bars rows: [(open: Double, high: Double, low: Double, close: Double)] = fiveBars
) throws -> BacktestResult {
  let market = try ReplayMarket(SampleBars.series(rows))
  return try ScriptedStrategy.definition(script).backtest(market, settings: settings)
}
