import Backtest
import ConfigValidation
import MarketModel
import Testing

/// Buys one unit when flat at every third tick, sells it two ticks later.
struct Alternating: TickStrategy {
  var count = 0

  mutating func onTick(_ tick: borrowing TickView, _ context: inout TickContext) {
    if count % 3 == 0 { context.buy(1) }
    if count % 3 == 2 { context.sell(context.position) }
    count += 1
  }
}

@Suite("Immediate fills on ticks")
struct ImmediateTests {
  @Test("a market order pays the ask and gets the bid, and equity moves by costs alone")
  func crossesTheSpread() throws {
    let definition = TickStrategyDefinition(
      name: "AlternatingStrategy",
      summary: "Buys and sells in turn.",
      schema: ParameterSchema([]),
      needs: TickContent(hasQuotes: true, hasTrades: false, hasReceivedTimes: false),
      make: { _ throws(BacktestError) in Alternating() }
    )
    let block = TickBlock(
      times: [0, 10, 20],
      kinds: [.quote, .quote, .quote],
      bidPrices: [99, 100, 101],
      bidSizes: [1, 1, 1],
      askPrices: [101, 102, 103],
      askSizes: [1, 1, 1]
    )
    let feed = try TickSeries(symbol: "X", block: block)
    let result = try definition.backtest(feed, settings: .frictionless(startingCash: 1_000))
    #expect(result.fills.map(\.price) == [101, 101])
    #expect(result.fills.map(\.cashAfter) == [899, 1_000])
    #expect(result.summary.finalEquity == 1_000)
    #expect(result.summary.tradeCount == 1)
    #expect(result.summary.averageHoldingNanoseconds == 20)
    #expect(result.equity == [1_000])
  }
}
