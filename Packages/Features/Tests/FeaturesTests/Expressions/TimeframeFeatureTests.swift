import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("Features on longer bars")
struct TimeframeFeatureTests {
  static let calendar = TradingCalendar.usEquities

  /// Thanksgiving, Christmas, New Year, two Monday holidays and Good Friday, three days missing.
  static let daily: BarSeries? = try? SessionBars.daily(
    calendar,
    from: .on(2018, 11, 14),
    count: 120,
    leavingOut: [.on(2018, 12, 7), .on(2019, 2, 11), .on(2019, 3, 29)]
  )

  static let expressions = [
    "close @ 1w", "rsi(close, 3) @ 1w", "volume @ 1w-wed", "high - low @ 1mo",
    "(close / lag(close, 1) - 1) @ 3d", "atr(2) @ 5b", "sma(close, 3) @ 2w - close",
    "where(close > sma(close, 2) @ 1w, rsi(close, 3) @ 1w, obv() @ 1mo)",
    "sma(rsi(close, 2) @ 1w, 4)",
  ]

  @Test("shows a week from the first session after its last one, holidays included")
  func firstVisibleDay() throws {
    let series = try SessionBars.daily(Self.calendar, from: .on(2019, 1, 14), count: 10)
    let column = try Self.column("close @ 1w", series)
    // Friday the 18th is row 4; Monday the 21st is a holiday; Tuesday the 22nd is row 5.
    #expect(column[4] == nil)
    #expect(column[5] == series.close[4])
    #expect(column[8] == series.close[4])
    // Monday the 28th is row 9.
    #expect(column[9] == series.close[8])
  }

  @Test("keeps weeks whose Monday has no session")
  func keepsHolidayWeeks() throws {
    let series = try #require(Self.daily)
    let dates = (0..<series.count).map { Self.calendar.date(of: series[$0].openTime) }
    let column = try Self.column("close @ 1w", series)
    let monday = { (date: CivilDate) in date.dayNumber - (date.weekday - 1) }
    var checked = 0
    for row in 1..<series.count where monday(dates[row]) != monday(dates[row - 1]) {
      checked += 1
      #expect(column[row] == series.close[row - 1], "\(dates[row])")
    }
    #expect(checked == 26)
  }

  @Test(
    "equals the column of the longer bars, joined as of what has closed",
    arguments: [
      "close", "rsi(close, 3)", "atr(2)", "obv()", "(close / lag(close, 1) - 1)",
    ],
    ["1w", "1w-wed", "2w", "1mo", "2d", "5d", "4b"]
  )
  func equalsJoin(part: String, timeframe: String) throws {
    let series = try #require(Self.daily)
    let longer = try series.resampled(
      to: #require(Timeframe(timeframe)),
      calendar: Self.calendar
    )
    let coarse = try FeatureFrame(over: longer, columns: [Self.column(part, longer)])
    let joined = try FeatureFrame(over: series, columns: []).joined(asOf: coarse, .afterClose)
    #expect(try Self.column("\(part) @ \(timeframe)", series) == joined.columns[0])
  }

  @Test(
    "equals the join on intraday bars too",
    arguments: [
      ("close", "1d"), ("sma(close, 2)", "1d"), ("atr(3)", "5m"), ("close", "1h"), ("volume", "7b"),
      ("close", "1w"),
    ],
    [0, 45]
  )
  func equalsIntradayJoin(feature: (part: String, timeframe: String), extended: Int) throws {
    let series = try SessionBars.minutes(
      Self.calendar,
      from: .on(2019, 11, 26),
      days: 7,
      extended: extended
    )
    let longer = try series.resampled(
      to: #require(Timeframe(feature.timeframe)),
      calendar: Self.calendar
    )
    let coarse = try FeatureFrame(over: longer, columns: [Self.column(feature.part, longer)])
    let joined = try FeatureFrame(over: series, columns: []).joined(asOf: coarse, .afterClose)
    let found = try Self.column("\(feature.part) @ \(feature.timeframe)", series)
    #expect(found == joined.columns[0])
    #expect(found.isDefined.contains(true))
  }

  @Test("never changes when bars are cut off, at any bar", arguments: expressions)
  func truncation(text: String) throws {
    let series = try #require(Self.daily)
    let whole = try Self.column(text, series)
    #expect(whole.isDefined.contains(true))
    for cut in 1...series.count {
      let part = try Self.column(text, series.slice(0..<cut))
      for row in 0..<cut {
        #expect(part[row]?.bitPattern == whole[row]?.bitPattern, "row \(row), cut \(cut)")
      }
    }
  }

  @Test("never sees bars that are changed later", arguments: expressions)
  func isCausal(text: String) throws {
    let series = try #require(Self.daily)
    let bars = (0..<series.count).map { series[$0] }
    let suite = CausalitySuite(bars: bars, cuts: Array(stride(from: 1, to: 120, by: 7)))
    let found = suite.violations(ofColumns: { bars in
      guard let part = try? BarSeries(symbol: "TEST", interval: .day, bars: bars),
        let column = try? Self.column(text, part)
      else { return [] }
      return [column]
    })
    #expect(found == [])
  }

  @Test("says how many bars it needs at most", arguments: expressions)
  func lookbackIsEnough(text: String) throws {
    let series = try SessionBars.daily(.alwaysOpen, from: .on(2020, 1, 6), count: 200)
    let expression = try FeatureExpression(parsing: text)
    let lookback = expression.lookback(of: .day, calendar: .alwaysOpen)
    let column = try expression.column(over: series, named: "v", calendar: .alwaysOpen)
    #expect(!column.isDefined[lookback...].contains(false))
    #expect(lookback < 120)
  }

  @Test("refuses bins that are not longer than the bars")
  func refusesFinerBins() throws {
    let series = try #require(Self.daily)
    #expect(
      throws: FeatureExpressionError.self
    ) {
      try Self.column("close @ 1h", series)
    }
  }

  static func column(_ text: String, _ series: BarSeries) throws -> FeatureColumn {
    try FeatureExpression(parsing: text).column(over: series, named: "v", calendar: calendar)
  }
}
