import DataLake
import DataLakeTesting
import MarketModel
import Testing

@Suite("Lake: storing and reading bars")
struct LakeRoundTripTests {
  static let start = Timestamp(seconds: 1_577_836_800)  // 2020-01-01

  @Test("Bars come back value for value, over several yearly files")
  func roundTrip() throws {
    let temporary = try TemporaryLake()
    let bars = try BarBuilder.randomWalk(
      "SPY",
      .fifteenMinutes,
      from: Self.start,
      count: 50_000,
      seed: 1
    )
    let counts = try temporary.lake.apply(
      LakeChange(bars: bars, provider: "test", policy: .refuseConflicts)
    )
    #expect(counts.map(\.inserted) == [50_000])
    let read = try temporary.lake.pin().bars(
      symbol: "SPY",
      interval: .fifteenMinutes,
      provider: nil,
      from: nil,
      through: nil,
      visibleBy: nil
    )
    #expect(read == bars)
    let entry = try #require(try temporary.lake.pin().catalog.first)
    #expect(entry.rows == 50_000)
    #expect(entry.first == Self.start)
    #expect(entry.end == Timestamp(nanoseconds: bars.closeTimes[49_999]))
    try temporary.lake.pin().verify()
  }
}
