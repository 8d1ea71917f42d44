import Backtest
import BacktestTesting
import ConfigValidation
import MarketModel
import Testing

@Suite("StrategyRegistry")
struct StrategyRegistryTests {
  private let registry = StrategyRegistry([aboveMean, equalWeight])

  @Test("finds names with and without the suffix")
  func names() throws {
    #expect(registry.names == ["AboveMeanStrategy", "EqualWeightStrategy"])
    #expect(try registry.definition(named: "AboveMean").name == "AboveMeanStrategy")
    #expect(try registry.definition(named: "EqualWeightStrategy").isCrossSectional)
  }

  @Test("suggests the nearest name")
  func suggestion() {
    #expect(
      throws: BacktestError.unknownStrategy(name: "AbovMean", suggestion: "AboveMeanStrategy")
    ) { try registry.definition(named: "AbovMean") }
  }

  @Test("refuses bars that a strategy does not support")
  func intervals() throws {
    let interval = try #require(BarInterval(seconds: 5))
    let bars = try SampleBars.walk(count: 10, seed: 1, interval: interval)
    #expect(
      throws: BacktestError.unsupportedInterval(
        strategy: "AboveMeanStrategy",
        symbol: "TEST",
        interval: interval
      )
    ) { try aboveMean.backtest(try ReplayMarket(bars), settings: plainSettings()) }
  }

  @Test("says which columns an instance asks for")
  func plan() throws {
    let plan = try aboveMean.columnPlan(for: ["uses_regime": .flag(true)])
    #expect(plan.seriesNames == ["regime"])
    #expect(plan.lookback == 19)
  }
}
