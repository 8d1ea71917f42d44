import Backtest
import BacktestTesting
import MarketModel
import Testing

@Suite("The account")
struct AccountTests {
  @Test("a long open does not move equity by the notional, only by costs")
  func openingCostsOnlyCosts() throws {
    var settings = plainSettings(.thisClose)
    settings.fees = ProportionalFee(rate: 0.001)
    settings.slippage = FixedSlippage(priceFraction: 0.002, perUnit: 0)
    for units in [50.0, -50] {
      let result = try run([(0, .units(units))], settings)
      #expect(abs(result.equity[0] - (10_000 - result.summary.costs)) < 1e-9)
      #expect(abs(result.summary.slippage - 50 * 101 * 0.002) < 1e-9)
      #expect(accountViolations(in: result).isEmpty)
    }
  }

  @Test("BuyAndHold all-in at the close earns the close-to-close return less costs")
  func buyAndHold() throws {
    let bars = try SampleBars.walk(count: 500, seed: 3)
    var settings = plainSettings(.thisClose)
    settings.sizing = AllIn()
    settings.fees = ProportionalFee(rate: 0.0005)
    settings.closesAtEnd = true
    let result = try ScriptedStrategy.definition([(0, .signal(1))])
      .backtest(try ReplayMarket(bars), settings: settings)
    let growth = bars.close[499] / bars.close[0]
    let expected = 10_000 / 1.0005 * growth * (1 - 0.0005)
    #expect(abs(result.summary.finalEquity - expected) < 1e-12 * 10_000 * 10)
  }

  @Test("books balance for random orders of all kinds", arguments: 1...12)
  func randomOrders(seed: UInt64) throws {
    var generator = SampleGenerator(seed: seed)
    let bars = try SampleBars.walk(count: 300, seed: seed + 100)
    var script: [(row: Int, order: Order)] = []
    for row in 0..<300 where generator.uniform() < 0.4 {
      let price = bars.close[row]
      let units = (generator.uniform() - 0.5) * 40
      let near = price * (1 + 0.03 * (generator.uniform() - 0.5))
      let kinds: [Order.Kind] = [
        .market, .limit(near), .stop(near), .stopLimit(stop: near, limit: price),
        .trailingStop(.fraction(0.02)),
      ]
      let exits = Bracket(stop: .fraction(0.02), target: .fraction(0.01))
      script.append(
        (
          row,
          Order(
            kinds[generator.index(5)],
            generator.uniform() < 0.2 ? .targetWeight(units / 20) : .units(units),
            timeInForce: TimeInForce.allCases[generator.index(3)],
            bracket: generator.uniform() < 0.3 ? exits : nil
          )
        )
      )
    }
    var settings = plainSettings(FillRule.allCases[generator.index(3)])
    settings.fees = PerUnitFee(amount: 0.01, minimum: 0.5)
    settings.slippage = VolumeShareSlippage(coefficient: 0.1)
    settings.borrowRatePerYear = 0.05
    settings.closesAtEnd = seed % 2 == 0
    settings.limits.maximumGrossLeverage = 3
    let result = try ScriptedStrategy.definition(script)
      .backtest(try ReplayMarket(bars), settings: settings)
    #expect(result.fills.count > 20)
    #expect(accountViolations(in: result).isEmpty)
    #expect(result.equity.count == 300)
    if settings.closesAtEnd {
      let profit = result.roundTrips.reduce(0) { $0 + $1.profit }
      #expect(abs(10_000 + profit - result.summary.finalEquity) < 1e-7)
      #expect(result.summary.openPositionCount == 0)
    }
  }

  @Test("the journal holds every booking")
  func journal() throws {
    let market = try ReplayMarket(SampleBars.series(fiveBars))
    let result = try ScriptedStrategy.definition([(0, .units(10)), (2, .units(-4))]).backtest(
      market,
      settings: plainSettings(),
      recording: Recording(
        keepsFills: true,
        keepsRoundTrips: true,
        keepsEquity: true,
        keepsJournal: true
      )
    )
    var ledger = [LedgerAccount.cash: 10_000.0, .capital: -10_000]
    for entry in result.journal {
      ledger[entry.debit, default: 0] += entry.amount
      ledger[entry.credit, default: 0] -= entry.amount
    }
    for account in LedgerAccount.allCases {
      #expect(abs(ledger[account, default: 0] - result.ledger[account]) < 1e-9)
    }
    #expect(result.ledger[.realised] == 4 * (103 - 97))
  }

  @Test("a short position pays for borrowed units as time passes")
  func borrow() throws {
    var settings = plainSettings(.thisClose)
    settings.borrowRatePerYear = 0.365
    let result = try run([(0, .units(-10))], settings)
    // A day costs a thousandth of the value at the close before: 101, 104, 99 and 100.
    #expect(abs(result.summary.borrow - 10 * (101 + 104 + 99 + 100) * 0.001) < 1e-9)
    #expect(accountViolations(in: result).isEmpty)
  }

  @Test("funding is paid by what was held when it fell due")
  func funding() throws {
    let bars = try SampleBars.series(fiveBars)
    let funding = try ReplayFunding(
      times: [bars.openTimes[1], bars.openTimes[2], bars.closeTimes[2] - 1, bars.openTimes[4]],
      rates: [0.5, 0.01, -0.02, 0.01]
    )
    let market = try ReplayMarket(listings: [.init(bars: bars, funding: funding)])
    // In at the open of bar 1, after the first payment fell due; out at the open of bar 4, after the last.
    let result = try ScriptedStrategy.definition([(0, .units(10)), (3, .units(-10))])
      .backtest(market, settings: plainSettings())
    let expected = 10 * (104 * 0.01 - 99 * 0.02 + 100 * 0.01)
    #expect(abs(result.summary.funding - expected) < 1e-9)
    #expect(abs((result.roundTrips.first?.carry ?? 0) - expected) < 1e-9)
    #expect(accountViolations(in: result).isEmpty)
  }
}

extension SampleGenerator {
  /// A whole number below a bound.
  fileprivate mutating func index(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
