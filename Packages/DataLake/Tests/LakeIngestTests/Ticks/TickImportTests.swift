import DataLake
import DataLakeTesting
import MarketModel
import Testing

@testable import LakeIngest

@Suite("importing ticks")
struct TickImportTests {
  private static let quotes = [
    TickFixture.quoteHeader, "1600000000000000000,10,1,11,2", "1600000000000000000,10.5,1,11,0",
    "1600000001000000000,10.5,3,10.5,4", "1600090000000000000,10,1,11,2",
  ]

  @Test("numbers rows of one instant in the file's order, and takes a locked quote")
  func sequences() throws {
    let temporary = try TemporaryLake()
    let report = try TickFixture.load(Self.quotes, into: temporary, as: .quotes)
    #expect(report.added == 4)
    let key = SeriesKey.market(.quotes, "X", provider: "vendor")
    let rows = try temporary.lake.pin().rows(of: key, from: nil, through: nil)
    #expect(try rows.integers("sequence") == [0, 1, 0, 0])
    #expect(try rows.doubles("bid_price") == [10, 10.5, 10.5, 10])
    #expect(rows["received_at"]?.isMissing(0) == true)
    try temporary.lake.pin().verify()
  }

  @Test("a second import changes nothing, a longer file adds its rows")
  func idempotent() throws {
    let temporary = try TemporaryLake()
    try TickFixture.load(Self.quotes, into: temporary, as: .quotes)
    let before = try temporary.lake.pin().manifestHash
    let again = try TickFixture.load(Self.quotes, into: temporary, as: .quotes)
    #expect((again.added, again.unchanged) == (0, 4))
    #expect(try temporary.lake.pin().manifestHash == before)
    let longer = try TickFixture.load(
      Self.quotes + ["1600090000000000001,10,1,11,3"],
      into: temporary,
      as: .quotes
    )
    #expect((longer.added, longer.unchanged) == (1, 4))
  }

  @Test("files that overlap with other rows are refused, or take their place")
  func overlap() throws {
    let temporary = try TemporaryLake()
    try TickFixture.load(Self.quotes, into: temporary, as: .quotes)
    let other = [
      TickFixture.quoteHeader, "1600000000500000000,9,1,11,2", "1600000002000000000,9,1,11,2",
    ]
    let failure = #expect(throws: ImportFailure.self) {
      try TickFixture.load(other, into: temporary, as: .quotes)
    }
    guard case .conflicts(_, let rows, 1)? = failure?.cause else {
      Issue.record("found \(String(describing: failure))")
      return
    }
    #expect(rows[0].row.time == Timestamp(nanoseconds: 1_600_000_001_000_000_000))
    let replaced = try TickFixture.load(other, into: temporary, as: .quotes) {
      $0.replacesConflicts = true
    }
    #expect(replaced.added == 2)
    #expect(replaced.files[0].counts.map(\.removed) == [1])
    #expect(try temporary.lake.pin().catalog.map(\.rows) == [5])
  }

  @Test("a file that leaps over a stored day is refused, or removes it")
  func skippedDay() throws {
    let temporary = try TemporaryLake()
    try TickFixture.load(Self.quotes, into: temporary, as: .quotes)
    let other = [
      TickFixture.quoteHeader, "1500000000000000000,9,1,11,2", "1700000000000000000,9,1,11,2",
    ]
    #expect(throws: ImportFailure.self) {
      try TickFixture.load(other, into: temporary, as: .quotes)
    }
    try TickFixture.load(other, into: temporary, as: .quotes) { $0.replacesConflicts = true }
    #expect(try temporary.lake.pin().catalog.map(\.rows) == [2])
  }

  @Test("a changed row is refused with its line")
  func conflict() throws {
    let temporary = try TemporaryLake()
    try TickFixture.load(Self.quotes, into: temporary, as: .quotes)
    var changed = Self.quotes
    changed[2] = "1600000000000000000,10.4,1,11,0"
    let failure = #expect(throws: ImportFailure.self) {
      try TickFixture.load(changed, into: temporary, as: .quotes)
    }
    guard case .conflicts(_, let rows, 1)? = failure?.cause else {
      Issue.record("found \(String(describing: failure))")
      return
    }
    #expect(rows[0].line == 3)
  }

  @Test(
    "names the line and the column of what cannot be true",
    arguments: [
      ("1600000000000000000,0,1,11,2", "ticks.csv:2: bid: expected a positive number, found 0.0"),
      (
        "1600000000000000000,10,-1,11,2",
        "ticks.csv:2: bid_size: expected zero or a positive number, found -1.0"
      ),
      ("1600000000000000000,10,1,nan,2", "ticks.csv:2: ask: expected a finite number, found 'nan'"),
      ("1600000000000000000,10,1,inf,2", "ticks.csv:2: ask: expected a finite number, found 'inf'"),
      (
        "1600000000000000000,10,1,11,",
        "ticks.csv:2: ask_size: expected a finite number, found nothing"
      ),
      (
        "1600000000000000000,12,1,11,2",
        "ticks.csv:2: bid: expected a bid of at most the ask 11.0, found 12.0"
      ),
      ("1600000000000000000,12,1,11", "ticks.csv:2: expected 5 fields, found 4"),
    ]
  )
  func impossible(_ line: String, _ problem: String) throws {
    #expect(try TickFixture.problems([TickFixture.quoteHeader, line], as: .quotes) == problem)
  }

  @Test("times that go backwards are named, or sorted and counted")
  func backwards() throws {
    let lines = [
      TickFixture.tradeHeader, "1600000003000000000,10,1,buy", "1600000001000000000,11,1,sell",
      "1600000002000000000,12,1,",
    ]
    let problems = try #require(try TickFixture.problems(lines, as: .trades))
    #expect(
      problems.hasPrefix(
        "ticks.csv:3: ts_ns: expected a time not before 2020-09-13T12:26:43Z of line 2, "
          + "found 2020-09-13T12:26:41Z\nticks.csv:4: "
      )
    )
    let temporary = try TemporaryLake()
    let report = try TickFixture.load(lines, into: temporary, as: .trades) {
      $0.reading.order = .sort
    }
    #expect(
      report.files[0].warningTexts == [
        "X: 2 rows whose time goes backwards, sorted (first at line 3)",
        "X: 1 trades whose side is not known (first at line 4)",
      ]
    )
    let trades = try temporary.lake.pin().trades(
      symbol: "X",
      provider: nil,
      from: nil,
      through: nil
    )
    #expect(trades.prices == [11, 12, 10])
    #expect(trades.aggressors == [.sell, nil, .buy])
  }

  @Test("crossed quotes are dropped or kept, and counted", arguments: [CrossedQuotes.drop, .keep])
  func crossed(_ choice: CrossedQuotes) throws {
    let temporary = try TemporaryLake()
    let report = try TickFixture.load(
      Self.quotes + ["1600090000000000001,12,1,11,3"],
      into: temporary,
      as: .quotes
    ) { $0.reading.crossed = choice }
    #expect(report.added == (choice == .drop ? 4 : 5))
    #expect(report.files[0].warnings.map(\.count) == [1])
    #expect(report.files[0].warnings.map(\.firstLine) == [6])
  }

  @Test("a missing and an unknown column are named")
  func columns() throws {
    let problems = try TickFixture.problems(
      ["ts_ns,bid,bid_size,ask,spam", "1,2,3,4,5"],
      as: .quotes
    )
    #expect(
      problems == """
        ticks.csv:1: ask_size: expected a column named 'ask_size' or 'ask_sz' or 'ask_qty' or \
        'best_ask_size' or 'best_ask_qty', found ts_ns,bid,bid_size,ask,spam
        ticks.csv:1: spam: expected only columns of quotes (a column may be mapped or ignored), \
        found a column that is none of them
        """
    )
  }

  @Test("the venue's time is the time of a tick, the plain one when it was received")
  func venueTimes() throws {
    let lines = [
      "ts_ns,price,size,side,exch_ts_ns,type", "1600000000000000005,10,1,buy,1600000000000000009,X",
    ]
    let temporary = try TemporaryLake()
    try TickFixture.load(lines, into: temporary, as: .trades)
    let feed = try LakeTickFeed(
      temporary.lake.pin(),
      symbol: "X",
      provider: nil,
      selection: .available
    )
    let block = try TickFixture.all(feed)
    #expect(block.times == [TickFixture.start + 9])
    #expect(block.receivedTimes == [TickFixture.start + 5])
    #expect(feed.content == TickContent(hasQuotes: false, hasTrades: true, hasReceivedTimes: true))
  }

  @Test("an empty venue's time is refused until one is chosen")
  func emptyVenueTimes() throws {
    let lines = ["ts_ns,price,size,side,exch_ts_ns", "1600000000000000005,10,1,buy,"]
    let problems = try #require(try TickFixture.problems(lines, as: .trades))
    #expect(
      problems == "ticks.csv:2: exch_ts_ns: expected the venue's time (or the columns "
        + "time=ts_ns,ignore=exch_ts_ns, which take the receiver's), found nothing"
    )
    let map = try TickColumnMap(parsing: "time=ts_ns,ignore=exch_ts_ns")
    #expect(
      try TickFixture.problems(lines, as: .trades) { $0.reading.columns = map } == nil
    )
  }

  @Test("the exchange's trade files tell the side by the maker, and keep every decimal")
  func buyerIsMaker() throws {
    let lines = [
      "time,price,quantity,isbuyermaker", "1600000000000,0.29,0.000000015,true",
      "1600000000001,0.3,2,0", "1600000000001,0.3,2,1",
    ]
    let temporary = try TemporaryLake()
    try TickFixture.load(lines, into: temporary, as: .trades)
    let trades = try temporary.lake.pin().trades(
      symbol: "X",
      provider: nil,
      from: nil,
      through: nil
    )
    #expect(trades.prices == [0.29, 0.3, 0.3])
    #expect(trades.sizes == [0.000000015, 2, 2])
    #expect(trades.aggressors == [.sell, .buy, .sell])
    #expect(trades.times == [0, 1_000_000, 1_000_000].map { TickFixture.start + $0 })
    let problems = try TickFixture.problems(
      ["time,price,quantity,isbuyermaker", "1600000000000,1,1,maybe"],
      as: .trades
    )
    #expect(
      problems == "ticks.csv:2: isbuyermaker: expected true or false (1 or 0), found 'maybe'"
    )
  }

  @Test("rows of quotes may carry trades, and other symbols")
  func mixedRows() throws {
    let lines = [
      "ts,bid_px,ask_px,bid_sz,ask_sz,trade_px,trade_sz,trade_side,symbol,exchange",
      "1600000000000000000,10,11,1,2,,,,X,V", "1600000000000000001,10,11,1,2,11,3,1,X,V",
      "1600000000000000001,10,11,1,2,11,3,1,Y,V",
    ]
    let temporary = try TemporaryLake()
    #expect(try TickFixture.load(lines, into: temporary, as: .quotes).added == 2)
    let report = try TickFixture.load(lines, into: temporary, as: .trades)
    #expect(report.added == 1)
    #expect(report.files[0].warnings.map(\.kind) == [.withoutTrade, .otherSymbols])
    let feed = try LakeTickFeed(
      temporary.lake.pin(),
      symbol: "X",
      provider: nil,
      selection: .both
    )
    #expect(try TickFixture.all(feed).kinds == [.quote, .trade, .quote])
  }
}
