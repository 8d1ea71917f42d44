import DataLake
import DataLakeTesting
import Foundation
import MarketModel
import Testing

@testable import LakeIngest

@Suite("Importer")
struct ImporterTests {
  private func request(
    _ files: [String],
    _ format: SourceFormat = .yahoo,
    interval: BarInterval = .day,
    _ change: (inout ImportRequest) -> Void = { _ in }
  ) -> ImportRequest {
    var request = ImportRequest(
      files: files,
      format: format,
      symbol: "TEST",
      interval: interval,
      provider: "vendor",
      calendar: .usEquities,
      stamp: .open,
      offSessionRows: .refuse,
      replacesConflicts: false
    )
    change(&request)
    return request
  }

  private func bars(_ lake: Lake, _ interval: BarInterval = .day) throws -> BarSeries {
    try lake.pin().bars(
      symbol: "TEST",
      interval: interval,
      provider: nil,
      from: nil,
      through: nil,
      visibleBy: nil
    )
  }

  private static let rows = [
    "2024-07-02,100,110,90,105,1000", "2024-07-03,105,112,100,110,2000",
    "2024-07-05,110,120,105,115,3000", "2024-07-08,115,121,110,120,4000",
  ]

  private func file(_ rows: [String], _ name: String, in folder: String) throws -> String {
    let text = (["date,open,high,low,close,volume"] + rows).joined(separator: "\n") + "\n"
    return try IngestFixture.write(text, name, in: folder)
  }

  @Test("keys daily bars by the session, half days included")
  func sessions() throws {
    let temporary = try TemporaryLake()
    let path = try file(Self.rows, "a.csv", in: temporary.directory)
    let report = try Importer(lake: temporary.lake).run(request([path]))
    #expect(report.added == 4)
    let series = try bars(temporary.lake)
    #expect(series.count == 4)
    #expect(series[1].openTime == Timestamp("2024-07-03T13:30:00Z"))
    #expect(series[1].closeTime == Timestamp("2024-07-03T17:00:00Z"))
    #expect(series[2].closeTime == Timestamp("2024-07-05T20:00:00Z"))
  }

  @Test("importing twice changes nothing, a longer file adds, shuffled rows are the same")
  func idempotent() throws {
    let temporary = try TemporaryLake()
    let importer = Importer(lake: temporary.lake)
    let short = try file(Array(Self.rows.prefix(2)), "short.csv", in: temporary.directory)
    let shuffled = try file(Self.rows.reversed(), "long.csv", in: temporary.directory)
    #expect(try importer.run(request([short])).added == 2)
    let before = try temporary.lake.pin().manifestHash
    let again = try importer.run(request([short]))
    #expect(again.unchanged == 2)
    #expect(again.added == 0)
    #expect(try temporary.lake.pin().manifestHash == before)
    let longer = try importer.run(request([shuffled]))
    #expect(longer.added == 2)
    #expect(longer.unchanged == 2)

    let other = try TemporaryLake()
    let sorted = try file(Self.rows, "sorted.csv", in: other.directory)
    _ = try Importer(lake: other.lake).run(request([sorted]))
    #expect(try bars(other.lake) == bars(temporary.lake))
    #expect(
      try other.lake.pin().catalog.map(\.contentHash)
        == temporary.lake.pin().catalog.map(\.contentHash)
    )
  }

  @Test("a conflict names the line and leaves the lake as it was, unless it replaces")
  func conflict() throws {
    let temporary = try TemporaryLake()
    let importer = Importer(lake: temporary.lake)
    let first = try file(Self.rows, "first.csv", in: temporary.directory)
    _ = try importer.run(request([first]))
    let before = try temporary.lake.pin().manifestHash
    var changed = Self.rows
    changed[2] = "2024-07-05,110,120,105,116,3000"
    changed.append("2024-07-09,115,121,110,120,4000")
    let second = try file(changed, "second.csv", in: temporary.directory)
    do {
      _ = try importer.run(request([second]))
      Issue.record("expected a conflict")
    } catch {
      guard case .conflicts(second, let rows, 1) = error.cause else {
        Issue.record("found \(error)")
        return
      }
      #expect(rows.first?.line == 4)
      #expect(error.description.contains("close: expected 115.0, found 116.0"))
    }
    #expect(try temporary.lake.pin().manifestHash == before)
    let replaced = try importer.run(request([second]) { $0.replacesConflicts = true })
    #expect(replaced.replaced == 1)
    #expect(replaced.added == 1)
    #expect(try bars(temporary.lake).close == [105, 110, 116, 120, 120])
  }

  @Test("files before a bad one stay, and the rest can be run again")
  func resumes() throws {
    let temporary = try TemporaryLake()
    let importer = Importer(lake: temporary.lake)
    let good = try file(Array(Self.rows.prefix(2)), "1.csv", in: temporary.directory)
    let bad = try file(["2024-07-05,x,120,105,115,3000"], "2.csv", in: temporary.directory)
    let last = try file(Array(Self.rows.suffix(1)), "3.csv", in: temporary.directory)
    var stages: [String] = []
    do {
      _ = try importer.run(request([good, bad, last])) { stages.append("\($0.index) \($0.stage)") }
      Issue.record("expected a failure")
    } catch {
      #expect(error.completed.added == 2)
      #expect(error.remaining == [bad, last])
    }
    #expect(stages == ["0 reading", "0 storing", "0 done", "1 reading"])
    _ = try file([Self.rows[2]], "2.csv", in: temporary.directory)
    let report = try importer.run(request([good, bad, last]))
    #expect(report.files.map(\.unchanged) == [2, 0, 0])
    #expect(report.added == 2)
  }

  @Test("rows of one time: equal ones are taken once, others name both lines")
  func repeats() throws {
    let temporary = try TemporaryLake()
    do {
      _ = try Importer(lake: temporary.lake).run(
        request([IngestFixture.path("conflict.csv")], .csv)
      )
      Issue.record("expected an error")
    } catch {
      guard case .malformed(let problems, 1) = error.cause else {
        Issue.record("found \(error)")
        return
      }
      #expect(problems[0].line == 5)
      #expect(problems[0].expected.contains("line 3"))
    }
    let path = try file([Self.rows[0], Self.rows[0]], "twice.csv", in: temporary.directory)
    let report = try Importer(lake: temporary.lake).run(request([path]))
    #expect(report.added == 1)
    #expect(report.files[0].warnings.map(\.kind) == [.repeatedRows])
  }

  @Test("daily rows outside the calendar are refused with their lines, dropped or kept")
  func offSession() throws {
    let temporary = try TemporaryLake()
    let importer = Importer(lake: temporary.lake)
    let path = try file(
      [Self.rows[1], "2024-07-04,1,1,1,1,1"],
      "holiday.csv",
      in: temporary.directory
    )
    do {
      _ = try importer.run(request([path]))
      Issue.record("expected an error")
    } catch {
      #expect(
        error.description.contains(
          "holiday.csv:3: expected a trading time of us_equities, found 2024-07-04"
        )
      )
    }
    let dropped = try importer.run(request([path]) { $0.offSessionRows = .drop })
    #expect(dropped.added == 1)
    #expect(dropped.files[0].warnings.map(\.kind) == [.offSessionDropped])
    let kept = try importer.run(request([path]) { $0.offSessionRows = .keep })
    #expect(kept.added == 1)
    #expect(try bars(temporary.lake)[1].openTime == Timestamp("2024-07-04T13:30:00Z"))
  }

  @Test(
    "bad files leave the lake untouched",
    arguments: [
      "empty.csv", "malformed.csv", "minutes-truncated.csv.gz", "minutes-corrupt.csv.gz",
      "missing.csv",
    ]
  )
  func bad(_ name: String) throws {
    let temporary = try TemporaryLake()
    #expect(throws: ImportFailure.self) {
      try Importer(lake: temporary.lake).run(
        request([IngestFixture.path(name)], .csv, interval: .minute)
      )
    }
    #expect(try temporary.lake.pin().catalog.isEmpty)
  }

  @Test("odd prices are kept with a warning")
  func oddPrices() throws {
    let temporary = try TemporaryLake()
    let path = try file(
      ["2024-07-02,100,90,95,105,1000", "2024-07-03,0,1,-1,1,-5"],
      "odd.csv",
      in: temporary.directory
    )
    let report = try Importer(lake: temporary.lake).run(request([path]))
    #expect(report.added == 2)
    #expect(
      report.files[0].warnings.map(\.kind)
        == [.nonPositivePrices, .inconsistentPrices, .negativeVolumes]
    )
  }

  @Test("minute bars in local time need a zone, and may be stamped at their close")
  func localTimes() throws {
    let temporary = try TemporaryLake()
    let importer = Importer(lake: temporary.lake)
    let map = try ColumnMap(parsing: "stamp=when,open=o,high=h,low=l,close=c,volume=qty")
    let path = IngestFixture.path("columns.csv")
    func request(_ zone: TimeZoneRules?, _ stamp: StampSide) -> ImportRequest {
      self.request([path], .csv, interval: .minute) {
        $0.columns = map
        $0.separator = UInt8(ascii: ";")
        $0.timeZone = zone
        $0.stamp = stamp
      }
    }
    #expect(throws: ImportFailure.self) { try importer.run(request(nil, .open)) }
    _ = try importer.run(request(.newYork, .open))
    #expect(
      try bars(temporary.lake, .minute)[0].openTime == Timestamp("2024-01-02T14:30:00Z")
    )
    let other = try TemporaryLake()
    _ = try Importer(lake: other.lake).run(request(.newYork, .close))
    #expect(try bars(other.lake, .minute)[1].closeTime == Timestamp("2024-01-02T14:31:00Z"))
  }

  @Test("minute rows imported as hours overlap and are refused")
  func wrongInterval() throws {
    let temporary = try TemporaryLake()
    let path = IngestFixture.path("minutes.csv.gz")
    #expect(throws: ImportFailure.self) {
      try Importer(lake: temporary.lake).run(request([path], .csv, interval: .hour))
    }
    #expect(throws: ImportFailure.self) {
      try Importer(lake: temporary.lake).run(request([path], .csv, interval: .day))
    }
    let report = try Importer(lake: temporary.lake).run(
      request([path], .csv, interval: .minute)
    )
    #expect(report.added == 120)
  }

  @Test("files of several symbols give all of them or the one that is asked for")
  func severalSymbols() throws {
    let temporary = try TemporaryLake()
    let path = IngestFixture.path("alpaca-multi.json")
    let all = try Importer(lake: temporary.lake).run(
      request([path], .alpaca, interval: .minute) { $0.symbol = nil }
    )
    #expect(all.files[0].counts.map(\.series.symbol) == ["AAPL", "SPY"])
    #expect(all.added == 3)
    let none = request([path], .alpaca, interval: .minute) { $0.symbol = "QQQ" }
    #expect(throws: ImportFailure.self) { try Importer(lake: temporary.lake).run(none) }
    let stooq = try Importer(lake: temporary.lake).run(
      request([IngestFixture.path("stooq-bulk.txt")], .stooq)
    )
    #expect(stooq.added == 2)
    #expect(try bars(temporary.lake).count == 2)
  }

  @Test("klines belong to UTC bars")
  func klines() throws {
    let temporary = try TemporaryLake()
    let report = try Importer(lake: temporary.lake).run(
      request([IngestFixture.path("binance-header.csv")], .binance, interval: .hour) {
        $0.calendar = .alwaysOpen
      }
    )
    #expect(report.added == 2)
    #expect(try bars(temporary.lake, .hour)[1].closeTime == Timestamp("2025-01-01T01:00:00Z"))
  }

  @Test("Parquet files round-trip, and corrupt ones are refused")
  func parquet() throws {
    let temporary = try TemporaryLake()
    let path = temporary.directory + "/bars.parquet"
    let days = ["2024-07-02", "2024-07-03"].compactMap { CivilDate($0)?.startInUTC.nanoseconds }
    let table = try ColumnTable([
      Column("date", .timestamp(days)), Column("open", .double([1, 2])),
      Column("high", .double([2, 3])), Column("low", .double([0.5, 1])),
      Column("close", .double([1.5, 2.5])), Column("volume", .int64([10, 20])),
    ])
    try ParquetFile.write(table, to: path, database: temporary.lake.database)
    let report = try Importer(lake: temporary.lake).run(request([path], .parquet))
    #expect(report.added == 2)
    #expect(try bars(temporary.lake)[0].closeTime == Timestamp("2024-07-02T20:00:00Z"))
    let broken = try IngestFixture.write("PAR1 nothing", "b.parquet", in: temporary.directory)
    #expect(throws: ImportFailure.self) {
      try Importer(lake: temporary.lake).run(request([broken], .parquet))
    }
  }
}
