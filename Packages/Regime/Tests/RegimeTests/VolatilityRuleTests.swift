import MarketModel
import Regime
import Testing

@Suite("VolatilityRule")
struct VolatilityRuleTests {
  let settings = RegimeSettings.standard.volatility

  func readings(_ closes: [Double]) throws -> [VolatilityRule.Reading] {
    var rule = VolatilityRule(settings)
    let series = try MadeBars.daily(closes)
    return (0..<series.count).map { rule.update(series[$0]) }
  }

  @Test("has no label before five volatilities of twenty returns")
  func warmsUp() throws {
    let found = try readings(
      MadeBars.walk(seed: 1, steps: [Double](repeating: 0.01, count: 40))
    )
    // 20 returns need 21 bars; the fifth volatility comes with bar 25.
    #expect(found.firstIndex { $0.volatility != nil } == 20)
    #expect(found.firstIndex { $0.regime != nil } == 24)
  }

  @Test("calls a burst a spike, its fading high, and quiet after it low")
  func labelsBurst() throws {
    let steps = (0..<200).map { $0 >= 100 && $0 < 110 ? 0.08 : $0 >= 130 ? 0.004 : 0.01 }
    let found = try readings(MadeBars.walk(seed: 2, steps: steps))
    #expect(found[102...106].contains { $0.regime == .spike })
    #expect(found[100...130].contains { $0.regime == .high })
    #expect(found[150...180].contains { $0.regime == .low })
    #expect(found[60...99].contains { $0.regime == .normal })
    for reading in found {
      guard let score = reading.score else { continue }
      let expected: VolatilityRegime =
        score > 2.5 ? .spike : score > 1 ? .high : score < -0.5 ? .low : .normal
      #expect(reading.regime == expected)
    }
  }

  @Test("scores a volatility against the newest fifty, itself included")
  func scoresAgainstMemory() throws {
    let closes = MadeBars.walk(seed: 3, steps: (0..<120).map { 0.005 + 0.0001 * Double($0 % 17) })
    let found = try readings(closes)
    let values = found.compactMap(\.volatility)
    let window = values.suffix(50)
    let mean = window.reduce(0, +) / 50
    let squares = window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let expected = (window[values.count - 1] - mean) / (squares / 49).squareRoot()
    #expect(abs(try #require(found.last?.score) - expected) < 1e-9)
  }

  @Test("calls a market that never moves normal, without a score")
  func constantMarket() throws {
    let last = try #require(try readings([Double](repeating: 50, count: 60)).last)
    #expect(last.regime == .normal)
    #expect(last.score == nil)
    #expect(last.volatility == 0)
  }
}
