import Backtest
import BacktestTesting
import ConfigValidation
import Strategies
import Testing

@Suite("Every strategy against the engine's own causality suite")
struct SharedSuiteTests {
  @Test("has a past that no future changes", arguments: BuiltInStrategies.registry.definitions)
  func isCausal(definition: StrategyDefinition) throws {
    let market = try #require(ConformanceTests.market)
    let found = try causalityViolations(
      of: definition,
      market,
      parameters: ConformanceTests.base(definition.name),
      settings: MadeMarkets.settings(cash: 100_000),
      rows: [99, 499]
    )
    #expect(found == [])
  }
}
