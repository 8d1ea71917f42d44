import ConfigValidation
import DataLake
import MarketModel
import Testing

@testable import LakeIngest

@Suite("checkQuality(of:provider:calendar:settings:)")
struct BarQualityTests {
  /// Clean daily bars of a year and a half, made by the synthetic market.
  private func clean(_ count: Int = 380) throws -> BarSeries {
    var settings = SyntheticMarketSettings.threeRegimeEquities(
      seed: 5,
      symbols: ["CLEAN"],
      start: try #require(CivilDate("2015-01-02")),
      sessionCount: count,
      interval: .day
    )
    settings.innovations = .normal
    settings.regimes = [settings.regimes[0]]
    settings.transitions = [[1]]
    return try SyntheticMarket(settings).bars(ofSymbolAt: 0)
  }

  private func check(_ series: BarSeries) -> QualityReport {
    checkQuality(of: series, provider: "test", calendar: .usEquities, settings: .standard)
  }

  private func changed(
    _ series: BarSeries,
    _ change: (inout [Bar]) -> Void
  ) throws -> BarSeries {
    var bars = (0..<series.count).map { series[$0] }
    change(&bars)
    return try BarSeries(symbol: series.symbol, interval: series.interval, bars: bars)
  }

  @Test("finds nothing in clean bars")
  func nothing() throws {
    let report = check(try clean())
    #expect(report.findings.isEmpty)
    #expect(report.grade == .a)
    #expect(report.ranges.map(\.year) == [2015, 2016])
    #expect(report.ranges.allSatisfy { $0.bars == $0.expected && $0.grade == .a })
  }

  @Test("lists a hole with its bounds and marks the year")
  func gap() throws {
    let series = try clean()
    let report = check(try changed(series) { $0.removeSubrange(100..<120) })
    let gap = try #require(report.findings.first)
    #expect(report.findings.count == 1, "\(report.findings)")
    #expect(gap.kind == .gap)
    #expect(gap.bars == 20)
    #expect(gap.first.nanoseconds == series.closeTimes[99])
    #expect(gap.last.nanoseconds == series.openTimes[120])
    #expect(report.ranges[0].missing == 20)
    #expect(report.ranges[0].grade == .d)
    #expect(report.ranges[1].grade == .a)
  }

  @Test("counts damaged bars")
  func damage() throws {
    let report = check(
      try changed(try clean()) { bars in
        bars[10].low = -1
        bars[20].high = bars[20].low * 0.5
        bars[30].volume = -1
      }
    )
    #expect(report.findings(.nonPositivePrice).count == 1)
    #expect(report.findings(.inconsistentPrices).count == 1)
    #expect(report.findings(.negativeVolume).count == 1)
    #expect(report.ranges[0].damaged == 3)
    #expect(report.ranges[0].grade == .d)
  }

  @Test("finds runs without movement, and movement without volume")
  func stale() throws {
    let report = check(
      try changed(try clean()) { bars in
        for row in 51...57 {
          let price = bars[50].close
          (bars[row].open, bars[row].high) = (price, price)
          (bars[row].low, bars[row].close, bars[row].volume) = (price, price, 0)
        }
        for row in 200...203 { bars[row].volume = 0 }
      }
    )
    #expect(report.findings(.staleRun).map(\.bars) == [8])
    #expect(report.findings(.zeroVolume).map(\.bars) == [4])
    #expect(report.ranges[0].stale == 8)
    #expect(report.ranges[0].grade == .b)
  }

  @Test(
    "suspects a split where the level stays, and an outlier where it returns",
    arguments: [2, 3, 7, 10]
  )
  func split(_ ratio: Double) throws {
    let series = try clean()
    let split = check(
      try changed(series) { bars in
        for row in 150..<bars.count {
          bars[row].open /= ratio
          bars[row].high /= ratio
          bars[row].low /= ratio
          bars[row].close /= ratio
        }
      }
    )
    #expect(split.findings.map(\.kind) == [.suspectedSplit])
    #expect(split.findings.first?.first.nanoseconds == series.openTimes[150])
    #expect(split.findings.first?.evidence.contains("\(Int(ratio)):1") == true)
    #expect(split.grade == .d)
    let spike = check(
      try changed(series) { bars in
        bars[150].low = bars[150].close / ratio
        bars[150].close /= ratio
      }
    )
    #expect(spike.findings.map(\.kind) == [.outlier, .outlier])
    #expect(spike.grade == .a)
  }

  @Test("bars on holidays are strays")
  func strays() throws {
    let report = check(
      try changed(try clean()) { bars in
        var stray = bars[0]
        stray.openTime = stray.openTime.advanced(bySeconds: 86_400)
        stray.closeTime = stray.closeTime.advanced(bySeconds: 86_400)
        // 2015-01-03 was a Saturday.
        bars.insert(stray, at: 1)
      }
    )
    #expect(report.findings.contains { $0.kind == .offSession && $0.bars == 1 })
  }

  @Test("an empty series has no mark, and reports read back as JSON")
  func shapes() throws {
    let none = check(try changed(try clean()) { $0 = [] })
    #expect(none.grade == nil)
    #expect(none.ranges.isEmpty)
    let report = check(try clean())
    let parsed = try JSONValue(parsing: report.json.text(pretty: true))
    #expect(parsed["grade"] == .string("A"))
    #expect(report.tableRows.allSatisfy { $0.count == QualityReport.tableTitles.count })
  }

  @Test("every rule of the mark sets its own limit")
  func marks() {
    func mark(_ missing: Int, _ damaged: Int, _ stale: Int, _ splits: Int) -> QualityGrade {
      .mark(expected: 1_000, missing: missing, damaged: damaged, stale: stale, splits: splits)
    }
    #expect(mark(2, 0, 10, 0) == .a)
    #expect(mark(3, 0, 0, 0) == .b)
    #expect(mark(0, 1, 0, 0) == .b)
    #expect(mark(11, 0, 0, 0) == .c)
    #expect(mark(0, 6, 0, 0) == .d)
    #expect(mark(0, 0, 501, 0) == .f)
    #expect(mark(0, 0, 0, 1) == .d)
    #expect(mark(201, 0, 0, 1) == .f)
  }
}
