import MarketModel
import PerformanceMetrics
import Testing

@Suite("PerformanceSummary")
struct PerformanceSummaryTests {
  private static let costs = TradingCosts(
    commission: 40,
    slippage: 10,
    financing: 5,
    tradedNotional: 50_000
  )

  private static func summary(benchmark: Bool) throws -> PerformanceSummary {
    let fixture = try ReferenceFixture.load()
    return try PerformanceSummary(
      curve: CalendarReturnTests.curve(fixture),
      roundTripProfits: fixture.inputs.trades,
      costs: costs,
      benchmarkReturns: benchmark ? fixture.inputs.benchmark : nil,
      settings: SummarySettings(
        periodsPerYear: 252,
        annualRiskFreeRate: 0,
        tailProbability: 0.05
      )
    )
  }

  @Test("repeats the values of the single functions")
  func equalsReference() throws {
    let fixture = try ReferenceFixture.load()
    let fields = try Self.summary(benchmark: true).fields
    let names = [
      "total_return": "totalReturn", "cagr": "compoundAnnualGrowthRate",
      "sharpe": "sharpeRatio", "sortino": "sortinoRatio", "calmar": "calmarRatio",
      "max_drawdown": "maximumDrawdown", "ulcer_index": "ulcerIndex",
      "serenity_index": "serenityIndex", "beta": "beta", "alpha": "annualizedAlpha",
      "information_ratio": "informationRatio", "profit_factor": "tradeProfitFactor",
      "expectancy": "tradeExpectancy", "recovery_factor": "recoveryFactor",
      "probabilistic_sharpe": "probabilisticSharpeRatio", "value_at_risk": "historicalValueAtRisk",
    ]
    for (field, reference) in names {
      let found = try #require(fields.first { $0.name == field }?.value)
      let expected = try #require(fixture.values[reference]?.value)
      // The curve's returns are quotients of compounded values: about 1e-14 each.
      #expect(agree(found, expected, relative: 1e-8), "\(field): \(found), \(expected)")
    }
  }

  @Test("names each field once and leaves the benchmark's out without one")
  func namesAreDistinct() throws {
    let names = try Self.summary(benchmark: true).fields.map(\.name)
    #expect(Set(names).count == names.count)
    let without = try Self.summary(benchmark: false).fields.map(\.name)
    #expect(names.starts(with: without) && names.count == without.count + 8)
  }

  @Test("finds the cost at which nothing is earned")
  func breakEven() throws {
    let summary = try Self.summary(benchmark: false)
    let cost = try #require(summary.breakEvenCost)
    let profit = summary.finalEquity - summary.startingEquity
    let atBreakEven = profit + Self.costs.commission + Self.costs.slippage - cost * 50_000
    #expect(abs(atBreakEven) < 1e-9)
    let none = TradingCosts(commission: 0, slippage: 0, financing: 0, tradedNotional: 0)
    #expect(breakEvenCost(netProfit: 10, costs: none) == nil)
  }

  @Test("is defined for a run that did nothing, and for one that lost everything")
  func degenerateRuns() throws {
    let settings = try SummarySettings(
      periodsPerYear: 252,
      annualRiskFreeRate: 0.04,
      tailProbability: 0.05
    )
    let times = (1...5).map { Timestamp(seconds: $0) }
    for values in [[100.0, 100, 100, 100, 100], [50, 0, -20, -20, 5], [100, 120, 90, 0, 0]] {
      let summary = try PerformanceSummary(
        curve: EquityCurve(startingEquity: 100, times: times, values: values),
        roundTripProfits: [],
        costs: TradingCosts(commission: 0, slippage: 0, financing: 0, tradedNotional: 0),
        benchmarkReturns: nil,
        settings: settings
      )
      for field in summary.fields { #expect(field.value?.isFinite != false, "\(field.name)") }
    }
    let empty = try PerformanceSummary(
      curve: EquityCurve(startingEquity: 100, times: [], values: []),
      roundTripProfits: [],
      costs: TradingCosts(commission: 0, slippage: 0, financing: 0, tradedNotional: 0),
      benchmarkReturns: nil,
      settings: settings
    )
    #expect(empty.returns.sharpe == nil && empty.returns.totalReturn == 0)
  }
}
