import DataLake
import DataLakeTesting
import MarketModel
import QuantMath
import Testing

@testable import LakeIngest

@Suite("feeds of ticks")
struct TickFeedTests {
  /// Quotes and trades with many equal instants over three days.
  private static func lines(_ count: Int, seed: UInt64) -> (quotes: [String], trades: [String]) {
    var stream = PhiloxStream(seed: seed, purpose: 1, trial: 0, path: 0)
    var (quotes, trades) = ([TickFixture.quoteHeader], [TickFixture.tradeHeader])
    var time = TickFixture.start
    for _ in 0..<count {
      if stream.uniform() < 0.6 { time += Int64(stream.uniform() * 2 * 259_200e9 / Double(count)) }
      let bid = Double(Int(stream.uniform() * 100) + 1000) / 10
      if stream.uniform() < 0.7 {
        quotes.append("\(time),\(bid),\(Int(stream.uniform() * 9)),\(bid + 0.1),2")
      } else {
        trades.append("\(time),\(bid),3,\(["buy", "sell", ""][Int(stream.uniform() * 3)])")
      }
    }
    return (quotes, trades)
  }

  @Test("a lake yields what the files hold, block by block, for any range", arguments: [1, 2, 3])
  func agrees(_ seed: UInt64) throws {
    let (quotes, trades) = Self.lines(150_000, seed: seed)
    let temporary = try TemporaryLake()
    try TickFixture.load(trades, into: temporary, as: .trades)
    try TickFixture.load(quotes, into: temporary, as: .quotes)
    let files = try [("q", quotes), ("t", trades)].map { name, lines in
      try IngestFixture.write(
        lines.joined(separator: "\n"),
        "\(name).csv",
        in: temporary.directory
      )
    }
    let file = try TickFile(
      quotes: [files[0]],
      trades: [files[1]],
      symbol: "X",
      reading: TickReading(format: .csv, order: .strict, crossed: .refuse),
      database: nil
    )
    let feed = try LakeTickFeed(
      temporary.lake.pin(),
      symbol: "X",
      provider: nil,
      selection: .both
    )
    #expect(feed.contentHash == file.contentHash)
    #expect(feed.rowCount == 150_000)
    let whole = try TickFixture.all(feed)
    #expect(whole == file.series.block)
    let snapshot = try temporary.lake.pin()
    let series = TickSeries(
      quotes: try snapshot.quotes(symbol: "X", provider: nil, from: nil, through: nil),
      trades: try snapshot.trades(symbol: "X", provider: nil, from: nil, through: nil)
    )
    #expect(whole == series.block)
    var reader = try feed.reader(from: nil, before: nil)
    var sizes: [Int] = []
    while let block = try reader.next() { sizes.append(block.count) }
    #expect(sizes == [65_536, 65_536, 18_928])
    for (first, end) in [(1_000, 1_000), (0, 149_999), (70_000, 140_000), (149_999, 0)] {
      let (from, before) = (
        Timestamp(nanoseconds: whole.times[first]), Timestamp(nanoseconds: whole.times[end])
      )
      #expect(
        try TickFixture.all(feed, from: from, before: before)
          == TickFixture.all(series, from: from, before: before)
      )
    }
  }

  @Test("a feed yields the ticks of its snapshot, whatever is imported meanwhile")
  func pinned() throws {
    let temporary = try TemporaryLake()
    let lines = [TickFixture.tradeHeader, "1600000000000000000,10,1,buy"]
    try TickFixture.load(lines, into: temporary, as: .trades)
    let feed = try LakeTickFeed(
      temporary.lake.pin(),
      symbol: "X",
      provider: nil,
      selection: .available
    )
    try TickFixture.load(lines + ["1600000000000000001,11,1,buy"], into: temporary, as: .trades)
    #expect(try TickFixture.all(feed).tradePrices == [10])
    let newer = try LakeTickFeed(
      temporary.lake.pin(),
      symbol: "X",
      provider: nil,
      selection: .trades
    )
    #expect(try TickFixture.all(newer).tradePrices == [10, 11])
    #expect(newer.contentHash != feed.contentHash)
  }

  @Test("what is not stored is named")
  func missing() throws {
    let temporary = try TemporaryLake()
    let lines = [TickFixture.tradeHeader, "1600000000000000000,10,1,buy"]
    try TickFixture.load(lines, into: temporary, as: .trades)
    let snapshot = try temporary.lake.pin()
    #expect(throws: LakeError.self) {
      try LakeTickFeed(snapshot, symbol: "X", provider: nil, selection: .both)
    }
    #expect(throws: LakeError.self) {
      try LakeTickFeed(snapshot, symbol: "Y", provider: nil, selection: .available)
    }
    #expect(throws: LakeError.self) {
      try LakeTickFeed(snapshot, symbol: "X", provider: "other", selection: .available)
    }
  }

  @Test("Parquet files give the same ticks as text")
  func parquet() throws {
    let (quotes, _) = Self.lines(2_000, seed: 9)
    let temporary = try TemporaryLake()
    let rows = quotes.dropFirst().map { $0.split(separator: ",").map(String.init) }
    func column(_ index: Int) -> [Double] { rows.map { Double($0[index]) ?? 0 } }
    let path = temporary.directory + "/quotes.parquet"
    try ParquetFile.write(
      try ColumnTable([
        Column("ts_ns", .int64(rows.map { Int64($0[0]) ?? 0 })), Column("bid", .double(column(1))),
        Column("bid_size", .int64(column(2).map { Int64($0) })), Column("ask", .double(column(3))),
        Column("ask_size", .double(column(4))),
      ]),
      to: path,
      database: temporary.lake.database
    )
    try TickFixture.load(quotes, into: temporary, as: .quotes)
    let report = try Importer(lake: temporary.lake).run(
      TickFixture.request(.quotes, [path]) { $0.reading.format = .parquet }
    )
    #expect((report.added, report.unchanged) == (0, rows.count))
  }
}
