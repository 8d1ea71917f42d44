import Backtest
import MarketModel
import Testing

/// A block of quotes and trades, one every second from the epoch on.
func ticks(_ rows: [(bid: Double, ask: Double, trade: Double?)], sizes: Double = 5) -> TickBlock {
  TickBlock(
    times: rows.indices.map { Int64($0) * TickSettings.oneSecond },
    kinds: rows.map { $0.trade == nil ? .quote : .trade },
    bidPrices: rows.map(\.bid),
    bidSizes: rows.map { _ in sizes },
    askPrices: rows.map(\.ask),
    askSizes: rows.map { _ in sizes },
    tradePrices: rows.map { $0.trade ?? 0 },
    tradeSizes: rows.map { $0.trade == nil ? 0 : 2 },
    tradeSides: rows.map { _ in 0 }
  )
}

func replay(
  _ block: TickBlock,
  _ actions: [Int: [TickAction]],
  _ settings: TickSettings = .frictionless(startingCash: 1_000)
) throws -> TickResult {
  try scripted(actions).backtest(TickSeries(symbol: "X", block: block), settings: settings)
}

@Suite("Immediate fills on ticks")
struct ImmediateFillTests {
  @Test("a market order pays the ask and gets the bid, and equity moves by costs alone")
  func crossesTheSpread() throws {
    let block = ticks([(99, 101, nil), (100, 102, nil), (101, 103, nil)])
    let result = try replay(
      block,
      [0: [.submit(.market(1, tag: 4))], 2: [.submit(.market(-1))]]
    )
    #expect(result.fills.map(\.price) == [101, 101])
    #expect(result.fills.map(\.cashAfter) == [899, 1_000])
    #expect(result.fills.map(\.tag) == [4, 0])
    #expect(result.equity == [999, 1_000, 1_000])
    #expect(result.markTimes == [1, 2, 2].map { $0 * TickSettings.oneSecond })
    #expect(result.summary.tradeCount == 1)
    #expect(result.summary.winRate == 0)
    #expect(result.summary.profitFactor == nil)
    #expect(result.summary.averageHoldingNanoseconds == 2e9)
    #expect(result.summary.maximumDrawdownAmount == 1)
    #expect(result.summary.maximumDrawdownNanoseconds == TickSettings.oneSecond)
  }

  @Test("buying and marking at one price costs exactly the costs")
  func costsAlone() throws {
    var settings = TickSettings.frictionless(startingCash: 1_000)
    settings.takerFees = PerUnitFee(amount: 0.5, minimum: 0)
    settings.slippage = FixedSlippage(priceFraction: 0, perUnit: 0.25)
    let result = try replay(ticks([(100, 100, nil)]), [0: [.submit(.market(4))]], settings)
    #expect(result.summary.finalEquity == 1_000 - 4 * 0.5 - 4 * 0.25)
    #expect(result.summary.slippage == 1)
    #expect(result.summary.fees == 2)
  }

  @Test("a limit order rests, and fills at its limit when a quote or a trade reaches it")
  func limits() throws {
    let block = ticks([
      (99, 101, nil), (99, 101, nil), (99, 100, nil), (99, 102, nil), (99, 102, 101.5),
    ])
    let result = try replay(
      block,
      [0: [.submit(.limit(1, at: 100)), .submit(.limit(-1, at: 101.5))]]
    )
    #expect(result.fills.map(\.price) == [100, 101.5])
    #expect(result.fills.map(\.time) == [2_000_000_000, 4_000_000_000])
    #expect(result.fills.map(\.isMaker) == [true, true])
    #expect(result.summary.pnl == 1.5)
  }

  @Test("marketable limits take the quote; post-only refuses; immediate-or-cancel goes")
  func kinds() throws {
    let result = try replay(
      ticks([(99, 101, nil), (98, 99, nil)]),
      [
        0: [
          .submit(.limit(1, at: 105)), .submit(.limit(1, at: 101, .postOnly)),
          .submit(.limit(1, at: 100, .immediateOrCancel)), .submit(.limit(1, at: 99.5)),
          .cancel(3), .cancel(0),
        ]
      ]
    )
    #expect(result.fills.map(\.price) == [101])
    #expect(result.fills[0].isMaker == false)
    #expect(result.rejects.map(\.reason) == [.wouldTrade])
    #expect(result.summary.cancelledCount == 2)
    #expect(result.summary.unfilledCount == 0)
  }

  @Test("a crossed quote is taken as it stands")
  func crossed() throws {
    let result = try replay(
      ticks([(102, 100, nil)]),
      [0: [.submit(.market(1)), .submit(.market(-1))]]
    )
    #expect(result.fills.map(\.price) == [100, 102])
  }

  @Test("without quotes orders meet the last trade")
  func tradesOnly() throws {
    let block = TickBlock(
      times: [0, 1, 2],
      kinds: [.trade, .trade, .trade],
      tradePrices: [10, 12, 9],
      tradeSizes: [1, 1, 1],
      tradeSides: [1, 1, -1]
    )
    let result = try replay(
      block,
      [0: [.submit(.market(2)), .submit(.limit(1, at: 9))], 1: [.submit(.market(-2))]]
    )
    #expect(result.fills.map(\.price) == [10, 12, 9])
    #expect(result.summary.pnl == 4)
  }

  @Test("orders that cannot be are refused with a reason")
  func refused() throws {
    var settings = TickSettings.frictionless(startingCash: 250)
    settings.limits = RiskLimits(requiresBuyingPower: true, allowsShorting: false)
    let result = try replay(
      ticks([(0, 0, nil), (99, 100, nil), (99, 100, nil)]),
      [
        0: [.submit(.market(1))],
        1: [
          .submit(.market(0)), .submit(.market(.nan)), .submit(.limit(1, at: -1)),
          .submit(.market(-1)), .submit(.market(3)), .submit(.market(2)),
          .submit(.limit(-3, at: 120)),
        ],
      ],
      settings
    )
    #expect(
      result.rejects.map(\.reason) == [
        .illiquid, .invalidOrder, .invalidOrder, .invalidOrder, .shortingNotAllowed, .buyingPower,
        .shortingNotAllowed,
      ]
    )
    #expect(result.fills.map(\.units) == [2])
  }

  @Test("a position that is open at the end is closed at the last quote")
  func closeAtEnd() throws {
    var settings = TickSettings.frictionless(startingCash: 1_000)
    settings.closesAtEnd = true
    let result = try replay(
      ticks([(99, 100, nil), (104, 106, nil)]),
      [0: [.submit(.market(2))]],
      settings
    )
    #expect(result.fills.map(\.price) == [100, 104])
    #expect(result.fills[1].isCloseAtEnd)
    #expect(result.summary.finalPosition == 0)
    #expect(result.summary.finalEquity == 1_008)
    #expect(result.equity.last == 1_008)
  }

  @Test("books balance, and the chain of cash recomputes", arguments: fillModes.indices)
  func invariants(_ mode: Int) throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      let block = SampleTicks.walk(count: 1_200, seed: seed)
      let settings = tickSettings(fillModes[mode])
      let result = try randomTrader.backtest(
        TickSeries(symbol: "X", block: block),
        settings: settings
      )
      #expect(result.summary.fillCount > 30)
      #expect(abs(result.ledger.imbalance) < 1e-6)
      var (cash, units) = (settings.startingCash, 0.0)
      for fill in result.fills {
        cash -= fill.units * fill.price + fill.fee
        units += fill.units
        #expect(abs(cash - fill.cashAfter) < 1e-7)
        #expect(abs(units - fill.positionAfter) < 1e-9)
      }
      let mark = 0.5 * (block.bidPrices[1_199] + block.askPrices[1_199])
      #expect(abs(result.summary.finalEquity - (cash + units * mark)) < 1e-6)
      #expect(abs(result.ledger.equity - result.summary.finalEquity) < 1e-6)
      #expect(abs(result.ledger[.fees] - result.summary.fees) < 1e-9)
      #expect(result.equity.count == result.summary.batchCount)
      #expect(result.summary.tickCount == 1_200)
    }
  }
}
