import DataLake
import DataLakeTesting
import MarketModel
import ReplayPacks
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Replay packs")
struct ReplayPackTests {
  let temporary: TemporaryLake
  static let first = CivilDate("2020-01-02") ?? CivilDate(dayNumber: 0)
  static let start = first.advanced(byDays: -2).startInUTC

  init() throws {
    temporary = try TemporaryLake()
    let lake = temporary.lake
    let bars = try BarBuilder.randomWalk("SPY", .hour, from: Self.start, count: 24 * 8, seed: 5)
    try lake.apply([
      LakeChange(bars: bars, provider: "p", policy: .refuseConflicts),
      LakeChange(
        table: .regimes,
        rows: try RegimeRow.table(
          ["SPY", "EQUITIES", "CRYPTO"].flatMap { scope in
            (0..<8).map { Self.regime(scope, Self.start.advanced(bySeconds: $0 * 86_400)) }
          }
        ),
        policy: .refuseConflicts
      ),
      LakeChange(
        table: .optionSnapshots,
        rows: try OptionSnapshotRow.table(
          (0..<8).map { Self.snapshot(Self.start.advanced(bySeconds: $0 * 86_400 + 86_399)) }
        ),
        policy: .refuseConflicts
      ),
    ])
    _ = try ensureOutcomes(
      lake: lake,
      symbol: "SPY",
      interval: .hour,
      provider: "p",
      from: nil,
      through: nil,
      definition: try OutcomeDefinition(horizonSeconds: [14_400, 86_400], barsPerYear: nil),
      calendar: .alwaysOpen
    )
  }

  static func regime(_ scope: String, _ instant: Timestamp) -> RegimeRow {
    RegimeRow(
      scope: scope,
      timeframe: "1h",
      eventType: "symbol",
      configHash: "0123456789ab",
      timestamp: instant,
      volatility: "VOL_NORMAL",
      trend: nil,
      liquidity: nil,
      session: nil,
      risk: nil,
      spread: 0.001,
      volumePercentile: nil,
      confidence: 0.5,
      isWarm: true,
      dataQualityFlags: 2,
      metricsJSON: "{}"
    )
  }

  static func snapshot(_ instant: Timestamp) -> OptionSnapshotRow {
    let expiry = instant.milliseconds + 14 * 86_400_000
    return OptionSnapshotRow(
      symbol: "SPY",
      provider: "tasty",
      timestamp: instant,
      receivedAt: instant.advanced(byNanoseconds: 500_000_000),
      underlyingPrice: 100,
      atTheMoneyVolatility: nil,
      strikeCount: 2,
      quotesJSON: """
        {"puts": [{"strike": 90, "expiry_ms": \(expiry), "bid": 0.1, "ask": 0.2},\
         {"strike": 101, "expiry_ms": \(expiry), "bid": 1.5, "ask": 1.7}], "calls": []}
        """
    )
  }

  static func request(_ start: String = "2020-01-02", _ end: String = "2020-01-04") -> PackRequest {
    PackRequest(
      symbol: "SPY",
      interval: .hour,
      provider: nil,
      startDate: CivilDate(start) ?? first,
      endDate: CivilDate(end) ?? first,
      marketScopes: ["EQUITIES"],
      optionProviders: ["tasty"]
    )
  }

  func pack(_ request: PackRequest = request()) throws -> ReplayPack {
    try ReplayPack(from: try temporary.lake.pin(), request)
  }

  @Test("Nothing lies outside the days, nothing becomes visible after them")
  func bounds() throws {
    let pack = try pack()
    let start = Self.first.startInUTC
    let end = start.advanced(bySeconds: 3 * 86_400)
    #expect(pack.bars.count == 72)
    #expect(pack.bars.openTimes.first == start.nanoseconds)
    #expect(pack.bars.closeTimes.last == end.nanoseconds)
    #expect(pack.outcomes.map(\.horizonSeconds) == [14_400, 86_400])
    #expect(pack.outcomes.map(\.count) == [68, 48])
    for horizon in pack.outcomes {
      for row in 0..<horizon.count { #expect(horizon[row].windowEnd <= end) }
    }
    #expect(pack.regimes.count == 6)
    #expect(Set(pack.regimes.map(\.scope)) == ["SPY", "EQUITIES"])
    #expect(pack.regimes.allSatisfy { $0.timestamp >= start && $0.timestamp < end })
    #expect(pack.snapshots.count == 3)
    #expect(pack.snapshots.allSatisfy { $0.receivedAt < end })
  }

  @Test("Bars after the end date change neither the pack nor its hash")
  func noLookAhead() throws {
    let before = try pack()
    let more = try BarBuilder.bars(
      "SPY",
      .hour,
      from: Self.start.advanced(bySeconds: 8 * 86_400),
      closes: [1, 2, 3]
    )
    try temporary.lake.apply(LakeChange(bars: more, provider: "p", policy: .refuseConflicts))
    #expect(try pack() == before)
    #expect(try pack(Self.request("2020-01-02", "2020-01-05")).contentHash != before.contentHash)
  }

  @Test("An outcome is found by bar and horizon")
  func lookup() throws {
    let pack = try pack()
    let bar = Timestamp(nanoseconds: pack.bars.openTimes[10])
    let short = try #require(pack.outcome(at: bar, horizonSeconds: 14_400))
    let long = try #require(pack.outcome(at: bar, horizonSeconds: 86_400))
    #expect(short.horizonSeconds == 14_400)
    #expect(short.closeAtHorizon == pack.bars.close[14])
    #expect(long.closeAtHorizon == pack.bars.close[34])
    #expect(pack.outcome(at: bar.advanced(bySeconds: 1), horizonSeconds: 14_400) == nil)
    #expect(pack.outcome(at: bar, horizonSeconds: 60) == nil)
  }

  @Test("A missing volatility is backed out of the put nearest to the money")
  func volatility() throws {
    let found = try #require(try pack().snapshots[0].atTheMoneyVolatility)
    #expect(abs(found - 1.6 / (0.4 * 100 * (14.0 / 365).squareRoot())) < 1e-12)
    var stated = Self.snapshot(Self.start)
    stated.quotesJSON = """
      {"puts": [{"strike": 100, "expiry_ms": \(stated.timestamp.milliseconds + 1), "iv": 0.25}]}
      """
    #expect(stated.volatilityFromQuotes() == 0.25)
    for text in ["", "{}", #"{"puts": [{"strike": 100}]}"#] {
      stated.quotesJSON = text
      #expect(stated.volatilityFromQuotes() == nil)
    }
  }

  @Test("Both forms come back equal, hash and all, and volatile fields are not hashed")
  func roundTrip() throws {
    let pack = try pack()
    let database = temporary.lake.database
    let native = try ReplayPackFile.write(
      pack,
      to: temporary.directory + "/native",
      packedAt: nil,
      database: database
    )
    #expect(native.hasSuffix("/SPY_2020-01-02_2020-01-04.json"))
    #expect(try ReplayPackFile.read(native, database: database) == pack)
    let again = try ReplayPackFile.write(
      pack,
      to: temporary.directory + "/native",
      packedAt: Self.start,
      database: database
    )
    #expect(try ReplayPackFile.read(again, database: database).contentHash == pack.contentHash)
    let inline = try ReplayPackFile.writeInline(
      pack,
      to: temporary.directory + "/inline",
      packedAt: Self.start
    )
    #expect(try ReplayPackFile.read(inline, database: database) == pack)
  }

  @Test("An inline pack without close times closes bars an interval later or at the next open")
  func foreignInline() throws {
    let path = temporary.directory + "/foreign.json"
    try AtomicFile.write(
      """
      {"metadata": {"symbol": "SPY", "provider": "p", "bar_duration": 60,
        "start_date": "2020-01-02", "end_date": "2020-01-02"},
       "bars": [
        {"timestamp_ms": 1577923200000, "open": 1, "high": 2, "low": 1, "close": 2, "volume": 3},
        {"timestamp_ms": 1577923230000, "open": 1, "high": 2, "low": 1, "close": 2, "volume": 3}],
       "outcomes": [], "regimes": [], "snapshots": []}
      """,
      to: path
    )
    let pack = try ReplayPackFile.read(path, database: temporary.lake.database)
    #expect(pack.bars.closeTimes == [1_577_923_230_000_000_000, 1_577_923_290_000_000_000])
  }

  @Test("Damage is found and the file named")
  func damage() throws {
    let database = temporary.lake.database
    let directory = temporary.directory + "/native"
    let manifest = try ReplayPackFile.write(
      try pack(),
      to: directory,
      packedAt: nil,
      database: database
    )
    let tables = directory + "/SPY_2020-01-02_2020-01-04"
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: tables).first { $0.hasPrefix("bars") }
    )
    let good = try AtomicFile.read(tables + "/" + name)
    try AtomicFile.write(Array(good.prefix(100)), to: tables + "/" + name)
    let corrupt = try #require(throws: PackError.self) {
      _ = try ReplayPackFile.read(manifest, database: database)
    }
    guard case .parquet(.corrupt(let path, _)) = corrupt else {
      Issue.record("expected corrupt, found \(corrupt)")
      return
    }
    #expect(path == tables + "/" + name)
    let bars = try pack().bars.slice(0..<10)
    try ParquetFile.write(
      LakeChange(bars: bars, provider: "p", policy: .replace).rows,
      to: path,
      database: database
    )
    let mismatch = try #require(throws: PackError.self) {
      _ = try ReplayPackFile.read(manifest, database: database)
    }
    guard case .contentMismatch(path, _, _) = mismatch else {
      Issue.record("expected contentMismatch, found \(mismatch)")
      return
    }
    try AtomicFile.write("{\"format\": 3", to: manifest)
    #expect(throws: PackError.self) { _ = try ReplayPackFile.read(manifest, database: database) }
  }

  @Test("A changed number in an inline pack no longer has the stated hash")
  func tampered() throws {
    let path = try ReplayPackFile.writeInline(
      try pack(),
      to: temporary.directory,
      packedAt: nil
    )
    let text = String(decoding: try AtomicFile.read(path), as: UTF8.self)
    let changed = text.split(separator: "\"volume\": 1000.0", omittingEmptySubsequences: false)
      .joined(separator: "\"volume\": 1001.0")
    #expect(changed != text)
    try AtomicFile.write(changed, to: path)
    let error = try #require(throws: PackError.self) {
      _ = try ReplayPackFile.read(path, database: temporary.lake.database)
    }
    guard case .contentMismatch = error else {
      Issue.record("expected contentMismatch, found \(error)")
      return
    }
  }

  @Test("A field of the wrong kind is named")
  func malformed() throws {
    let path = temporary.directory + "/bad.json"
    try AtomicFile.write(
      """
      {"metadata": {"symbol": "SPY", "provider": "p", "bar_duration": 60,
        "start_date": "2020-01-02", "end_date": "2020-01-02"},
       "bars": [{"timestamp_ms": 1577923200000, "open": "1"}],
       "outcomes": [], "regimes": [], "snapshots": []}
      """,
      to: path
    )
    #expect(
      throws: PackError.malformed(
        path: path,
        field: "bars[0].open",
        reason: "expected a number, found a string"
      )
    ) { _ = try ReplayPackFile.read(path, database: temporary.lake.database) }
  }

  @Test("Days without bars and days in the wrong order are errors")
  func empty() throws {
    #expect(throws: PackError.self) { _ = try pack(Self.request("2021-01-01", "2021-01-02")) }
    #expect(throws: PackError.self) { _ = try pack(Self.request("2020-01-04", "2020-01-02")) }
  }
}
