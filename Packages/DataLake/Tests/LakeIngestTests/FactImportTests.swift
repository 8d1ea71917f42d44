import DataLake
import DataLakeTesting
import MarketModel
import QuantMath
import Testing

@testable import LakeIngest

@Suite("importing facts")
struct FactImportTests {
  private static let prices = [
    "2020-01-01,BTC,7200.5", "2020-01-01,ETH,130.25", "2020-01-02,BTC,6985",
    "2020-01-02,ETH,127.4", "2020-01-04,BTC,7410",
  ]

  private static let header = "date,symbol,price_usd"

  @Test("keys daily facts by the first instant of the day, and knows when it ends")
  func days() throws {
    let temporary = try TemporaryLake()
    let report = try FactFixture.load([Self.header] + Self.prices, into: temporary, as: .price)
    #expect(report.added == 5)
    let key = SeriesKey.market(.price, "BTC", provider: "vendor")
    #expect(
      try FactFixture.rows(temporary.lake, key) == [
        ["2020-01-01T00:00:00Z", "7200.5"], ["2020-01-02T00:00:00Z", "6985.0"],
        ["2020-01-04T00:00:00Z", "7410.0"],
      ]
    )
    let entry = try #require(try temporary.lake.pin().entry(key))
    #expect(entry.last == Timestamp("2020-01-04T00:00:00Z"))
    #expect(entry.end == Timestamp("2020-01-05T00:00:00Z"))
  }

  @Test(
    "takes any form of a day",
    arguments: [
      "2020-01-02", "20200102", "2020-01-02T23:59:59Z", "2020-01-02 23:59:59",
      "2020-01-03T01:00:00+02:00", "1577923200", "1577923200000", "1577923200000000000",
    ]
  )
  func dayForms(_ text: String) throws {
    let temporary = try TemporaryLake()
    try FactFixture.load([Self.header, "\(text),BTC,7200"], into: temporary, as: .price)
    #expect(try temporary.lake.pin().catalog.map(\.first) == [Timestamp("2020-01-02T00:00:00Z")])
  }

  @Test("a second import changes nothing, a longer one adds, a contradiction names its line")
  func idempotent() throws {
    let temporary = try TemporaryLake()
    try FactFixture.load([Self.header] + Self.prices.prefix(3), into: temporary, as: .price)
    let before = try temporary.lake.pin().manifestHash
    let again = try FactFixture.load(
      [Self.header] + Self.prices.prefix(3),
      into: temporary,
      as: .price
    )
    #expect((again.added, again.unchanged) == (0, 3))
    #expect(try temporary.lake.pin().manifestHash == before)
    let longer = try FactFixture.load([Self.header] + Self.prices, into: temporary, as: .price)
    #expect((longer.added, longer.unchanged) == (2, 3))

    var changed = Self.prices
    changed[3] = "2020-01-02,ETH,128"
    changed.append("2020-01-05,ETH,140")
    let failure = #expect(throws: ImportFailure.self) {
      try FactFixture.load([Self.header] + changed, into: temporary, as: .price)
    }
    guard case .conflicts(_, let rows, 1)? = failure?.cause else {
      Issue.record("found \(String(describing: failure))")
      return
    }
    #expect(rows[0].line == 5)
    #expect(try temporary.lake.pin().catalog.map(\.rows) == [3, 2])
    let replaced = try FactFixture.load([Self.header] + changed, into: temporary, as: .price) {
      $0.replacesConflicts = true
    }
    #expect((replaced.added, replaced.replaced) == (1, 1))
  }

  @Test("rows in any order give the same content", arguments: 1...8)
  func anyOrder(_ seed: UInt64) throws {
    var random = PhiloxStream(seed: seed, purpose: 0, trial: 0, path: 0)
    var rows: [String] = []
    for day in 0..<40 {
      for symbol in ["BTC", "ETH", "XRP"] where random.uniform() > 0.2 {
        let date = CivilDate(dayNumber: 18_000 + day)
        rows.append("\(date),\(symbol),\(1 + 100 * random.uniform())")
      }
    }
    let sorted = try TemporaryLake()
    try FactFixture.load([Self.header] + rows, into: sorted, as: .price)
    let keys = rows.map { _ in random.uniform() }
    let shuffled = rows.indices.sorted { keys[$0] < keys[$1] }.map { rows[$0] }
    #expect(shuffled != rows)
    let other = try TemporaryLake()
    try FactFixture.load([Self.header] + shuffled, into: other, as: .price)
    #expect(try other.lake.pin().manifestHash == sorted.lake.pin().manifestHash)
  }

  @Test("keeps published zeros and counts them; takes repeated rows once")
  func zeros() throws {
    let temporary = try TemporaryLake()
    let report = try FactFixture.load(
      [
        "date,symbol,marketcap_usd", "2020-01-01,BTC,0", "2020-01-02,BTC,-0", "2020-01-03,BTC,5",
        "2020-01-03,BTC,5", "2007-12-31,BTC,1",
      ],
      into: temporary,
      as: .marketcap
    )
    #expect(
      report.files[0].warnings.map { "\($0)" } == [
        "BTC: 1 repeated rows, taken once (first at line 5)",
        "BTC: 2 zero values, kept (first at line 2)",
        "BTC: 1 rows before 2008 (first at line 6)",
      ]
    )
    let key = SeriesKey.market(.marketcap, "BTC", provider: "vendor")
    #expect(
      try FactFixture.rows(temporary.lake, key).map { $0[1] } == ["1.0", "0.0", "0.0", "5.0"]
    )
  }

  @Test("says what is wrong with every row at once, by file and line")
  func badRows() throws {
    let found = try FactFixture.problems(
      [
        Self.header, "2020-01-01,BTC,-1", "2020-13-01,BTC,1", "2020-01-03,BTC,nan",
        "2020-01-04,BTC,inf", "2020-01-05,BTC,", "2020-01-06,,1", "2020-01-07,BTC",
        "2020-01-08,BTC,0",
      ],
      as: .price
    )
    // Rows that cannot be read are named first; what they mean is judged when all can be read.
    #expect(
      found == """
        facts.csv:3: date: expected an ISO 8601 date or time, YYYYMMDD, or time since 1970, found \
        '2020-13-01'
        facts.csv:4: price_usd: expected a finite number, found 'nan'
        facts.csv:5: price_usd: expected a finite number, found 'inf'
        facts.csv:7: symbol: expected a name, found nothing
        facts.csv:8: expected 3 fields, found 2
        """
    )
    #expect(
      try FactFixture.problems(
        [
          Self.header, "2020-01-01,BTC,-1", "2020-01-05,BTC,", "2020-01-08,BTC,0",
          "2020-01-09,BTC,5", "2020-01-09T12:00:00Z,BTC,6",
        ],
        as: .price
      ) == """
        facts.csv:2: price_usd: expected a positive number, found -1.0
        facts.csv:3: price_usd: expected a finite number, found none
        facts.csv:4: price_usd: expected a positive number, found 0.0
        facts.csv:6: expected the values of line 5, which has the same time (5.0), found 6.0
        """
    )
    #expect(
      try FactFixture.problems(["date,symbol,volume_usd", "2020-01-01,BTC,-1"], as: .volume)
        == "facts.csv:2: volume_usd: expected zero or a positive number, found -1.0"
    )
  }

  @Test("refuses missing, unexpected and doubled columns unless they are mapped or ignored")
  func columns() throws {
    #expect(
      try FactFixture.problems(["day,symbol,price_usd,source", "2020-01-01,BTC,1,x"], as: .price)
        == """
        facts.csv:1: date: expected a column named 'date' or 'ts' or 'timestamp' or 'datetime' or \
        'time', found day,symbol,price_usd,source
        facts.csv:1: day: expected only columns of price (a column may be mapped or ignored), found \
        a column that is none of them
        facts.csv:1: source: expected only columns of price (a column may be mapped or ignored), \
        found a column that is none of them
        """
    )
    let map = try FactColumnMap(parsing: "date=Day, value=px,ignore=source")
    #expect(
      try FactFixture.problems(["day,symbol,px,source", "2020-01-01,BTC,1,x"], as: .price) {
        $0.columns = map
      } == nil
    )
    #expect(
      try FactFixture.problems(["date,symbol,price,PRICE", "2020-01-01,BTC,1,1"], as: .price)
        == "facts.csv:1: value: expected one column named 'price', found 2"
    )
    #expect(
      try FactFixture.problems(["date,symbol,price", "2020-01-01,BTC,1"], as: .price) {
        $0.columns = FactColumnMap([.value: "price", .symbol: "price"], ignoring: ["gone"])
      } == """
        facts.csv:1: value: expected a column of its own, found 'price', which holds another part
        facts.csv:1: ignore: expected a column named 'gone', found date,symbol,price
        facts.csv:1: symbol: expected only columns of price (a column may be mapped or ignored), \
        found a column that is none of them
        """
    )
  }

  @Test(
    "refuses maps that say nothing",
    arguments: ["px", "value=", "price=px", "value=a,value=b"]
  )
  func badMaps(_ text: String) {
    #expect(throws: IngestError.self) { try FactColumnMap(parsing: text) }
  }

  @Test("takes one symbol of several, and asks for a name where rows have none")
  func symbols() throws {
    let temporary = try TemporaryLake()
    try FactFixture.load([Self.header] + Self.prices, into: temporary, as: .price) {
      $0.symbol = "ETH"
    }
    #expect(try temporary.lake.pin().catalog.map(\.symbol) == ["ETH"])
    let bare = ["date,price_usd", "2020-01-01,7000"]
    #expect(
      try FactFixture.problems(bare, as: .price)
        == "symbol: expected a name, because the rows of facts.csv give none, found nothing"
    )
    #expect(try FactFixture.problems(bare, as: .price) { $0.symbol = "BTC" } == nil)
    #expect(
      try FactFixture.problems([Self.header] + Self.prices, as: .price) { $0.symbol = "SOL" }
        == "symbol: expected one of those of facts.csv: BTC, ETH, found SOL"
    )
    #expect(
      try FactFixture.problems([Self.header] + Self.prices, as: .price) { $0.provider = nil }
        == "provider: expected a name, because the rows of facts.csv give none, found nothing"
    )
  }
}
