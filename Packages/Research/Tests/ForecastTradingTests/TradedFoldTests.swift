import Backtest
import ForecastTrading
import Forecasting
import MarketModel
import PerformanceMetrics
import Testing

@Suite("tradedFolds")
struct TradedFoldTests {
  @Test("decides at a close, trades at the next open, closes at the fold's last close")
  func handComputed() throws {
    let market = try MadeMarket(closes: [100, 110, 121, 110, 100, 90])
    let outcomes = try MadeMarket.outcomes([(first: 0, values: [1, 1, -1, -1])])
    let folds = try tradedFolds(
      outcomes,
      of: market.table,
      bars: market.bars,
      settings: MadeMarket.settings()
    )
    let fold = try #require(folds.first)
    #expect(folds.count == 1 && fold.closeTimes == Array(market.bars.closeTimes[0..<4]))
    // Nothing in the first bar; long from 100 to 121; short from the open of 121 to the last close of 110.
    let expected = [0, 0.1, 0.1, 1 - 110.0 / 121]
    for (found, value) in zip(fold.netReturns, expected) { #expect(abs(found - value) < 1e-12) }
    #expect(fold.fillCount == 3)
    #expect(fold.exposedBars == 3)
    #expect(fold.costs.total == 0)
  }

  @Test("cuts a short that has grown to more than twice the account, and closes one that is ruined")
  func cutsShorts() throws {
    func returns(_ closes: [Double]) throws -> (values: [Double], fills: Int) {
      let market = try MadeMarket(closes: closes + [closes[closes.count - 1]])
      let folds = try tradedFolds(
        MadeMarket.outcomes([(first: 0, values: closes.map { _ in -1 })]),
        of: market.table,
        bars: market.bars,
        settings: MadeMarket.settings()
      )
      let fold = try #require(folds.first)
      return (fold.netReturns, fold.fillCount)
    }
    // 10 units from 100. At 140 they are 1,400 of an equity of 600: cut to 600 at the next open.
    let cut = try returns([100, 100, 120, 140, 160, 180])
    for (found, value) in zip(cut.values, [0, 0, -0.2, -0.25, -1.0 / 7, -1.0 / 6]) {
      #expect(abs(found - value) < 1e-12)
    }
    #expect(cut.values.count == 6 && cut.fills == 3)
    // At 250 nothing is left; what the price does later is nobody's.
    let ruined = try returns([100, 100, 250, 250, 50, 40])
    #expect(ruined.values == [0, 0, -1, 0, 0, 0])
    #expect(ruined.fills == 2)
  }

  @Test("charges fees and slippage, the closing trade included")
  func charges() throws {
    let market = try MadeMarket(closes: [100, 100, 100, 100])
    let folds = try tradedFolds(
      MadeMarket.outcomes([(first: 0, values: [1, 1, 1])]),
      of: market.table,
      bars: market.bars,
      settings: MadeMarket.settings(fee: 0.001, slippage: 0.002)
    )
    let fold = try #require(folds.first)
    let wealth = fold.netReturns.reduce(1) { $0 * (1 + $1) }
    #expect(abs(wealth - (1 - fold.costs.total / 1_000)) < 1e-12)
    #expect(abs(fold.costs.slippage - 4) < 0.02 && abs(fold.costs.commission - 2) < 0.02)
    #expect(abs(fold.grossProfit) < 1e-9)
    #expect(fold.netReturns[2] < 0, "closing at the last bar costs within it")
  }

  @Test("keeps a fold to its own bars: later bars and later forecasts change nothing")
  func staysInside() throws {
    let market = try MadeMarket.walk(60, seed: 3)
    let values = (0..<20).map { $0 % 3 == 0 ? -1.0 : 1 }
    var closes = market.bars.close
    for row in 25..<60 { closes[row] *= 1.5 }
    let changed = try MadeMarket(
      closes: closes,
      opens: market.bars.open.enumerated().map { $0.offset < 25 ? $0.element : $0.element * 2 }
    )
    for border in FoldBorder.allCases {
      let settings = try MadeMarket.settings(fee: 0.001, border: border)
      let before = try tradedFolds(
        MadeMarket.outcomes([(first: 5, values: values), (first: 25, values: values)]),
        of: market.table,
        bars: market.bars,
        settings: settings
      )
      let after = try tradedFolds(
        MadeMarket.outcomes([(first: 5, values: values), (first: 25, values: values.map { -$0 })]),
        of: changed.table,
        bars: changed.bars,
        settings: settings
      )
      #expect(before[0].netReturns == after[0].netReturns)
      #expect(before[0].costs == after[0].costs)
      #expect(before[1].netReturns != after[1].netReturns)
    }
  }

  @Test("rolls one position through neighbouring folds, and closes it before a gap")
  func rolls() throws {
    let market = try MadeMarket.walk(60, seed: 4)
    let long = [Double](repeating: 1, count: 10)
    let neighbours = try tradedFolds(
      MadeMarket.outcomes([(first: 5, values: long), (first: 15, values: long)]),
      of: market.table,
      bars: market.bars,
      settings: MadeMarket.settings(fee: 0.001, border: .roll)
    )
    #expect(neighbours.map(\.fillCount) == [1, 1])
    #expect(neighbours[1].exposedBars == 10 - 0)
    #expect(neighbours.map(\.netReturns.count) == [10, 10])
    let apart = try tradedFolds(
      MadeMarket.outcomes([(first: 5, values: long), (first: 20, values: long)]),
      of: market.table,
      bars: market.bars,
      settings: MadeMarket.settings(fee: 0.001, border: .roll)
    )
    #expect(apart.map(\.fillCount) == [2, 2])
    #expect(apart[0].exposedBars == 8)
    let closing = try tradedFolds(
      MadeMarket.outcomes([(first: 5, values: long), (first: 15, values: long)]),
      of: market.table,
      bars: market.bars,
      settings: MadeMarket.settings(fee: 0.001, border: .close)
    )
    #expect(closing.map(\.fillCount) == [2, 2])
    #expect(closing[0].costs.total > neighbours[0].costs.total)
  }

  @Test("holds a decision for the horizon where told so")
  func pace() throws {
    let closes = (0..<30).map { 100 + Double($0 % 4) }
    let market = try MadeMarket(closes: closes, horizon: 5)
    let values = (0..<20).map { $0 % 2 == 0 ? 1.0 : -1 }
    func fills(_ pace: DecisionPace) throws -> Int {
      try tradedFolds(
        MadeMarket.outcomes([(first: 0, values: values)]),
        of: market.table,
        bars: market.bars,
        settings: MadeMarket.settings(pace: pace)
      )[0].fillCount
    }
    // Every bar turns the position; every fifth sample does too, four times, and then it is closed.
    #expect(try fills(.everyBar) == 20)
    #expect(try fills(.everyHorizon) == 5)
  }

  @Test("leaves out folds that failed, and names what does not fit")
  func refuses() throws {
    let market = try MadeMarket.walk(30, seed: 4)
    let failed = try ForecasterOutcomes(
      name: "made",
      folds: [.failed(fold: 0, reason: "no engine")]
    )
    for border in FoldBorder.allCases {
      let folds = try tradedFolds(
        failed,
        of: market.table,
        bars: market.bars,
        settings: MadeMarket.settings(border: border)
      )
      #expect(folds.isEmpty)
    }
    let closeTime = market.bars.closeTimes[22]
    #expect(throws: ForecastTradingError.noBar(row: 22, closeTime: closeTime)) {
      try tradedFolds(
        MadeMarket.outcomes([(first: 20, values: [1, 1, 1, 1])]),
        of: market.table,
        bars: market.bars.slice(0..<22),
        settings: MadeMarket.settings()
      )
    }
    #expect(throws: ForecastTradingError.fillRule(.thisClose)) {
      try ForecastTradingSettings(
        positions: ForecastPositions(.sign(deadZone: 0), sides: .longFlat),
        execution: .frictionless(startingCash: 1, fillRule: .thisClose, sizing: AllIn()),
        border: .close,
        pace: .everyBar
      )
    }
  }
}
