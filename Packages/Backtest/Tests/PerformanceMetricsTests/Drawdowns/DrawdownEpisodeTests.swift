import MarketModel
import PerformanceMetrics
import QuantMath
import Testing

@Suite("EquityCurve.drawdownEpisodes()")
struct DrawdownEpisodeTests {
  static func curve(_ values: [Double], start: Double = 100) throws -> EquityCurve {
    let times = values.indices.map { Timestamp(seconds: Int64($0) * 86_400) }
    return try EquityCurve(startingEquity: start, times: times, values: values)
  }

  @Test("finds start, trough and recovery of each fall")
  func findsEpisodes() throws {
    let curve = try Self.curve([95, 90, 100, 110, 99, 104, 88, 110, 120, 119])
    let episodes = curve.drawdownEpisodes()
    #expect(episodes.map(\.peak) == [nil, 3, 8])
    #expect(episodes.map(\.start) == [0, 4, 9])
    #expect(episodes.map(\.trough) == [1, 6, 9])
    #expect(episodes.map(\.recovery) == [2, 7, nil])
    #expect(episodes.map(\.periodsUnderWater) == [2, 3, 1])
    #expect(episodes.map(\.periodsToTrough) == [2, 3, 1])
    #expect(episodes.map(\.periodsToRecovery) == [1, 1, nil])
    #expect(abs(episodes[1].depth - 0.2) < 1e-15)
    #expect(episodes[1].amount == 22)
    #expect(curve.nanosecondsUnderWater(episodes[1]) == 3 * 86_400_000_000_000)
    #expect(curve.maximumDrawdownAmount == 22)
    #expect(abs(curve.maximumDrawdown - 0.2) < 1e-15)
  }

  @Test("sees a loss in the first period")
  func seesFirstPeriod() throws {
    let curve = try Self.curve([80, 90])
    #expect(abs(curve.maximumDrawdown - 0.2) < 1e-15)
    #expect(try #require(try maximumDrawdown(of: curve.returns)) == curve.maximumDrawdown)
  }

  @Test("has none on a rising curve")
  func risingCurve() throws {
    let curve = try Self.curve([100, 101, 101, 102])
    #expect(curve.drawdownEpisodes().isEmpty)
    #expect(curve.maximumDrawdown == 0)
    let water = try #require(timeUnderWater(of: curve))
    #expect(water.share == 0 && water.longestPeriods == 0 && water.meanDepth == nil)
  }

  @Test("covers exactly the points below the running peak", arguments: UInt64(1)...20)
  func coversPointsBelowPeak(seed: UInt64) throws {
    var stream = PhiloxStream(seed: seed, purpose: 0, trial: 0, path: 0)
    var value = 100.0
    let values = (0..<300).map { _ in
      value *= 1 + 0.02 * stream.normal()
      return value
    }
    let curve = try Self.curve(values)
    let episodes = curve.drawdownEpisodes()
    var peak = 100.0
    for (index, value) in values.enumerated() {
      peak = max(peak, value)
      let covering = episodes.filter { ($0.start..<$0.end).contains(index) }
      #expect(covering.count == (value < peak ? 1 : 0))
      for episode in covering { #expect(episode.peakEquity == peak) }
    }
    #expect(episodes.map(\.depth).max() ?? 0 == curve.maximumDrawdown)
  }

  @Test("counts the episodes that quantstats counts")
  func equalsReference() throws {
    let fixture = try ReferenceFixture.load()
    let episodes = try CalendarReturnTests.curve(fixture).drawdownEpisodes()
    #expect(Double(episodes.count) == fixture.values["drawdownEpisodes"]?.value)
    let deepest = try #require(fixture.values["deepestEpisode"]?.value)
    #expect(agree(episodes.map(\.depth).max() ?? 0, deepest, relative: 1e-12))
  }
}
