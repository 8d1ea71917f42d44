import ConfigValidation
import Foundation
import MarketModel
import QuantMath
import Testing

@testable import LakeIngest

@Suite("SyntheticMarket")
struct SyntheticMarketTests {
  private static let start = CivilDate(dayNumber: 3_652)

  private func settings(
    _ symbols: [Symbol] = ["ONE", "TWO"],
    sessions: Int = 2_000,
    interval: BarInterval = .day
  ) -> SyntheticMarketSettings {
    .threeRegimeEquities(
      seed: 42,
      symbols: symbols,
      start: Self.start,
      sessionCount: sessions,
      interval: interval
    )
  }

  private func logReturns(_ bars: BarSeries) -> [Double] {
    zip(bars.close, bars.close.dropFirst()).map { log($1 / $0) }
  }

  @Test("a symbol's bars do not depend on how many others there are or how long the market lasts")
  func independence() throws {
    let small = try SyntheticMarket(settings(["ONE"], sessions: 50))
    let large = try SyntheticMarket(settings(["ONE", "TWO", "THREE"], sessions: 100))
    let (one, other) = (try small.bars(ofSymbolAt: 0), try large.bars(ofSymbolAt: 0))
    #expect(other.slice(0..<50) == one)
    #expect(Array(large.sessions.prefix(50)) == small.sessions)
    #expect(try small.bars(ofSymbolAt: 0) == one)
  }

  @Test("another seed makes another market")
  func seeds() throws {
    var changed = settings(sessions: 20)
    changed.seed = 43
    let first = try SyntheticMarket(settings(sessions: 20)).bars(ofSymbolAt: 0)
    #expect(try SyntheticMarket(changed).bars(ofSymbolAt: 0).close != first.close)
  }

  @Test(
    "bars are valid and follow the calendar",
    arguments: ["1d", "1h", "5m", "1m"]
  )
  func validBars(_ text: String) throws {
    let interval = try #require(BarInterval(text))
    let market = try SyntheticMarket(settings(sessions: 15, interval: interval))
    let bars = try market.bars(ofSymbolAt: 1)
    let first = try #require(market.sessions.first)
    let last = try #require(market.sessions.last)
    #expect(
      bars.count
        == TradingCalendar.usEquities.expectedBars(
          after: first.open,
          through: last.close,
          interval: interval
        )
    )
    for row in 0..<bars.count {
      let bar = bars[row]
      #expect(bar.low <= min(bar.open, bar.close) && bar.high >= max(bar.open, bar.close))
      #expect(bar.low > 0 && bar.volume >= 1)
      #expect(
        TradingCalendar.usEquities.closeTime(ofBarOpening: bar.openTime, interval: interval)
          == bar.closeTime
      )
    }
  }

  @Test("transitions happen as often as the chain says")
  func transitions() throws {
    let market = try SyntheticMarket(settings(["ONE"], sessions: 20_000))
    var counts = [[Int]](repeating: [0, 0, 0], count: 3)
    for (now, next) in zip(market.sessions, market.sessions.dropFirst()) {
      counts[now.regime][next.regime] += 1
    }
    for (state, row) in counts.enumerated() {
      let total = Double(row.reduce(0, +))
      for (next, count) in row.enumerated() {
        let expected = market.settings.transitions[state][next]
        // Four standard errors of a binomial share.
        let tolerance = 4 * (expected * (1 - expected) / total).squareRoot()
        #expect(abs(Double(count) / total - expected) <= tolerance)
      }
    }
  }

  @Test("volatility, drift, correlation and tails of each state are the stated ones")
  func moments() throws {
    var changed = settings(sessions: 20_000)
    changed.priceDecimals = 9
    let market = try SyntheticMarket(changed)
    let one = logReturns(try market.bars(ofSymbolAt: 0))
    let two = logReturns(try market.bars(ofSymbolAt: 1))
    for (state, regime) in changed.regimes.enumerated() {
      let rows = one.indices.filter { market.sessions[$0 + 1].regime == state }
      let count = Double(rows.count)
      let mean = rows.reduce(0) { $0 + one[$1] } / count
      let drift = regime.annualLogDrift / 252
      let variance = rows.reduce(0) { $0 + (one[$1] - drift) * (one[$1] - drift) } / count
      let deviation = regime.annualVolatility / 252.squareRoot()
      #expect(abs(mean - drift) < 4 * deviation / count.squareRoot())
      // The standard error of a variance is sqrt((kurtosis - 1) / n); kurtosis stays below 9 here.
      #expect(abs(variance / (deviation * deviation) - 1) < 4 * (8 / count).squareRoot())
      let covariance = rows.reduce(0) { $0 + (one[$1] - drift) * (two[$1] - drift) } / count
      let expected = market.loadings[0] * market.loadings[1]
      #expect(abs(covariance / (deviation * deviation) - expected) < 4 * (8 / count).squareRoot())
    }
    let calm = one.indices.filter { market.sessions[$0 + 1].regime == 0 }.map { one[$0] }
    let variance = calm.reduce(0) { $0 + $1 * $1 } / Double(calm.count)
    let fourth = calm.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(calm.count)
    #expect(fourth / (variance * variance) > 3.5)
  }

  @Test("intraday bars and gaps together have the variance of the session")
  func intradayVariance() throws {
    var changed = settings(["ONE"], sessions: 3_000, interval: .hour)
    changed.regimes = [changed.regimes[0]]
    changed.transitions = [[1]]
    changed.innovations = .normal
    changed.priceDecimals = 9
    let bars = try SyntheticMarket(changed).bars(ofSymbolAt: 0)
    let gaps = (1..<bars.count).filter { bars.openTimes[$0] != bars.closeTimes[$0 - 1] }
      .map { log(bars.open[$0] / bars.close[$0 - 1]) }
    let inside = (0..<bars.count).map { log(bars.close[$0] / bars.open[$0]) }
    let daily = 0.12 * 0.12 / 252
    let gapVariance = gaps.reduce(0) { $0 + $1 * $1 } / Double(gaps.count)
    #expect(abs(gapVariance / (0.25 * daily) - 1) < 4 * (2 / Double(gaps.count)).squareRoot())
    let insideVariance = inside.reduce(0) { $0 + $1 * $1 } / 3_000
    #expect(abs(insideVariance / (0.75 * daily) - 1) < 4 * (2 / Double(inside.count)).squareRoot())
    // Parkinson's estimate from ranges sees the same variance as the moves.
    let parkinson =
      (0..<bars.count).reduce(0.0) { sum, row in
        let range = log(bars.high[row] / bars.low[row])
        return sum + range * range / (4 * log(2))
      } / 3_000
    #expect(abs(parkinson / insideVariance - 1) < 0.1)
  }

  @Test("volume is higher at both ends of the session than in the middle")
  func volumeShape() throws {
    var settings = settings(["ONE"], sessions: 80, interval: .fifteenMinutes)
    // Spring and early summer of 2015 have no short session.
    settings.start = try #require(CivilDate("2015-03-06"))
    let bars = try SyntheticMarket(settings).bars(ofSymbolAt: 0)
    let perDay = 26
    func mean(_ slot: Int) -> Double {
      let rows = stride(from: slot, to: bars.count - perDay, by: perDay)
      return rows.reduce(0) { $0 + bars.volume[$1] } / Double(bars.count / perDay)
    }
    #expect(mean(0) > 2 * mean(13))
    #expect(mean(25) > 2 * mean(13))
  }

  @Test("the truth lists settings and the state of every session")
  func truth() throws {
    let market = try SyntheticMarket(settings(sessions: 5))
    let text = market.truth.text(pretty: true)
    let parsed = try JSONValue(parsing: text)
    guard case .array(let sessions)? = parsed["sessions"] else {
      Issue.record("no sessions")
      return
    }
    #expect(sessions.count == 5)
    #expect(sessions[0]["regime"] == .string("calm"))
    #expect(parsed["seed"] == .string("42"))
  }

  @Test("settings that make no market are refused with the field")
  func refusals() {
    var bad = settings()
    bad.transitions[1][0] = 0.5
    #expect(throws: SyntheticMarketError.self) { try SyntheticMarket(bad) }
    bad = settings()
    bad.interval = .week
    #expect(throws: SyntheticMarketError.self) { try SyntheticMarket(bad) }
    bad = settings()
    bad.symbols = []
    #expect(throws: SyntheticMarketError.self) { try SyntheticMarket(bad) }
  }
}
