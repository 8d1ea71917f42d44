import Backtest
import ConfigValidation
import MarketModel
import Strategies
import Testing

@Suite("Strategies against fills worked out by hand")
struct HandComputedTests {
  func fills(
    _ strategy: StrategyDefinition,
    _ parameters: ParameterSet,
    _ closes: [Double]
  ) throws -> [[Double]] {
    let result = try strategy.backtest(
      ReplayMarket(MadeMarkets.daily(closes)),
      parameters: parameters,
      settings: MadeMarkets.settings()
    )
    return result.fills.map { [Double($0.bar), $0.units, $0.price] }
  }

  /// With a fast period of 1 the fast average is the close; the slow one, of period 3, halves the
  /// distance: 10, 11, 12.5, 10.25, 8.625, 10.8125.
  let crossing = [10.0, 12, 14, 8, 7, 13]

  @Test("EmaCross enters on the cross up after the first bar and exits on the cross down")
  func emaCross() throws {
    let found = try fills(
      EmaCross.definition,
      ["fast": .integer(1), "slow": .integer(3)],
      crossing
    )
    #expect(found == [[1, 100, 12], [3, -100, 8], [5, 800.0 / 13, 13]])
  }

  @Test("EmaCross turns short where that is allowed")
  func emaCrossShort() throws {
    let found = try fills(
      EmaCross.definition,
      ["fast": .integer(1), "slow": .integer(3), "allow_short": .flag(true)],
      crossing
    )
    #expect(found.map { $0[0] } == [1, 3, 5])
    #expect(found[1][1] == -200)  // closes 100 and sells 800 / 8 short
  }

  @Test("EmaCross waits for averages that start at a mean, and trades nothing on their first bar")
  func emaCrossSimpleMean() throws {
    // The slow average begins at bar 2 with 12, below the close of 14: no cross. Then 10, 8.5, 10.75.
    let found = try fills(
      EmaCross.definition,
      ["fast": .integer(1), "slow": .integer(3), "seeding": .text("simpleMean")],
      crossing
    )
    #expect(found == [[5, 1_200.0 / 13, 13]])
  }

  @Test("MacdTrend buys when the histogram turns positive and sells when it turns negative")
  func macdTrend() throws {
    // Fast 1 and slow 2 leave lines of 1, -2/3, 16/9, -38/27; a signal of 2 leaves histograms of
    // -5/9, 17/27, -23/27 from bar 2 on.
    let found = try fills(
      MacdTrend.definition,
      ["fast": .integer(1), "slow": .integer(2), "signal": .integer(2)],
      [10, 13, 10, 16, 10]
    )
    #expect(found == [[3, 75, 16], [4, -75, 10]])
  }

  @Test("BollingerReversion buys below the lower band and sells at the average or above")
  func bollingerReversion() throws {
    // The window 10, 10, 10, 6 has mean 9 and deviation √3: the lower band is 7.27.
    let found = try fills(
      BollingerReversion.definition,
      ["period": .integer(4), "deviations": .number(1)],
      [10, 10, 10, 10, 6, 8, 10, 10]
    )
    // After 8 the window 10, 10, 6, 8 has mean 8.5: still below. After 10 its mean is 8.5: above.
    #expect(found == [[4, 200, 6], [6, -200, 10]])
  }

  @Test("BollingerReversion sells above the upper band where shorting is allowed")
  func bollingerShort() throws {
    let parameters: ParameterSet = [
      "period": .integer(4), "deviations": .number(1), "allow_short": .flag(true),
    ]
    let found = try fills(BollingerReversion.definition, parameters, [10, 10, 10, 10, 14, 10, 10])
    #expect(found == [[4, -1_200.0 / 14, 14], [5, 1_200.0 / 14, 10]])
  }

  @Test("RsiReversion buys low, sells recovered, and turns short where allowed")
  func rsiReversion() throws {
    // Two changes of -1: index 0. Then -1 and +4: index 80.
    let parameters: ParameterSet = ["period": .integer(2), "smoothing": .text("simple")]
    let closes = [10.0, 9, 8, 12, 12, 12]
    #expect(
      try fills(RsiReversion.definition, parameters, closes) == [[2, 150, 8], [3, -150, 12]]
    )
    let short = try fills(
      RsiReversion.definition,
      parameters.merging(["allow_short": .flag(true)]),
      closes
    )
    #expect(short[1] == [3, -300, 12])
  }

  @Test("BuyAndHold earns the market's return from the first close to the last")
  func buyAndHold() throws {
    let closes = MadeMarkets.walk(seed: 3, count: 50)
    let result = try BuyAndHold.definition.backtest(
      ReplayMarket(MadeMarkets.daily(closes)),
      settings: MadeMarkets.settings()
    )
    #expect(result.fills.count == 1)
    #expect(abs(result.summary.totalReturn - (closes[49] / closes[0] - 1)) < 1e-12)
  }

  @Test("BuyAndHold pays the costs of one purchase and no more")
  func buyAndHoldCosts() throws {
    var settings = MadeMarkets.settings()
    settings.fees = ProportionalFee(rate: 0.001)
    let result = try BuyAndHold.definition.backtest(
      ReplayMarket(MadeMarkets.daily([10, 20])),
      settings: settings
    )
    #expect(abs(result.summary.finalEquity - 2_400 / 1.001) < 1e-9)
  }
}
