import MarketModel
import Regime
import Testing

@Suite("TrendRule")
struct TrendRuleTests {
  func readings(_ closes: [Double], range: Double = 0) throws -> [TrendRule.Reading] {
    var rule = TrendRule(RegimeSettings.standard.trend)
    let series = try MadeBars.daily(closes, range: range)
    return (0..<series.count).map { rule.update(series[$0]) }
  }

  /// On a line of slope 1 whose ranges are 1 wide both averages rise by 1 in a bar and lie half the
  /// difference of their periods apart: strength 7 and slope 1.
  @Test("labels a straight line by its direction", arguments: [1.0, -1.0])
  func labelsLine(direction: Double) throws {
    let found = try readings((0..<80).map { 500 + direction * Double($0) })
    #expect(found[28].regime == nil)
    #expect(found[29].regime == (direction > 0 ? .up : .down))
    let last = try #require(found.last)
    #expect(abs(try #require(last.strength) - 7) < 1e-9)
    #expect(abs(try #require(last.slope) - direction) < 1e-9)
  }

  @Test("asks for a slope as well as a distance")
  func needsSlope() throws {
    // The same line inside ranges of 3: strength 7/3, slope 1/3.
    let found = try readings((0..<80).map { 500 + Double($0) }, range: 1)
    let last = try #require(found.last)
    #expect(try #require(last.strength) > 1)
    #expect(try #require(last.slope) < 0.5)
    #expect(last.regime == .range)
  }

  @Test("asks for a distance as well as a slope")
  func needsStrength() throws {
    // Flat, then one jump: the fast average leaps before it is far from the slow one.
    let closes = [Double](repeating: 100, count: 60) + [130]
    let found = try readings(closes, range: 4)
    let last = try #require(found.last)
    #expect(abs(try #require(last.slope)) > 0.4)
    #expect(try #require(last.strength) < 1)
    #expect(last.regime == .range)
  }

  @Test("calls a market that never moves a range")
  func constantMarket() throws {
    let last = try #require(try readings([Double](repeating: 50, count: 60)).last)
    #expect(last.regime == .range)
    #expect(last.strength == nil)
  }
}
