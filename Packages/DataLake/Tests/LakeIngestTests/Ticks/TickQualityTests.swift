import DataLake
import MarketModel
import Testing

@testable import LakeIngest

@Suite("quality of ticks")
struct TickQualityTests {
  private func check(
    _ block: TickBlock,
    _ calendar: TradingCalendar = .alwaysOpen
  ) throws -> TickQualityReport {
    try checkQuality(
      of: try TickSeries(symbol: "X", block: block),
      provider: "vendor",
      calendar: calendar,
      settings: .standard
    )
  }

  @Test("counts what is odd, and names gaps, crossed quotes and outliers")
  func counts() throws {
    let second: Int64 = 1_000_000_000
    let report = try check(
      TickBlock(
        times: [0, 0, 1, 2, 3, 4, 100].map { $0 * second },
        receivedTimes: [1, 1, 2, 3, 4, 4, 104].map { $0 * second },
        kinds: [.quote, .quote, .quote, .trade, .trade, .quote, .trade],
        bidPrices: [10, 11, 9, 9, 9, 12, 12],
        bidSizes: [1, 0, 1, 1, 1, 1, 1],
        askPrices: [11, 11, 10, 10, 10, 11, 11],
        askSizes: [1, 1, 1, 1, 1, 1, 1],
        tradePrices: [0, 0, 0, 10.05, 20, 0, 50],
        tradeSizes: [0, 0, 0, 0, 2, 0, 1],
        tradeSides: [0, 0, 0, 1, 0, 0, -1]
      )
    )
    #expect(
      report.counts.map(\.count) == [4, 3, 1, 1, 1, 1, 1, 2, 1, 1, 1]
    )
    #expect(report.findings.map(\.kind) == [.outlier, .crossed, .gap])
    #expect(report.gapSeconds == 96 && report.openSeconds == 100)
    #expect(report.clockOffset?.smallest == 0 && report.clockOffset?.largest == 4)
    #expect(report.grade == .f)
  }

  @Test("a silence counts as far as the market is open")
  func sessions() throws {
    let days = try ["2020-03-09", "2020-03-10"].map { text in
      try #require(CivilDate(text).flatMap { TradingCalendar.usEquities.session(on: $0) })
    }
    let times = [
      days[0].open.nanoseconds, days[0].close.nanoseconds - 30_000_000_000,
      days[1].open.nanoseconds + 20_000_000_000,
    ]
    let block = TickBlock(
      times: times,
      kinds: [.trade, .trade, .trade],
      tradePrices: [1, 1, 1],
      tradeSizes: [1, 1, 1],
      tradeSides: [1, 1, 1]
    )
    let report = try check(block, .usEquities)
    // The first silence lasts nearly a session; the night between counts 50 seconds, no gap.
    #expect(report.gaps == 1)
    #expect(report.gapSeconds == 23_370)
    #expect(report.openSeconds == 23_420)
    #expect(try check(block).gaps == 2)
  }
}
