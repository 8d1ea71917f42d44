import DataLake
import DataLakeTesting
import Datasets
import Features
import MarketModel
import Testing

@Suite("DatasetBuilder")
struct DatasetBuilderTests {
  @Test("loses 199 rows to an average of 200 and 59 to a rank among 60")
  func countsWarmUp() throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 260)
    try made.add("^VIX", sessions: 260)
    let dataset = try made.builder().build(
      .make {
        $0.includesBars = true
        $0.includesVolatilityIndex = true
      }
    )
    #expect(dataset.report.bars == 260)
    #expect(dataset.report.undefined == 199)
    #expect(dataset.report.rows == 61)
    #expect(dataset.report.losses.first { $0.column == "sma_200" }?.warmUp == 199)
    #expect(dataset.report.losses.first { $0.column == "vix_percentile_60d" }?.warmUp == 59)
    #expect(
      dataset.frame.names == ["open", "high", "low", "close", "volume"]
        + FeatureTier.a20.columns + FeatureTier.vix.columns
    )
    #expect(dataset.table.names == ["Date"] + dataset.frame.names)
    #expect(dataset.request.datasetName == "SPY.dataset.a20_vix")
    #expect(dataset.frame.columns.allSatisfy { !$0.isDefined.contains(false) })
    let index = try made.builder().build(.make("^VIX", ["vix"]))
    #expect(index.report.rows == 260 - 59)
    #expect(index.request.datasetName == "VIX.features.vix")
  }

  @Test("joins by date one to one and accounts for every bar")
  func accountsForBars() throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 300)
    try made.add("VIX", sessions: 300, skipping: [250, 260, 261])
    let dataset = try made.builder().build(
      .make {
        $0.includesVolatilityIndex = true
        $0.firstDate = CivilDate("2019-01-02")
      }
    )
    let report = dataset.report
    #expect(report.unmatched == 3)
    #expect(
      report.bars
        == report.unmatched + report.undefined + report.beforeFirstDate + report.rows
    )
    #expect(dataset.dates.first == CivilDate("2019-01-02"))
    let bars = MadeLake.bars(from: "2018-01-02", sessions: 300)
    let missing = TradingCalendar.usEquities.date(of: bars[260].openTime)
    #expect(!dataset.dates.contains(missing))
    // The index has the same made closes, so its level must equal the close of the same date.
    let close = Dictionary(
      uniqueKeysWithValues: bars.map {
        (TradingCalendar.usEquities.date(of: $0.openTime), $0.close)
      }
    )
    for (row, date) in dataset.dates.enumerated() {
      #expect(dataset.frame["vix_close", row] == close[date])
    }
  }

  @Test("changes no value when bars are cut off or rows are limited")
  func isCausal() throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 300)
    try made.add("^VIX", sessions: 300)
    func build(_ change: (inout DatasetRequest) -> Void) throws -> Dataset {
      try made.builder().build(
        .make {
          $0.includesVolatilityIndex = true
          change(&$0)
        }
      )
    }
    let whole = try build { _ in }
    let cut = try build { $0.lastDate = whole.dates[40] }
    let late = try build { $0.firstDate = whole.dates[30] }
    #expect(cut.dates == Array(whole.dates[...40]))
    #expect(cut.frame == whole.frame.slice(0..<41))
    #expect(late.dates == Array(whole.dates[30...]))
    #expect(late.frame == whole.frame.slice(30..<whole.frame.count))
  }

  @Test("lets no label look beyond the last date")
  func cutsLabels() throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 260)
    let whole = try made.builder().build(.make { $0.labels = .close })
    let cut = try made.builder().build(
      .make {
        $0.labels = .close
        $0.lastDate = whole.dates[20]
      }
    )
    #expect(cut.labels.map(\.name) == whole.labels.map(\.name))
    for (short, long) in zip(cut.labels, whole.labels) {
      #expect(short.count == 21)
      for row in 0...20 {
        #expect(short[row] == (row <= 20 - short.horizon ? long[row] : nil))
      }
    }
    let names = whole.labelTable.names
    #expect(names.first == "Date")
    #expect(names.dropFirst().first == "future_max_h1")
    #expect(whole.labelTable["label_h5_t1pct"]?.isMissing(whole.report.rows - 1) == true)
  }

  @Test(
    "dates weeks by their Friday and other bins by their last day",
    arguments: [
      Timescale.weekly, .twoDays, .threeDays, .fiveDays, .twoWeeks, .monthly,
    ]
  )
  func datesLongerBars(timescale: Timescale) throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 1_500)
    try made.add("^VIX", from: "2017-11-01", sessions: 1_542)
    let dataset = try made.builder().build(
      .make("SPY", []) {
        $0.includesBars = true
        $0.includesVolatilityIndex = true
        $0.timescale = timescale
      }
    )
    #expect(dataset.report.rows > 8)
    #expect(dataset.report.unmatched == 0)
    let calendar = TradingCalendar.usEquities
    for (row, date) in dataset.dates.enumerated() {
      let opened = calendar.date(of: Timestamp(nanoseconds: dataset.frame.openTimes[row]))
      let closed = calendar.date(of: Timestamp(nanoseconds: dataset.frame.closeTimes[row] - 1))
      #expect(opened <= date)
      #expect(closed <= date)
      if timescale == .weekly || timescale == .twoWeeks { #expect(date.weekday == 5) }
      if timescale == .monthly { #expect(date.advanced(byDays: 1).day == 1) }
    }
    #expect(dataset.request.datasetName == "SPY.dataset.vix.\(timescale.rawValue)")
  }

  @Test("writes the same bytes each time, whatever the number of threads")
  func writesSameBytes() throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 400)
    let dataset = try made.builder().build(.make { $0.labels = .high })
    try dataset.write(to: made.path("a.parquet"), database: made.lake.database)
    try dataset.write(to: made.path("b.parquet"), database: made.lake.database)
    let other = try TemporaryLake.database(near: #filePath)
    try made.builder().build(.make()).write(to: made.path("c.parquet"), database: other)
    let first = try FileDigest(ofFile: made.path("a.parquet"))
    #expect(try FileDigest(ofFile: made.path("b.parquet")) == first)
    #expect(try FileDigest(ofFile: made.path("c.parquet")) == first)
    let read = try ParquetFile.read(made.path("a.parquet"), database: made.lake.database)
    #expect(read == dataset.table)
    try dataset.writeLabels(to: made.path("l.parquet"), database: made.lake.database)
    #expect(
      try ParquetFile.read(made.path("l.parquet"), database: made.lake.database)
        == dataset.labelTable
    )
  }

  @Test("names the content of the series that were read")
  func namesSources() throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 220)
    let before = try made.builder().build(.make()).sources
    #expect(before.map(\.key) == [.bars("SPY", .day, provider: "made")])
    try made.add("SPY", sessions: 221)
    let after = try made.builder().build(.make()).sources
    #expect(after.map(\.key) == before.map(\.key))
    #expect(after != before)
  }

  @Test("adds columns of one's own after those of the tier")
  func addsOwnFeatures() throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 220)
    let own = try FeatureSet([
      .init("trend", try FeatureExpression(parsing: "close / sma(close, 20) - 1"))
    ])
    let dataset = try made.builder().build(.make { $0.features = own })
    #expect(dataset.frame.names == FeatureTier.a20.columns + ["trend"])
    #expect(dataset.request.datasetName == "SPY.features.a20_custom")
    #expect(dataset.descriptions.map(\.name) == dataset.frame.names)
  }

  @Test("takes weekly columns of longer rows from the daily bars, at the row's close")
  func keepsWeeklyColumns() throws {
    let made = try MadeLake()
    try made.add("SPY", sessions: 400)
    let weekly = try FeatureSet([
      .init("own", try FeatureExpression(parsing: "sma(close, 3)")),
      .init("weekly", try FeatureExpression(parsing: "rsi(close, 14) @ 1w")),
      .init("last", .close),
    ])
    func build(_ timescale: Timescale) throws -> Dataset {
      try made.builder().build(
        .make("SPY", []) {
          $0.features = weekly
          $0.timescale = timescale
        }
      )
    }
    let daily = try build(.daily)
    for timescale in [Timescale.weekly, .threeDays, .monthly] {
      let longer = try build(timescale)
      #expect(longer.frame.names == ["own", "weekly", "last"])
      #expect(longer.descriptions.map(\.name) == longer.frame.names)
      for row in 0..<longer.frame.count {
        let close = longer.frame.closeTimes[row]
        let visible = try #require(daily.frame.closeTimes.lastIndex { $0 <= close })
        #expect(longer.frame["weekly", row] == daily.frame["weekly", visible])
        #expect(longer.frame["last", row] == daily.frame["last", visible])
      }
    }
  }
}
