import DataLake
import DataLakeTesting
import MarketModel
import Testing

@Suite("Lake: merging rows")
struct LakeMergeTests {
  static let start = Timestamp(seconds: 1_577_836_800)  // 2020-01-01

  static func bars(_ closes: [Double], from start: Timestamp = start) throws -> BarSeries {
    try BarBuilder.bars("SPY", .hour, from: start, closes: closes)
  }

  static func change(_ bars: BarSeries, _ policy: MergePolicy = .refuseConflicts) -> LakeChange {
    LakeChange(bars: bars, provider: "test", policy: policy)
  }

  @Test("The same rows again change nothing, not even the manifest")
  func idempotent() throws {
    let temporary = try TemporaryLake()
    let bars = try Self.bars([1, 2, 3])
    try temporary.lake.apply(Self.change(bars))
    let before = try temporary.lake.pin().manifestHash
    let counts = try temporary.lake.apply(Self.change(bars))
    #expect(counts.map(\.unchanged) == [3])
    #expect(counts.map(\.inserted) == [0])
    #expect(try temporary.lake.pin().manifestHash == before)
    #expect(before != nil)
  }

  @Test("A new row is added; rows before, between and after stored ones end up in order")
  func interleaved() throws {
    let temporary = try TemporaryLake()
    let all = try BarBuilder.randomWalk("SPY", .hour, from: Self.start, count: 90, seed: 4)
    let rows = Self.change(all).rows
    for phase in [1, 0, 2] {
      let picked = rows.selecting((0..<90).filter { $0 % 3 == phase })
      let counts = try temporary.lake.apply(
        LakeChange(table: .bars, rows: picked, policy: .refuseConflicts)
      )
      #expect(counts.map(\.inserted) == [30])
    }
    #expect(try Self.read(temporary.lake) == all)
  }

  @Test(
    "Shuffled rows make the same content hash as sorted ones",
    arguments: [1, 2, 3] as [UInt64]
  )
  func orderOfArrival(seed: UInt64) throws {
    let one = try TemporaryLake()
    let two = try TemporaryLake()
    let bars = try BarBuilder.randomWalk("SPY", .minute, from: Self.start, count: 3_000, seed: seed)
    let change = Self.change(bars)
    try one.lake.apply(change)
    // A fixed permutation: multiplication by a number without common factor.
    let order = (0..<3_000).map { ($0 * 1_789 + Int(seed)) % 3_000 }
    let shuffled = change.rows.selecting(order)
    try two.lake.apply(
      LakeChange(
        table: .bars,
        rows: shuffled.slice(0..<1_000),
        policy: .refuseConflicts
      )
    )
    try two.lake.apply(
      LakeChange(
        table: .bars,
        rows: shuffled.slice(1_000..<3_000),
        policy: .refuseConflicts
      )
    )
    let hashes = try [one, two].map { try $0.lake.pin().catalog.map(\.contentHash) }
    #expect(hashes[0] == hashes[1])
    #expect(hashes[0].count == 1)
    #expect(try one.lake.pin().manifestHash == (try two.lake.pin().manifestHash))
  }

  @Test("Contradicting rows are refused with their values, and the whole change with them")
  func conflicts() throws {
    let temporary = try TemporaryLake()
    try temporary.lake.apply(Self.change(try Self.bars([10, 11, 12])))
    let before = try temporary.lake.pin()
    let other = try BarBuilder.bars("QQQ", .hour, from: Self.start, closes: [5])
    let error = try #require(throws: LakeError.self) {
      try temporary.lake.apply([
        Self.change(other), Self.change(try Self.bars([10, 11, 99])),
      ])
    }
    guard case .conflicts(let report) = error else {
      Issue.record("expected conflicts, found \(error)")
      return
    }
    #expect(report.count == 1)
    #expect(report.rows[0].time == Self.start.advanced(bySeconds: 7_200))
    #expect(report.rows[0].series == .bars("SPY", .hour, provider: "test"))
    #expect(report.rows[0].differences.map(\.column) == ["high", "close"])
    #expect(report.rows[0].differences.last?.stored == "12.0")
    #expect(report.rows[0].differences.last?.refused == "99.0")
    #expect("\(error)".contains("close 12.0 -> 99.0"))
    #expect(try temporary.lake.pin().manifestHash == before.manifestHash)
    #expect(try temporary.lake.pin().catalog.count == 1)
  }

  @Test("Many conflicts are counted, the first twenty listed")
  func manyConflicts() throws {
    let temporary = try TemporaryLake()
    try temporary.lake.apply(Self.change(try Self.bars([Double](repeating: 10, count: 50))))
    let error = try #require(throws: LakeError.self) {
      try temporary.lake.apply(Self.change(try Self.bars([Double](repeating: 11, count: 50))))
    }
    guard case .conflicts(let report) = error else { return }
    #expect(report.count == 50)
    #expect(report.rows.count == ConflictReport.listed)
  }

  @Test("Replacing takes the new values")
  func replacing() throws {
    let temporary = try TemporaryLake()
    try temporary.lake.apply(Self.change(try Self.bars([10, 11, 12])))
    let counts = try temporary.lake.apply(Self.change(try Self.bars([10, 11, 99, 98]), .replace))
    #expect(counts.map(\.replaced) == [1])
    #expect(counts.map(\.inserted) == [1])
    #expect(counts.map(\.unchanged) == [2])
    #expect(try Self.read(temporary.lake).close == [10, 11, 99, 98])
  }

  @Test("One key twice in a change: equal rows count once, different ones are refused")
  func repeatedKeys() throws {
    let temporary = try TemporaryLake()
    let rows = Self.change(try Self.bars([10, 11])).rows
    let counts = try temporary.lake.apply(
      LakeChange(table: .bars, rows: rows.selecting([1, 0, 1]), policy: .refuseConflicts)
    )
    #expect(counts.map(\.inserted) == [2])
    #expect(counts.map(\.unchanged) == [1])
    let other = Self.change(try Self.bars([10, 12])).rows
    var columns: [Column] = []
    for (mine, theirs) in zip(rows.columns, other.columns) {
      guard case .double(let left) = mine.values, case .double(let right) = theirs.values else {
        columns.append(mine)
        continue
      }
      columns.append(Column(mine.name, .double([left[1], right[1]])))
    }
    let times = Self.change(try Self.bars([1, 2])).rows.selecting([1, 1])
    let mixed = try ColumnTable(times.columns.prefix(5) + columns.suffix(5))
    let error = try #require(throws: LakeError.self) {
      try TemporaryLake().lake.apply(LakeChange(table: .bars, rows: mixed, policy: .replace))
    }
    guard case .conflicts(let report) = error else {
      Issue.record("expected conflicts, found \(error)")
      return
    }
    #expect(report.count == 1)
  }

  @Test("Upgrading replaces rows of the named states only")
  func upgrading() throws {
    let temporary = try TemporaryLake()
    let key = SeriesKey(table: .funding, values: ["BTCUSDT", "test"])
    func rows(_ rates: [Double]) throws -> ColumnTable {
      try ColumnTable([
        Column("symbol", .text(rates.map { _ in "BTCUSDT" })),
        Column("provider", .text(rates.map { _ in "test" })),
        Column("timestamp", .timestamp(rates.indices.map { Int64($0) * 1_000 })),
        Column("rate", .double(rates)),
        Column("mark_price", optional: rates.map { _ in nil }),
      ])
    }
    try temporary.lake.apply(
      LakeChange(table: .funding, rows: try rows([0.5, 1]), policy: .refuseConflicts)
    )
    let policy = MergePolicy.upgrade(column: "rate", values: ["0.5"])
    let counts = try temporary.lake.apply(
      LakeChange(table: .funding, rows: try rows([2, 1]), policy: policy)
    )
    #expect(counts.map(\.replaced) == [1])
    #expect(throws: LakeError.self) {
      try temporary.lake.apply(
        LakeChange(table: .funding, rows: try rows([2, 3]), policy: policy)
      )
    }
    let stored = try temporary.lake.pin().rows(of: key, from: nil, through: nil)
    #expect(try stored.doubles("rate") == [2, 1])
  }

  @Test("Ticks of one instant are told apart by their sequence numbers")
  func sequences() throws {
    let temporary = try TemporaryLake()
    let rows = try ColumnTable([
      Column("symbol", .text(["IBM", "IBM", "IBM"])),
      Column("provider", .text(["test", "test", "test"])),
      Column("timestamp", .timestamp([5, 5, 4])),
      Column("sequence", .int64([2, 1, 9])),
      Column("price", .double([1, 2, 3])),
      Column("size", .double([1, 1, 1])),
      Column("aggressor", .text(["buy", "sell", ""]), validity: [true, true, false]),
      Column("received_at", .timestamp([7, 6, 0]), validity: [true, true, false]),
    ])
    try temporary.lake.apply(LakeChange(table: .trades, rows: rows, policy: .refuseConflicts))
    let stored = try temporary.lake.pin().rows(
      of: .market(.trades, "IBM", provider: "test"),
      from: nil,
      through: nil
    )
    #expect(try stored.integers("sequence") == [9, 1, 2])
    #expect(stored["aggressor"]?.isMissing(0) == true)
  }

  @Test("Rows with other columns are refused with every difference")
  func schema() throws {
    let temporary = try TemporaryLake()
    let rows = try ColumnTable([
      Column("symbol", .text(["X"])), Column("rate", .int64([1])), Column("extra", .bool([true])),
    ])
    let error = try #require(throws: LakeError.self) {
      try temporary.lake.apply(LakeChange(table: .funding, rows: rows, policy: .replace))
    }
    #expect(
      error
        == .schema(
          table: .funding,
          issues: [
            .missingColumn("provider", expected: .text),
            .missingColumn("timestamp", expected: .timestamp),
            .wrongType(column: "rate", expected: "double", found: "int64"),
            .missingColumn("mark_price", expected: .double), .unexpectedColumn("extra"),
          ]
        )
    )
  }

  @Test("A bar that closes after the next one opens is refused, also across files")
  func overlappingBars() throws {
    let temporary = try TemporaryLake()
    let newYear = Timestamp("2021-01-01") ?? Self.start
    let late = try BarBuilder.bars(
      "SPY",
      .fifteenMinutes,
      from: newYear.advanced(bySeconds: -600),
      closes: [1]
    )
    try temporary.lake.apply(Self.change(late))
    let error = try #require(throws: LakeError.self) {
      try temporary.lake.apply(
        Self.change(try BarBuilder.bars("SPY", .fifteenMinutes, from: newYear, closes: [1]))
      )
    }
    guard case .invalidRow(_, let time, _) = error else {
      Issue.record("expected invalidRow, found \(error)")
      return
    }
    #expect(time == newYear)
    #expect(try temporary.lake.pin().catalog.map(\.rows) == [1])
  }

  static func read(_ lake: Lake) throws -> BarSeries {
    try lake.pin().bars(
      symbol: "SPY",
      interval: .hour,
      provider: nil,
      from: nil,
      through: nil,
      visibleBy: nil
    )
  }
}
