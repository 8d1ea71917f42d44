import MarketModel
import Testing

@testable import LakeIngest

@Suite("readBarFile(_:options:)")
struct BarFileReaderTests {
  private func read(
    _ name: String,
    _ format: SourceFormat,
    _ interval: BarInterval = .day,
    _ change: (inout BarFileOptions) -> Void = { _ in }
  ) throws(IngestError) -> RawBarFile {
    var options = BarFileOptions(format: format, interval: interval)
    change(&options)
    return try readBarFile(IngestFixture.path(name), options: options)
  }

  private func day(_ text: String) -> Int64 {
    Int64(CivilDate(text)?.dayNumber ?? 0)
  }

  @Test("takes Yahoo's prices as they are, leaving null rows out")
  func yahooSplit() throws {
    let file = try read("yahoo-title.csv", .yahoo) { $0.adjustment = .split }
    #expect(file.kind == .date)
    #expect(file.groups.count == 1)
    #expect(file.groups[0].stamps == [day("2024-01-02"), day("2024-01-04")])
    #expect(file.groups[0].close == [105, 110])
    #expect(file.groups[0].lines == [2, 4])
    #expect(file.nullRows == 1)
    #expect(file.firstNullLine == 3)
  }

  @Test("multiplies all four prices by adjusted close over close")
  func yahooTotal() throws {
    let bars = try read("yahoo-members.csv.gz", .yahoo) { $0.adjustment = .total }.groups[0]
    #expect(bars.open == [50, 52.5])
    #expect(bars.high == [55, 56])
    #expect(bars.low == [45, 50])
    #expect(bars.close == [52.5, 55])
    #expect(bars.volume == [1_000, 2_000])
  }

  @Test("refuses a column that stands twice, since either could be meant")
  func twiceNamed() throws {
    try IngestFixture.withFolder { folder in
      let path = try IngestFixture.write(
        "Date,Open,High,Low,Close,Volume,close\n2024-01-02,1,2,1,2,5,3\n",
        "twice.csv",
        in: folder
      )
      let error = try #require(throws: IngestError.self) {
        try readBarFile(path, options: BarFileOptions(format: .csv, interval: .day))
      }
      #expect("\(error)" == "\(path):1: close: expected one column named 'close', found 2")
    }
  }

  @Test("shows a header of control characters cut and without them")
  func strangeHeader() throws {
    try IngestFixture.withFolder { folder in
      let header = "\u{1B}[31m" + String(repeating: "x\u{07}", count: 500)
      let path = try IngestFixture.write(header + "\n1\n", "strange.csv", in: folder)
      let error = try #require(throws: IngestError.self) {
        try readBarFile(path, options: BarFileOptions(format: .csv, interval: .day))
      }
      #expect(!"\(error)".contains("\u{1B}"))
      #expect(!"\(error)".contains("\u{07}"))
      #expect("\(error)".count < 3_000)
    }
  }

  @Test("refuses adjustments that Yahoo's file cannot give")
  func yahooRefusals() {
    #expect(throws: IngestError.self) {
      try read("yahoo-title.csv", .yahoo) { $0.adjustment = PriceAdjustment.none }
    }
    #expect(throws: IngestError.self) {
      try read("yahoo-lower.csv", .yahoo) { $0.adjustment = .total }
    }
  }

  @Test("reads both forms of Stooq, with dates and without volume")
  func stooq() throws {
    let bulk = try read("stooq-bulk.txt", .stooq)
    #expect(bulk.kind == .date)
    #expect(bulk.groups[0].symbol == "SPY.US")
    #expect(bulk.groups[0].stamps == [day("2024-01-02"), day("2024-01-03")])
    let single = try read("stooq-single.csv", .stooq)
    #expect(single.groups[0].close == [472.65, 468.79])
    #expect(single.groups[0].volume == [0, 0])
  }

  @Test("tells milliseconds from microseconds row by row in klines")
  func binance() throws {
    let file = try read("binance-header.csv", .binance, .hour)
    #expect(file.kind == .instant)
    #expect(
      file.groups[0].stamps == [1_704_067_200_000_000_000, 1_735_689_600_000_000_000]
    )
    #expect(try read("binance-bare.csv", .binance, .hour).groups[0].count == 2)
  }

  @Test("klines of another interval are refused by their close times")
  func binanceInterval() {
    do {
      _ = try read("binance-bare.csv", .binance, .minute)
      Issue.record("expected an error")
    } catch {
      guard case .malformed(let problems, 2) = error else {
        Issue.record("found \(error)")
        return
      }
      #expect(problems[0].column == "close_time")
    }
  }

  @Test("reads both shapes of Alpaca's JSON")
  func alpaca() throws {
    let several = try read("alpaca-multi.json", .alpaca, .minute)
    #expect(several.groups.map(\.symbol) == ["AAPL", "SPY"])
    #expect(several.groups.map(\.count) == [2, 1])
    let single = try read("alpaca-single.json", .alpaca)
    #expect(single.groups[0].symbol == "AAPL")
    #expect(single.groups[0].volume == [82_488_674])
  }

  @Test("finds mapped columns with another separator")
  func mapped() throws {
    let map = try ColumnMap(parsing: "stamp=when,open=o,high=h,low=l,close=c,volume=qty")
    let file = try read("columns.csv", .csv, .minute) {
      $0.columns = map
      $0.separator = UInt8(ascii: ";")
    }
    #expect(file.kind == .local)
    #expect(file.groups[0].volume == [10, 20])
  }

  @Test("collects every problem of a file with line, column, expected and found")
  func malformed() {
    do {
      _ = try read("malformed.csv", .csv)
      Issue.record("expected an error")
    } catch {
      guard case .malformed(let problems, let count) = error else {
        Issue.record("found \(error)")
        return
      }
      #expect(count == 5)
      #expect(problems.map(\.line) == [3, 4, 4, 5, 6])
      #expect(problems.map(\.column) == ["Date", "Open", "Close", nil, "Open"])
      #expect(problems[2].found == "'nan'")
      #expect(error.description.contains("malformed.csv:5: expected 6 fields, found 3"))
    }
  }

  @Test(
    "an empty file and one with only a header are errors",
    arguments: ["empty.csv", "header-only.csv"]
  )
  func empty(_ name: String) {
    #expect(throws: IngestError.empty(file: IngestFixture.path(name))) { try read(name, .csv) }
  }

  @Test("a missing column is named together with the header that was found")
  func missingColumn() {
    do {
      _ = try read("yahoo-lower.csv", .csv) { $0.columns.names[.close] = "last" }
      Issue.record("expected an error")
    } catch {
      #expect(error.description.contains("expected a column named 'last', found date,open,"))
    }
  }

  @Test(
    "the map of columns refuses unknown and repeated parts",
    arguments: ["opne=o", "open=a,open=b", "open", "open="]
  )
  func badMap(_ text: String) {
    #expect(throws: IngestError.self) { try ColumnMap(parsing: text) }
  }
}
