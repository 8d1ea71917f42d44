import DataLake
import DataLakeTesting
import MarketModel
import Testing

@testable import LakeIngest

@Suite("real market data", .enabled(if: IngestFixture.marketData != nil))
struct RealMarketTests {
  private let folder = IngestFixture.marketData ?? ""

  private func request(
    _ name: String,
    _ format: SourceFormat,
    _ symbol: Symbol?,
    _ change: (inout ImportRequest) -> Void = { _ in }
  ) -> ImportRequest {
    var request = ImportRequest(
      files: ["\(folder)/\(name)"],
      format: format,
      symbol: symbol,
      interval: .day,
      provider: "real",
      calendar: .usEquities,
      stamp: .open,
      offSessionRows: .refuse,
      replacesConflicts: false
    )
    change(&request)
    return request
  }

  private func check(
    _ request: ImportRequest,
    in temporary: TemporaryLake
  ) throws -> QualityReport {
    _ = try Importer(lake: temporary.lake).run(request)
    let symbol = try #require(request.symbol)
    let series = try temporary.lake.pin().bars(
      symbol: symbol,
      interval: request.interval,
      provider: nil,
      from: nil,
      through: nil,
      visibleBy: nil
    )
    return checkQuality(
      of: series,
      provider: "real",
      calendar: request.calendar,
      settings: .standard
    )
  }

  @Test(
    "every daily file of stocks and funds is complete by the calendar",
    arguments: ["SPY", "QQQ", "DIA", "KO", "PEP", "TLT", "AAPL", "GE", "IBM", "JPM", "MSFT"]
  )
  func dailyFiles(_ name: String) throws {
    let temporary = try TemporaryLake()
    let report = try check(
      request("daily/\(name).csv.gz", .yahoo, Symbol(name)) { $0.adjustment = .split },
      in: temporary
    )
    #expect(report.findings(.gap).isEmpty)
    #expect(report.findings(.offSession).isEmpty)
    #expect(report.findings(.suspectedSplit).isEmpty)
  }

  @Test("total adjustment ends at the raw close and begins at the adjusted one")
  func totalAdjustment() throws {
    let temporary = try TemporaryLake()
    let request = request("daily/SPY.csv.gz", .yahoo, "SPY") { $0.adjustment = .total }
    _ = try Importer(lake: temporary.lake).run(request)
    let series = try temporary.lake.pin().bars(
      symbol: "SPY",
      interval: .day,
      provider: nil,
      from: nil,
      through: nil,
      visibleBy: nil
    )
    #expect(series.close.first == 24.68412)
    #expect(abs(series.open[0] - 43.96875 * 24.68412 / 43.9375) < 1e-12)
  }

  @Test("the six-year hole of the raw QQQ bars is found")
  func hole() throws {
    let temporary = try TemporaryLake()
    let report = try check(request("daily_raw/QQQ.csv.gz", .csv, "QQQ"), in: temporary)
    let largest = try #require(report.findings(.gap).max { $0.bars < $1.bars })
    #expect(CivilDate(utcDayOf: largest.first) == CivilDate("2004-11-30"))
    #expect(CivilDate(utcDayOf: largest.last) == CivilDate("2011-03-23"))
    #expect(largest.bars > 1_500)
    #expect(report.ranges.filter { (2005...2010).contains($0.year) }.allSatisfy { $0.grade == .f })
  }

  @Test("the splits of the raw AAPL bars are suspected, and nothing else is")
  func splits() throws {
    let temporary = try TemporaryLake()
    let report = try check(request("daily_raw/AAPL.csv.gz", .csv, "AAPL"), in: temporary)
    #expect(
      report.findings(.suspectedSplit).map { "\(CivilDate(utcDayOf: $0.first))" }
        == ["2000-06-21", "2005-02-28", "2014-06-09", "2020-08-31"]
    )
  }

  @Test("the index without volume is kept with its Saturdays and remarked on")
  func index() throws {
    let temporary = try TemporaryLake()
    let report = try check(
      request("daily/^GSPC.csv.gz", .yahoo, "^GSPC") { $0.offSessionRows = .keep },
      in: temporary
    )
    #expect(report.bars == 23_109)
    #expect(!report.findings(.zeroVolume).isEmpty)
    #expect(!report.findings(.offSession).isEmpty)
  }

  @Test("minute files keep their extended hours")
  func minutes() throws {
    let temporary = try TemporaryLake()
    let report = try check(
      request("minute/SPY_201310.csv.gz", .csv, "SPY") { $0.interval = .minute },
      in: temporary
    )
    #expect(report.bars == 4_839)
    #expect(report.first == Timestamp("2013-10-04T08:06:00Z"))
    let crypto = try check(
      request("minute/BTCUSD_COINBASE_2016-2018.csv.gz", .csv, "BTCUSD") {
        $0.interval = .minute
        $0.calendar = .alwaysOpen
      },
      in: temporary
    )
    #expect(crypto.bars == 9_543)
    #expect(!crypto.findings(.gap).isEmpty)
  }

  @Test("a file of 25 symbols gives each of them its UTC days")
  func severalSymbols() throws {
    let temporary = try TemporaryLake()
    let report = try Importer(lake: temporary.lake).run(
      request("crypto/perp_daily.csv.gz", .csv, nil) { $0.calendar = .alwaysOpen }
    )
    #expect(report.added == 20_000)
    #expect(report.files[0].counts.count == 25)
  }
}
