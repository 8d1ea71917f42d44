import Backtest
import ConfigValidation
import MarketModel
import Regime
import Strategies
import Testing

@Suite("VRPCreditSpread")
struct VRPCreditSpreadTests {
  /// A quiet market at 100 whose bars 21 and later have a chain of two weeks' puts.
  ///
  /// The put at 97 costs `prices[k]` on the k-th bar with a chain, the one at 95 half of it.
  func market(
    prices: [Double],
    volatility: VolatilityRegime = .normal,
    trend: TrendRegime = .range,
    hasOptions: Bool = true,
    impliedVolatility: Double? = 0.3
  ) throws -> ReplayMarket {
    let bars = try MadeMarkets.daily(
      (0..<(21 + prices.count)).map { $0.isMultiple(of: 2) ? 100 : 100.1 }
    )
    let expiry = Timestamp(nanoseconds: bars.closeTimes[21]).advanced(bySeconds: 14 * 86_400)
    var rows: [ReplayOptions.Row] = []
    for (offset, price) in prices.enumerated() {
      for (strike, share) in [(100.0, 3.0), (97, 1), (95, 0.5), (90, 0.1)] {
        let value = price * share
        rows.append(
          ReplayOptions.Row(
            leg: OptionLeg(underlying: "TEST", strike: strike, expiry: expiry, right: .put),
            quote: ReplayQuote(
              visibleAt: bars.closeTimes[21 + offset],
              bid: value - 0.01,
              ask: value + 0.01,
              bidSize: nil,
              askSize: nil
            ),
            impliedVolatility: impliedVolatility
          )
        )
      }
    }
    func constant(_ name: String, _ code: Double) throws -> VisibleSeries {
      try VisibleSeries(
        name: name,
        visibleAt: bars.closeTimes,
        values: bars.closeTimes.map { _ in code }
      )
    }
    return try ReplayMarket(listings: [
      .init(
        bars: bars,
        visibleSeries: [
          constant(VolatilityRegime.seriesName, volatility.code),
          constant(TrendRegime.seriesName, trend.code),
        ],
        options: hasOptions ? ReplayOptions(rows) : nil
      )
    ])
  }

  func run(_ market: ReplayMarket, _ parameters: ParameterSet = [:]) throws -> BacktestResult {
    try VRPCreditSpread.definition.backtest(
      market,
      parameters: (["width_fraction": .number(0.015)] as ParameterSet).merging(parameters),
      settings: MadeMarkets.settings(cash: 100_000)
    )
  }

  func legs(_ result: BacktestResult) -> [[Double]] {
    result.optionFills.map { [$0.leg.strike, $0.contracts, ($0.price * 1_000).rounded() / 1_000] }
  }

  @Test("sells two real puts at their quotes and buys them back at half the credit")
  func takesProfit() throws {
    let found = try run(market(prices: [1, 0.8, 0.45, 0.45]))
    // Credit 0.99 - 0.51 = 0.48. At 0.45 the spread costs 0.225 at the midpoints, below half of it.
    #expect(
      legs(found) == [[97, -1, 0.99], [95, 1, 0.51], [97, 1, 0.46], [95, -1, 0.215]]
        + [[97, -1, 0.44], [95, 1, 0.235]]
    )
    let trip = try #require(found.roundTrips.first)
    #expect(abs(trip.profit - 100 * (0.48 - 0.245)) < 1e-9)
  }

  @Test("buys back at a loss of twice the credit")
  func stopsLoss() throws {
    // The spread costs half the put: 1.44 = 0.48 + 2 * 0.48 is reached at a put of 2.88.
    #expect(try run(market(prices: [1, 2.87, 2.87])).optionFills.count == 2)
    #expect(try run(market(prices: [1, 2.89])).optionFills.count == 4)
    #expect(
      try run(market(prices: [1, 2.89]), ["loss_multiple": .number(3)]).optionFills.count == 2
    )
  }

  @Test("buys back before expiry")
  func exitsByTime() throws {
    let found = try run(market(prices: [Double](repeating: 1, count: 12)))
    #expect(found.optionFills.count == 4)
    let sold = try #require(found.optionFills.first).time
    let closed = try #require(found.optionFills.last).time
    #expect(closed.nanoseconds - sold.nanoseconds == 13 * 86_400_000_000_000)
    #expect(found.optionFills.allSatisfy { !$0.isExpiry })
  }

  @Test("holds one spread at a time")
  func holdsOne() throws {
    #expect(try run(market(prices: [1, 1, 1, 1])).optionFills.count == 2)
  }

  @Test("never trades without options, nor on too small a premium")
  func needsOptionsAndPremium() throws {
    #expect(try run(market(prices: [1, 1], hasOptions: false)).summary.fillCount == 0)
    #expect(try run(market(prices: [1, 1]), ["min_vrp": .number(0.3)]).summary.fillCount == 0)
  }

  @Test("derives the volatility from a midpoint where none is quoted")
  func derivesVolatility() throws {
    // 3 / (0.4 * 100 * sqrt(14 / 365)) = 0.383, less a realised volatility of 0.016.
    let found = try market(prices: [1], impliedVolatility: nil)
    #expect(try run(found, ["min_vrp": .number(0.36)]).optionFills.count == 2)
    #expect(try run(found, ["min_vrp": .number(0.37)]).optionFills.isEmpty)
  }

  @Test(
    "honours the wildest volatility regime",
    arguments: [
      (VolatilityRegime.spike, "VOL_HIGH", false), (.spike, "VOL_SPIKE", true),
      (.high, "VOL_NORMAL", false), (.normal, "VOL_NORMAL", true), (.normal, "VOL_LOW", false),
      (.low, "VOL_LOW", true),
    ]
  )
  func honoursVolatility(regime: VolatilityRegime, limit: String, trades: Bool) throws {
    let found = try run(
      market(prices: [1, 1], volatility: regime),
      ["max_vol_regime": .text(limit)]
    )
    #expect(found.optionFills.isEmpty != trades)
  }

  @Test(
    "honours the trend to avoid",
    arguments: [
      (TrendRegime.down, "TREND_DOWN", false), (.down, "TREND_UP", true), (.up, "TREND_UP", false),
      (.down, "NONE", true), (.range, "RANGE", false),
    ]
  )
  func honoursTrend(regime: TrendRegime, avoided: String, trades: Bool) throws {
    let found = try run(market(prices: [1, 1], trend: regime), ["avoid_trend": .text(avoided)])
    #expect(found.optionFills.isEmpty != trades)
  }
}
