import PerformanceMetrics
import Testing

@Suite("RegimeBreakdown")
struct RegimeBreakdownTests {
  private static let breakdown: RegimeBreakdown = {
    var breakdown = RegimeBreakdown()
    breakdown.add(90, keys: ["session:RTH", "regime:SPY:VOL_LOW", "regime:SPY_trend:RANGE"])
    breakdown.add(-10, keys: ["session:PRE", "regime:SPY:VOL_HIGH", "regime:SPY_trend:RANGE"])
    breakdown.add(20, keys: ["session:RTH", "regime:SPY:VOL_HIGH", "regime:SPY_trend:RANGE"])
    return breakdown
  }()

  @Test("adds profit and bars under each key, in the order of keys")
  func addsUp() {
    let entries = Self.breakdown.entries
    #expect(
      entries.map(\.key) == [
        "regime:SPY:VOL_HIGH", "regime:SPY:VOL_LOW", "regime:SPY_trend:RANGE", "session:PRE",
        "session:RTH",
      ]
    )
    #expect(entries.map(\.profit) == [10, 90, 100, -10, 110])
    #expect(entries.map(\.bars) == [2, 1, 3, 1, 2])
    #expect(entries[0].profitPerBar == 5)
    #expect(entries[0].family == "regime:SPY")
  }

  @Test("measures concentration inside families of several states only")
  func concentration() throws {
    // session: 110 of 120; volatility: 90 of 100; the trend has a single state.
    let value = try #require(Self.breakdown.concentration)
    #expect(agree(value, 110 / 120, relative: 1e-15))
    var single = RegimeBreakdown()
    single.add(5, keys: ["session:RTH"])
    #expect(single.concentration == nil)
    #expect(RegimeBreakdown().concentration == nil)
  }

  @Test("is the same for any order of bars with whole profits, and reads back from entries")
  func orderDoesNotMatter() {
    var reversed = RegimeBreakdown()
    reversed.add(20, keys: ["session:RTH", "regime:SPY:VOL_HIGH", "regime:SPY_trend:RANGE"])
    reversed.add(-10, keys: ["session:PRE", "regime:SPY:VOL_HIGH", "regime:SPY_trend:RANGE"])
    reversed.add(90, keys: ["session:RTH", "regime:SPY:VOL_LOW", "regime:SPY_trend:RANGE"])
    #expect(reversed == Self.breakdown)
    #expect(RegimeBreakdown(entries: Self.breakdown.entries) == Self.breakdown)
  }
}
