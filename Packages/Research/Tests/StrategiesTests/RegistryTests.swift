import Backtest
import ConfigValidation
import MarketModel
import Strategies
import Testing

@Suite("BuiltInStrategies")
struct RegistryTests {
  static let definitions = BuiltInStrategies.registry.definitions

  @Test("are found with and without the suffix")
  func findsNames() throws {
    #expect(try BuiltInStrategies.registry.definition(named: "EmaCross").name == "EmaCrossStrategy")
    #expect(
      try BuiltInStrategies.registry.definition(named: "VRPCreditSpreadStrategy").name
        == "VRPCreditSpreadStrategy"
    )
    #expect(BuiltInStrategies.registry.names == BuiltInStrategies.registry.names.sorted())
  }

  @Test("describe themselves and every parameter", arguments: definitions)
  func describesParameters(definition: StrategyDefinition) {
    #expect(!definition.summary.isEmpty)
    for parameter in definition.schema.parameters {
      #expect(parameter.summary.hasSuffix("."), "\(parameter.name)")
      #expect(!parameter.name.contains { $0.isUppercase })
    }
  }

  @Test("refuse parameters that contradict each other")
  func refusesConflicts() {
    #expect(throws: BacktestError.conflictingParameters("fast (50) must be smaller than slow (20)"))
    {
      try EmaCross.definition.columnPlan(for: ["fast": .integer(50), "slow": .integer(20)])
    }
    #expect(throws: BacktestError.self) {
      try RsiReversion.definition.columnPlan(for: ["oversold": .number(60)])
    }
    #expect(throws: BacktestError.self) {
      try MacdTrend.definition.columnPlan(for: ["slow": .integer(12)])
    }
  }

  @Test("share equal columns between the sets of a sweep")
  func sharesColumns() throws {
    let plan = try EmaCross.definition.columnPlan(for: [:])
    #expect(plan.transformCount == 2)
    #expect(plan.lookback == 0)
  }
}
