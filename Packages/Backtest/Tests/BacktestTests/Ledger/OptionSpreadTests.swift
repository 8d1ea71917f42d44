import Backtest
import BacktestTesting
import MarketModel
import Testing

@Suite("Option spreads")
struct OptionSpreadTests {
  let bars: BarSeries
  let short: OptionLeg
  let long: OptionLeg

  init() throws {
    bars = try SampleBars.series(fiveBars)
    let expiry = Timestamp(nanoseconds: bars.closeTimes[3])
    short = OptionLeg(underlying: "TEST", strike: 102, expiry: expiry, right: .put)
    long = OptionLeg(underlying: "TEST", strike: 97, expiry: expiry, right: .put)
  }

  private func market() throws -> ReplayMarket {
    func row(_ leg: OptionLeg, _ bar: Int, _ bid: Double, _ ask: Double) -> ReplayOptions.Row {
      let quote = ReplayQuote(
        visibleAt: bars.closeTimes[bar],
        bid: bid,
        ask: ask,
        bidSize: nil,
        askSize: nil
      )
      return .init(leg: leg, quote: quote, impliedVolatility: 0.2)
    }
    let options = try ReplayOptions([
      row(short, 0, 3.0, 3.2), row(long, 0, 1.0, 1.2), row(short, 1, 2.0, 2.2),
      row(long, 1, 0.6, 0.8),
    ])
    return try ReplayMarket(listings: [.init(bars: bars, options: options)])
  }

  private func settings() -> ExecutionSettings {
    var settings = plainSettings(.thisClose)
    settings.optionCosts = OptionCosts(
      feePerContract: 0.65,
      slippagePerUnit: 0.02,
      multiplier: 100
    )
    return settings
  }

  private var spread: OptionOrder {
    OptionOrder([.init(short, contracts: -1), .init(long, contracts: 1)])
  }

  @Test("a spread trades at bid and ask, is marked at the middle, and expires at intrinsic value")
  func expires() throws {
    let result = try ScriptedStrategy.definition([], options: [(0, spread)])
      .backtest(try market(), settings: settings())
    #expect(result.optionFills.map(\.price) == [2.98, 1.22, 2, 0])
    #expect(result.optionFills.map(\.isExpiry) == [false, false, true, true])
    // Credit 1.76 a unit, marks 3.1 - 1.1 = 2 then 2.1 - 0.7 = 1.4, payout 2 at a close of 100.
    let after = 10_000 + 176 - 1.3
    let expected = [after - 200, after - 140, after - 140, after - 200, after - 200]
    #expect(zip(result.equity, expected).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(result.roundTrips.count == 1)
    #expect(abs((result.roundTrips.first?.profit ?? 0) - (176 - 1.3 - 200)) < 1e-9)
    #expect(result.roundTrips.first?.optionLegs == [short, long])
    #expect(accountViolations(in: result).isEmpty)
    #expect(result.summary.exposedMarkCount == 3)
  }

  @Test("all legs fill or none")
  func allOrNone() throws {
    let unknown = OptionLeg(
      underlying: "TEST",
      strike: 90,
      expiry: short.expiry,
      right: .put
    )
    let order = OptionOrder([.init(short, contracts: -1), .init(unknown, contracts: 1)])
    let result = try ScriptedStrategy.definition([], options: [(0, order)])
      .backtest(try market(), settings: settings())
    #expect(result.optionFills.isEmpty)
    #expect(result.rejects.map(\.reason) == [.illiquid])
  }

  @Test("a spread that is bought back earns the difference less costs")
  func boughtBack() throws {
    let back = OptionOrder([.init(short, contracts: 1), .init(long, contracts: -1)])
    let result = try ScriptedStrategy.definition([], options: [(0, spread), (1, back)])
      .backtest(try market(), settings: settings())
    let expected = 100 * (1.76 - (2.22 - 0.58)) - 4 * 0.65
    #expect(abs(result.summary.finalEquity - 10_000 - expected) < 1e-9)
    #expect(accountViolations(in: result).isEmpty)
    #expect(result.summary.openPositionCount == 0)
  }
}
