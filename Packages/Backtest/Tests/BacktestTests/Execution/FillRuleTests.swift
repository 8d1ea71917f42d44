import Backtest
import BacktestTesting
import MarketModel
import Testing

@Suite("Fill rules")
struct FillRuleTests {
  @Test("a decision at a close fills at the next open by default")
  func nextOpen() throws {
    let result = try run([(0, .units(10))])
    #expect(result.fills.map(\.price) == [103])
    #expect(result.fills.map(\.bar) == [1])
    #expect(result.equity == [10_000, 10_010, 9_960, 9_970, 10_050])
    #expect(result.summary.finalEquity == 10_050)
  }

  @Test("a decision may fill at its own close")
  func thisClose() throws {
    let result = try run([(0, .units(10))], plainSettings(.thisClose))
    #expect(result.fills.map(\.price) == [101])
    #expect(result.equity[0] == 10_000)
    #expect(result.summary.finalEquity == 10_070)
  }

  @Test("the worst case buys at the high and sells at the low, with slippage beyond")
  func worstCase() throws {
    var settings = plainSettings(.worstCase)
    settings.slippage = FixedSlippage(priceFraction: 0, perUnit: 0.02)
    settings.fees = PerUnitFee(amount: 0.65, minimum: 0)
    let result = try run([(0, .units(1)), (1, .units(-1))], settings)
    #expect(result.fills.map(\.price) == [102.02, 101.98])
    #expect(abs(result.summary.slippage - 0.04) < 1e-12)
    #expect(abs(result.summary.fees - 1.3) < 1e-12)
    settings.costMultiplier = 1.5
    let dearer = try run([(0, .units(1)), (1, .units(-1))], settings)
    #expect(abs(dearer.summary.costs - 1.5 * result.summary.costs) < 1e-12)
  }

  @Test("latency in bars and in nanoseconds postpones the fill")
  func latency() throws {
    var settings = plainSettings()
    settings.latency = .bars(1)
    #expect(try run([(0, .units(10))], settings).fills.map(\.price) == [104])
    settings.latency = .nanoseconds(1)
    #expect(try run([(0, .units(10))], settings).fills.map(\.bar) == [2])
    settings.fillRule = .thisClose
    #expect(try run([(0, .units(10))], settings).fills.map(\.price) == [104])
  }

  @Test("an order pending after the last bar is reported")
  func unfilled() throws {
    let result = try run([(4, .units(10)), (3, Order(.limit(1), .units(1)))])
    #expect(result.unfilled.map(\.order.value) == [1, 0])
    #expect(result.summary.unfilledCount == 2)
    #expect(result.fills.isEmpty)
  }

  @Test("positions close at the last close when asked to")
  func closesAtEnd() throws {
    var settings = plainSettings()
    settings.closesAtEnd = true
    settings.fees = ProportionalFee(rate: 0.001)
    let result = try run([(0, .units(10))], settings)
    #expect(result.fills.last?.cause == .closeAtEnd)
    #expect(result.fills.last?.price == 108)
    #expect(result.roundTrips.count == 1)
    let expected = 10_000 + 50 - 0.001 * (1_030 + 1_080)
    #expect(abs(result.summary.finalEquity - expected) < 1e-9)
    #expect(abs((result.equity.last ?? 0) - expected) < 1e-9)
    #expect(accountViolations(in: result).isEmpty)
  }

  @Test("quotes are hit at bid and ask, and refused with a reason")
  func quotes() throws {
    let bars = try SampleBars.series(fiveBars)
    let close = bars.closeTimes
    let quotes = try ReplayQuotes(
      visibleAt: [close[0], close[1], close[2], close[3] - 200_000_000_000],
      bid: [100.9, 0, 98.9, 99.9],
      ask: [101.1, 104.1, 98.8, 100.1],
      bidSize: [5, 5, 5, 5],
      askSize: [5, 5, 5, 5]
    )
    let market = try ReplayMarket(listings: [.init(bars: bars, quotes: quotes)])
    var settings = plainSettings(.quotes)
    settings.quoteChecks = QuoteChecks(
      maximumAgeNanoseconds: 120_000_000_000,
      maximumSpreadFraction: 0.5,
      minimumSize: 1
    )
    let script: [(row: Int, order: Order)] = [
      (0, .units(2)), (0, .units(9)), (1, .units(2)), (2, .units(2)), (3, .units(2)),
    ]
    let result = try ScriptedStrategy.definition(script).backtest(market, settings: settings)
    #expect(result.fills.map(\.price) == [101.1])
    #expect(
      result.rejects.map(\.reason) == [.insufficientSize, .zeroBid, .crossed, .staleQuote]
    )
  }

  @Test("the rule 'quotes' is refused without quotes")
  func missingQuotes() throws {
    #expect(throws: BacktestError.missingQuotes(symbol: "TEST")) {
      try run([], plainSettings(.quotes))
    }
  }
}
