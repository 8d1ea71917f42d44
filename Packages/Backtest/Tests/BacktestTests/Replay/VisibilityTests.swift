import Backtest
import BacktestTesting
import ConfigValidation
import MarketModel
import Testing

@Suite("Visibility")
struct VisibilityTests {
  @Test(
    "the past does not change with the future",
    arguments: [FillRule.nextOpen, .thisClose, .worstCase]
  )
  func causality(rule: FillRule) throws {
    let bars = try SampleBars.walk(count: 400, seed: 21)
    let regime = try VisibleSeries(
      name: "regime",
      visibleAt: stride(from: 0, to: 400, by: 7).map { bars.closeTimes[$0] },
      values: stride(from: 0, to: 400, by: 7).map { Double($0 % 3) }
    )
    let market = try ReplayMarket(listings: [.init(bars: bars, visibleSeries: [regime])])
    let violations = try causalityViolations(
      of: aboveMean,
      market,
      parameters: ["window": .integer(5), "uses_regime": .flag(true)],
      settings: plainSettings(rule),
      rows: [10, 57, 200, 398]
    )
    #expect(violations.isEmpty)
  }

  @Test("a series is seen at the close it becomes visible by, and not before")
  func release() throws {
    struct Reader: BarStrategy {
      let column: Column
      mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
        if let value = bar[column] { context.submit(.units(value)) }
      }
    }
    let reader = StrategyDefinition(
      name: "Reader",
      summary: "Buys what it reads.",
      schema: ParameterSchema([]),
      supports: { _ in true },
      make: { (_, columns) throws(BacktestError) in
        Reader(column: columns.addSeries("news", isRequired: true))
      }
    )
    let bars = try SampleBars.series(fiveBars)
    let news = try VisibleSeries(
      name: "news",
      visibleAt: [bars.closeTimes[1], bars.closeTimes[2] + 1],
      values: [3, 5]
    )
    let market = try ReplayMarket(listings: [.init(bars: bars)], sharedSeries: [news])
    let result = try reader.backtest(market, settings: plainSettings(.thisClose))
    #expect(result.fills.map(\.units) == [3, 3, 5, 5])
    #expect(result.fills.map(\.bar) == [1, 2, 3, 4])
    #expect(throws: BacktestError.missingSeries(name: "news", symbol: "TEST")) {
      try reader.backtest(try ReplayMarket(bars), settings: plainSettings())
    }
  }

  @Test("bars before the start only warm up")
  func warmUp() throws {
    let bars = try SampleBars.walk(count: 100, seed: 4)
    let from = Timestamp(nanoseconds: bars.closeTimes[50])
    let market = try ReplayMarket(listings: [.init(bars: bars)], tradesFrom: from)
    let result = try aboveMean.backtest(market, settings: plainSettings(.thisClose))
    #expect(result.equity.count == 50)
    #expect(result.markTimes.first == bars.closeTimes[50])
    #expect(result.fills.first?.bar == 50)
  }
}
