import DataLake
import DataLakeTesting
import MarketModel
import ReplayPacks
import Testing

@Suite("Outcomes: storing them in a lake")
struct EnsureOutcomesTests {
  static let start = Timestamp(seconds: 1_577_836_800)

  static func ensure(
    _ lake: Lake,
    from first: Timestamp? = nil,
    through last: Timestamp? = nil
  ) throws -> OutcomeCounts {
    try ensureOutcomes(
      lake: lake,
      symbol: "BTC",
      interval: .fifteenMinutes,
      provider: nil,
      from: first,
      through: last,
      definition: try OutcomeDefinition(horizonSeconds: [3_600, 14_400], barsPerYear: nil),
      calendar: .alwaysOpen
    )
  }

  static func store(
    _ lake: Lake,
    _ bars: BarSeries,
    _ policy: MergePolicy = .refuseConflicts
  )
    throws
  {
    try lake.apply(LakeChange(bars: bars, provider: "p", policy: policy))
  }

  @Test("Outcomes are stored once, upgraded when bars arrive, corrected when bars change")
  func incremental() throws {
    let temporary = try TemporaryLake()
    let lake = temporary.lake
    let all = try BarBuilder.randomWalk(
      "BTC",
      .fifteenMinutes,
      from: Self.start,
      count: 200,
      seed: 8
    )
    try Self.store(lake, all.slice(0..<150))
    let first = try Self.ensure(lake)
    #expect(first == OutcomeCounts(bars: 150, inserted: 300, unchanged: 0, replaced: 0))
    let manifest = try lake.pin().manifestHash
    #expect(
      try Self.ensure(lake) == OutcomeCounts(bars: 150, inserted: 0, unchanged: 300, replaced: 0)
    )
    #expect(try lake.pin().manifestHash == manifest)

    try Self.store(lake, all.slice(150..<200))
    let second = try Self.ensure(lake)
    // The windows of the last 4 and of the last 16 bars reached beyond the data.
    #expect(second == OutcomeCounts(bars: 200, inserted: 100, unchanged: 280, replaced: 20))

    let key = SeriesKey.outcomes("BTC", .fifteenMinutes, provider: "p", horizonSeconds: 3_600)
    let stored = try HorizonOutcomes(
      rows: try lake.pin().rows(of: key, from: nil, through: nil),
      horizonSeconds: 3_600
    )
    let fresh = try computeOutcomes(
      of: all,
      anchors: 0..<200,
      definition: try OutcomeDefinition(horizonSeconds: [3_600], barsPerYear: nil),
      expectation: .continuous(.fifteenMinutes)
    )
    #expect(stored == fresh[0])

    var corrected = (0..<200).map { all[$0] }
    corrected[100].high *= 1.5
    try Self.store(
      lake,
      try BarSeries(symbol: "BTC", interval: .fifteenMinutes, bars: corrected),
      .replace
    )
    let third = try Self.ensure(lake)
    #expect(third == OutcomeCounts(bars: 200, inserted: 0, unchanged: 380, replaced: 20))
  }

  @Test("A range computes its bars only, with the windows of later bars")
  func ranges() throws {
    let temporary = try TemporaryLake()
    let bars = try BarBuilder.randomWalk(
      "BTC",
      .fifteenMinutes,
      from: Self.start,
      count: 100,
      seed: 8
    )
    try Self.store(temporary.lake, bars)
    let counts = try Self.ensure(
      temporary.lake,
      from: Timestamp(nanoseconds: bars.openTimes[20]),
      through: Timestamp(nanoseconds: bars.openTimes[29])
    )
    #expect(counts == OutcomeCounts(bars: 10, inserted: 20, unchanged: 0, replaced: 0))
    let rest = try Self.ensure(temporary.lake)
    #expect(rest == OutcomeCounts(bars: 100, inserted: 180, unchanged: 20, replaced: 0))
  }

  @Test("No bar in the range, and no such series, are errors")
  func noBars() throws {
    let temporary = try TemporaryLake()
    let bars = try BarBuilder.randomWalk(
      "BTC",
      .fifteenMinutes,
      from: Self.start,
      count: 10,
      seed: 8
    )
    #expect(throws: OutcomeStoreError.self) { _ = try Self.ensure(temporary.lake) }
    try Self.store(temporary.lake, bars)
    let late = Self.start.advanced(bySeconds: 1_000_000)
    let error = try #require(throws: OutcomeStoreError.self) {
      _ = try Self.ensure(temporary.lake, from: late)
    }
    #expect(
      error
        == .outcome(
          .noBars(symbol: "BTC", interval: .fifteenMinutes, from: late, through: nil)
        )
    )
    #expect("\(error)".contains("no bar of BTC 15m"))
  }

  @Test("A week of daily equity bars is no gap by the calendar")
  func equityWeek() throws {
    let temporary = try TemporaryLake()
    let monday = try #require(CivilDate("2019-11-04"))
    var bars: [Bar] = []
    for session in TradingCalendar.usEquities.sessions(
      from: monday,
      through: monday.advanced(byDays: 40)
    ) {
      bars.append(
        Bar(
          openTime: session.open,
          closeTime: session.close,
          open: 10,
          high: 11,
          low: 9,
          close: 10,
          volume: 1
        )
      )
    }
    try Self.store(
      temporary.lake,
      try BarSeries(symbol: "SPY", interval: .day, bars: bars)
    )
    let counts = try ensureOutcomes(
      lake: temporary.lake,
      symbol: "SPY",
      interval: .day,
      provider: "p",
      from: nil,
      through: nil,
      definition: try OutcomeDefinition(horizonSeconds: [604_800], barsPerYear: 252),
      calendar: .usEquities
    )
    #expect(counts.bars == bars.count)
    let key = SeriesKey.outcomes("SPY", .day, provider: "p", horizonSeconds: 604_800)
    let stored = try HorizonOutcomes(
      rows: try temporary.lake.pin().rows(of: key, from: nil, through: nil),
      horizonSeconds: 604_800
    )
    #expect(stored.status.prefix(20).allSatisfy { $0 == .ok })
    #expect(stored.barsExpected.prefix(3) == [5, 5, 5])
    #expect(stored[0].isVolatilityAnnualised)
  }
}
