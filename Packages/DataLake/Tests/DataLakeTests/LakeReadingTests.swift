import DataLake
import DataLakeTesting
import MarketModel
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Lake: reading, pinning, damage")
struct LakeReadingTests {
  static let start = Timestamp(seconds: 1_577_836_800)  // 2020-01-01

  static func filled(_ count: Int = 10) throws -> (TemporaryLake, BarSeries) {
    let temporary = try TemporaryLake()
    let bars = try BarBuilder.randomWalk("SPY", .hour, from: start, count: count, seed: 2)
    try temporary.lake.apply(LakeChange(bars: bars, provider: "one", policy: .refuseConflicts))
    return (temporary, bars)
  }

  static func parquetFiles(_ temporary: TemporaryLake) throws -> [String] {
    let root = temporary.lake.directory
    return try FileManager.default.subpathsOfDirectory(atPath: root).filter {
      $0.hasSuffix(".parquet")
    }.sorted().map { root + "/" + $0 }
  }

  @Test("Ranges are by open time, inclusive at both ends; the cut is by close time")
  func ranges() throws {
    let (temporary, bars) = try Self.filled()
    let snapshot = try temporary.lake.pin()
    func opens(_ first: Int?, _ last: Int?, _ visible: Int?) throws -> [Int64] {
      func instant(_ hours: Int?) -> Timestamp? {
        hours.map { Self.start.advanced(bySeconds: Int64($0) * 3_600) }
      }
      return try snapshot.bars(
        symbol: "SPY",
        interval: .hour,
        provider: "one",
        from: instant(first),
        through: instant(last),
        visibleBy: instant(visible)
      ).openTimes
    }
    #expect(try opens(2, 5, nil) == Array(bars.openTimes[2...5]))
    #expect(try opens(nil, nil, 4) == Array(bars.openTimes[..<4]))
    #expect(try opens(3, nil, 5) == Array(bars.openTimes[3..<5]))
    #expect(try opens(7, 3, nil) == [])
    #expect(try opens(100, nil, nil) == [])
  }

  @Test("A cut one nanosecond before a close hides that bar")
  func exactCut() throws {
    let (temporary, bars) = try Self.filled()
    let close = Timestamp(nanoseconds: bars.closeTimes[4])
    let snapshot = try temporary.lake.pin()
    for (instant, count) in [(close, 5), (close.advanced(byNanoseconds: -1), 4)] {
      let read = try snapshot.bars(
        symbol: "SPY",
        interval: .hour,
        provider: nil,
        from: nil,
        through: nil,
        visibleBy: instant
      )
      #expect(read.count == count)
    }
  }

  @Test("An omitted provider is an error where two could be meant")
  func ambiguousProvider() throws {
    let (temporary, bars) = try Self.filled()
    try temporary.lake.apply(LakeChange(bars: bars, provider: "two", policy: .refuseConflicts))
    let snapshot = try temporary.lake.pin()
    #expect(
      throws: LakeError.ambiguousProvider(
        table: .bars,
        symbol: "SPY",
        providers: ["one", "two"]
      )
    ) {
      _ = try snapshot.bars(
        symbol: "SPY",
        interval: .hour,
        provider: nil,
        from: nil,
        through: nil,
        visibleBy: nil
      )
    }
    #expect(
      try snapshot.bars(
        symbol: "SPY",
        interval: .hour,
        provider: "two",
        from: nil,
        through: nil,
        visibleBy: nil
      )
        == bars
    )
  }

  @Test("What is not there is an error that says what is")
  func noSeries() throws {
    let (temporary, _) = try Self.filled()
    let error = try #require(throws: LakeError.self) {
      _ = try temporary.lake.pin().bars(
        symbol: "SPY",
        interval: .day,
        provider: nil,
        from: nil,
        through: nil,
        visibleBy: nil
      )
    }
    guard case .noSeries(.bars, "SPY", _, let available) = error else {
      Issue.record("expected noSeries, found \(error)")
      return
    }
    #expect(available == [.bars("SPY", .hour, provider: "one")])
    #expect(try Lake(directory: "/nowhere", database: temporary.lake.database).pin().catalog == [])
  }

  @Test("A pinned snapshot does not see later changes, and can be pinned again by its name")
  func pinning() throws {
    let (temporary, bars) = try Self.filled()
    let pinned = try temporary.lake.pin()
    let more = try BarBuilder.bars(
      "SPY",
      .hour,
      from: Self.start.advanced(bySeconds: 36_000),
      closes: [7, 8]
    )
    try temporary.lake.apply(LakeChange(bars: more, provider: "one", policy: .refuseConflicts))
    func count(_ snapshot: LakeSnapshot) throws -> Int {
      try snapshot.bars(
        symbol: "SPY",
        interval: .hour,
        provider: nil,
        from: nil,
        through: nil,
        visibleBy: nil
      ).count
    }
    #expect(try count(pinned) == bars.count)
    #expect(try count(temporary.lake.pin()) == bars.count + 2)
    let name = try #require(pinned.manifestHash)
    #expect(try count(temporary.lake.pin(manifest: name)) == bars.count)
  }

  @Test("A damaged file is an error that names it; verification finds changed rows")
  func damage() throws {
    let (temporary, _) = try Self.filled()
    let path = try #require(try Self.parquetFiles(temporary).first)
    let good = try AtomicFile.read(path)
    try AtomicFile.write(Array(good.prefix(good.count / 2)), to: path)
    let error = try #require(throws: LakeError.self) { try temporary.lake.pin().verify() }
    guard case .parquet(.corrupt(let named, _)) = error else {
      Issue.record("expected corrupt, found \(error)")
      return
    }
    #expect(named == path)
    let (other, _) = try Self.filled(9)
    let stranger = try #require(try Self.parquetFiles(other).first)
    try AtomicFile.write(try AtomicFile.read(stranger), to: path)
    let mismatch = try #require(throws: LakeError.self) { try temporary.lake.pin().verify() }
    guard case .contentMismatch(path, _, _) = mismatch else {
      Issue.record("expected contentMismatch, found \(mismatch)")
      return
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: LakeError.parquet(.missing(path: path))) { try temporary.lake.pin().verify() }
  }

  @Test("A damaged manifest is an error that names it", arguments: ["pointer", "manifest"])
  func damagedManifest(which: String) throws {
    let (temporary, _) = try Self.filled()
    let name = try #require(try temporary.lake.pin().manifestHash)
    let path =
      temporary.lake.directory
      + (which == "pointer" ? "/manifest.json" : "/manifests/\(name).json")
    try AtomicFile.write("{", to: path)
    let error = try #require(throws: LakeError.self) { _ = try temporary.lake.pin() }
    guard case .manifest(let named, _) = error else {
      Issue.record("expected a manifest error, found \(error)")
      return
    }
    #expect(named == path)
  }

  @Test("Symbols of any spelling have a folder of their own inside the lake")
  func strangeSymbols() throws {
    let temporary = try TemporaryLake()
    let symbols: [Symbol] = ["../x", "EURUSD=X", "^GSPC", "BRK.B", ".hidden", "a b'c", "ÄÖ", "%2E"]
    for symbol in symbols {
      let bars = try BarBuilder.bars(symbol, .day, from: Self.start, closes: [1, 2])
      try temporary.lake.apply(LakeChange(bars: bars, provider: "p", policy: .refuseConflicts))
    }
    let snapshot = try temporary.lake.pin()
    #expect(Set(snapshot.catalog.map(\.symbol)) == Set(symbols))
    #expect(snapshot.catalog.map(\.key) == snapshot.catalog.map(\.key).sorted())
    try snapshot.verify()
    let entries = try FileManager.default.contentsOfDirectory(
      atPath: temporary.lake.directory + "/tables/bars"
    )
    #expect(entries.count == symbols.count)
  }

  @Test("Daily history is one file, minutes are one file a year")
  func fileCount() throws {
    let temporary = try TemporaryLake()
    let daily = try BarBuilder.randomWalk("A", .day, from: Self.start, count: 3_000, seed: 1)
    try temporary.lake.apply(LakeChange(bars: daily, provider: "p", policy: .refuseConflicts))
    #expect(try Self.parquetFiles(temporary).count == 1)
    let minutes = try BarBuilder.randomWalk("B", .minute, from: Self.start, count: 600_000, seed: 1)
    try temporary.lake.apply(LakeChange(bars: minutes, provider: "p", policy: .refuseConflicts))
    #expect(try Self.parquetFiles(temporary).count == 3)
  }
}
