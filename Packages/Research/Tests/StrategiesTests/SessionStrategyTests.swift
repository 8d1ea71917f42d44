import Backtest
import ConfigValidation
import MarketModel
import Regime
import Strategies
import Testing

@Suite("Strategies of the trading day")
struct SessionStrategyTests {
  func series(_ name: String, _ bars: BarSeries, _ value: (Int) -> Double) throws -> VisibleSeries {
    try VisibleSeries(
      name: name,
      visibleAt: bars.closeTimes,
      values: bars.closeTimes.indices.map(value)
    )
  }

  func times(_ result: BacktestResult) -> [String] {
    result.fills.map { "\($0.timestamp)" }
  }

  @Test("OvernightSession buys half an hour before the close and sells after the horizon")
  func overnight() throws {
    let bars = try MadeMarkets.intraday(sessions: 3, minutes: 15, seed: 1)
    let past = try series("outcome_14400_fwd_return", bars) { $0 < 26 ? 0.01 : 0 }
    let market = try ReplayMarket(listings: [.init(bars: bars, visibleSeries: [past])])
    let result = try OvernightSession.definition.backtest(
      market,
      settings: MadeMarkets.settings()
    )
    // 15:30 in New York is 20:30 UTC; four hours later the exchange is closed, so the first bar of the
    // next morning, which closes at 09:45, decides the exit. The second day's outcome is too low.
    #expect(times(result) == ["2024-01-02T20:30:00Z", "2024-01-03T14:45:00Z"])
  }

  @Test("OvernightSession needs the outcome of its horizon and says so")
  func overnightNeedsOutcome() throws {
    let bars = try MadeMarkets.intraday(sessions: 1, minutes: 15, seed: 1)
    #expect(
      throws: BacktestError.missingSeries(name: "outcome_14400_fwd_return", symbol: "TEST")
    ) {
      try OvernightSession.definition.backtest(
        ReplayMarket(bars),
        settings: MadeMarkets.settings()
      )
    }
  }

  @Test("OvernightSession refuses daily bars")
  func overnightRefusesDaily() {
    #expect(!OvernightSession.definition.supports(.day))
    #expect(OvernightSession.definition.supports(.minute))
  }

  func dow(
    _ bars: BarSeries,
    _ parameters: ParameterSet,
    volatility: VolatilityRegime = .normal,
    trend: TrendRegime = .range
  ) throws -> BacktestResult {
    let market = try ReplayMarket(listings: [
      .init(
        bars: bars,
        visibleSeries: [
          series(VolatilityRegime.seriesName, bars) { _ in volatility.code },
          series(TrendRegime.seriesName, bars) { _ in trend.code },
        ]
      )
    ])
    return try DowRegimeTiming.definition.backtest(
      market,
      parameters: parameters,
      settings: MadeMarkets.settings()
    )
  }

  @Test("DowRegimeTiming holds from the first bar of a session to its last")
  func dowIntraday() throws {
    let bars = try MadeMarkets.intraday(sessions: 1, minutes: 30, seed: 1)
    // The first bar closes at 10:00; an exit decided at 15:30 can fill on the last bar.
    #expect(times(try dow(bars, [:])) == ["2024-01-02T15:00:00Z", "2024-01-02T20:30:00Z"])
  }

  @Test("DowRegimeTiming leaves out weekdays below the threshold, and keeps those that equal it")
  func dowWeekdays() throws {
    let bars = try MadeMarkets.intraday(sessions: 5, minutes: 30, seed: 1)
    let found = try dow(bars, ["threshold": .number(0.9)])
    // Tuesday 2 to Thursday 4 and Monday 8 pass; Friday 5 with 0.85 does not.
    let entries = found.fills.filter { $0.units > 0 }.map { CivilDate(utcDayOf: $0.timestamp).day }
    #expect(entries == [2, 3, 4, 8])
  }

  @Test(
    "DowRegimeTiming subtracts a penalty for each bad regime",
    arguments: [
      (VolatilityRegime.spike, TrendRegime.range, 0.5, false),  // Tuesday 1.0 - 0.5 = 0.5, passes
      (.spike, .down, 0.5, true),
      (.high, .down, 0.61, true),
      (.high, .down, 0.6, false),
      (.high, .up, 0.8, false),
      (.low, .down, 0.8, false),
      (.low, .down, 0.81, true),
    ]
  )
  func dowPenalties(
    volatility: VolatilityRegime,
    trend: TrendRegime,
    threshold: Double,
    isRefused: Bool
  ) throws {
    let bars = try MadeMarkets.intraday(sessions: 1, minutes: 30, seed: 1)
    let found = try dow(
      bars,
      ["threshold": .number(threshold)],
      volatility: volatility,
      trend: trend
    )
    #expect(found.fills.isEmpty == isRefused)
  }

  @Test("DowRegimeTiming decides on daily bars by the weekday of the next session")
  func dowDaily() throws {
    // 2024-01-02 is a Tuesday. Only Fridays are held: bought at Thursday's close, sold at Friday's.
    let bars = try MadeMarkets.daily(MadeMarkets.walk(seed: 2, count: 8))
    let found = try dow(
      bars,
      [
        "monday": .number(0), "tuesday": .number(0), "wednesday": .number(0),
        "thursday": .number(0), "friday": .number(1),
      ]
    )
    #expect(
      times(found) == ["2024-01-04T21:00:00Z", "2024-01-05T21:00:00Z", "2024-01-11T21:00:00Z"]
    )
  }

  @Test("SessionClock knows short days, holidays and daylight saving time")
  func sessionClock() throws {
    var clock = SessionClock(calendar: .usEquities)
    func bar(_ open: String, minutes: Int64) throws -> Bar {
      let start = try #require(Timestamp(open))
      return Bar(
        openTime: start,
        closeTime: start.advanced(bySeconds: minutes * 60),
        open: 1,
        high: 1,
        low: 1,
        close: 1,
        volume: 1
      )
    }
    // Before Independence Day 2024, a Thursday, the exchange closes at 13:00.
    let short = try clock.update(bar("2024-07-03T16:00:00Z", minutes: 30))
    #expect(short.minutesToClose == 30)
    #expect(short.weekday == 3)
    #expect(short.nextWeekday == 5)
    #expect(short.isFirst == 1)
    #expect(try clock.update(bar("2024-07-03T16:30:00Z", minutes: 30)).isFirst == 0)
    #expect(try clock.update(bar("2024-07-03T17:30:00Z", minutes: 30)).minutesToClose == nil)
    #expect(try clock.update(bar("2024-07-04T15:00:00Z", minutes: 30)).minutesToClose == nil)
    let winter = try clock.update(bar("2024-12-02T14:30:00Z", minutes: 30))
    #expect(winter.minutesToClose == 360)
    #expect(winter.isFirst == 1)
  }
}
