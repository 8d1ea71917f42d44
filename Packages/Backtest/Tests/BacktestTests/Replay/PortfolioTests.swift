import Backtest
import BacktestTesting
import MarketModel
import Testing

@Suite("Several symbols")
struct PortfolioTests {
  @Test("symbols that do not trade are marked at their last price")
  func marking() throws {
    let first = try SampleBars.series(
      [(10, 10, 10, 10), (10, 20, 10, 20), (20, 20, 20, 20)],
      symbol: "A"
    )
    let second = try SampleBars.series([(50, 50, 50, 50), (50, 60, 50, 60)], symbol: "B")
    let market = try ReplayMarket(listings: [.init(bars: second), .init(bars: first)])
    #expect(market.symbols == ["A", "B"])
    let result = try ScriptedStrategy.definition([(0, .units(10))])
      .backtest(market, settings: plainSettings(.thisClose))
    #expect(result.fills.map(\.symbol) == [0, 1])
    #expect(result.equity == [10_000, 10_200, 10_200])
    #expect(accountViolations(in: result).isEmpty)
  }

  @Test("one account serves all: shares of equity, and cash that never goes missing")
  func sharedCash() throws {
    let listings = try (0..<4).map {
      ReplayMarket.Listing(
        bars: try SampleBars.walk(Symbol("S\($0)"), count: 300, seed: UInt64($0))
      )
    }
    let market = try ReplayMarket(listings: listings)
    var settings = plainSettings()
    settings.sizing = FractionOfEquity(fraction: 1)
    settings.fees = ProportionalFee(rate: 0.001)
    let result = try aboveMean.backtest(market, settings: settings)
    #expect(accountViolations(in: result).isEmpty)
    #expect(result.equity.count == 300)
    #expect(Set(result.fills.map(\.symbol)) == [0, 1, 2, 3])
    let shares = try aboveMean.backtest(market, settings: settings, cashShares: [1, 0, 0, 0])
    #expect(Set(shares.fills.map(\.symbol)) == [0])
    let alone = try aboveMean.backtest(try ReplayMarket(listings[0].bars), settings: settings)
    #expect(shares.fills.count == alone.fills.count)
    #expect(abs(shares.summary.finalEquity - alone.summary.finalEquity) < 1e-8)
  }

  @Test("a strategy over slices rebalances to its weights")
  func crossSection() throws {
    let listings = try (0..<3).map {
      ReplayMarket.Listing(
        bars: try SampleBars.walk(Symbol("S\($0)"), count: 200, seed: UInt64($0))
      )
    }
    let market = try ReplayMarket(listings: listings)
    let result = try equalWeight.backtest(market, settings: plainSettings(.thisClose))
    var equity = 10_000.0
    for row in 1..<200 {
      let growth = listings.map { $0.bars.close[row] / $0.bars.close[row - 1] }
      equity *= growth.reduce(0, +) / 3
    }
    #expect(abs(result.summary.finalEquity - equity) < 1e-8)
    #expect(accountViolations(in: result).isEmpty)
  }
}
