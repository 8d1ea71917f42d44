import Features
import MarketModel
import Testing

@Suite("FeatureFrame")
struct FeatureFrameTests {
  static let calendar = TradingCalendar.usEquities

  static func series(count: Int = 6, from first: CivilDate = .on(2020, 1, 2)) throws -> BarSeries {
    try SessionBars.daily(calendar, from: first, count: count)
  }

  static func frame() throws -> FeatureFrame {
    try FeatureFrame(
      over: series(),
      columns: [
        FeatureColumn(name: "a", [nil, 1, 2, 3, 4, 5]),
        FeatureColumn(name: "b", [nil, nil, 20, nil, 40, 50]),
      ]
    )
  }

  @Test("selects, renames, prefixes and appends columns")
  func columns() throws {
    let frame = try Self.frame()
    #expect(try frame.selecting(["b", "a"]).names == ["b", "a"])
    #expect(try frame.renaming(["a": "b", "b": "a"]).names == ["b", "a"])
    #expect(try frame.prefixingNames(with: "vix_").names == ["vix_a", "vix_b"])
    let more = try frame.appending([FeatureColumn(name: "c", [1, 2, 3, 4, 5, 6])])
    #expect(more["c", 5] == 6)
    #expect(more["missing"] == nil)
  }

  @Test("keeps the rows in which everything is defined, with their times")
  func dropsUndefinedRows() throws {
    let frame = try Self.frame()
    let clean = frame.droppingUndefinedRows()
    #expect(clean.count == 3)
    #expect(clean.openTimes == [2, 4, 5].map { frame.openTimes[$0] })
    #expect(clean.closeTimes == [2, 4, 5].map { frame.closeTimes[$0] })
    #expect(clean["b"]?.values == [20, 40, 50])
    #expect(
      clean.dates(in: Self.calendar) == [.on(2020, 1, 6), .on(2020, 1, 8), .on(2020, 1, 9)]
    )
  }

  @Test("shows the rows whose bars have closed")
  func visibleRows() throws {
    let frame = try Self.frame()
    let close = Timestamp(nanoseconds: frame.closeTimes[2])
    #expect(frame.visible(at: close).count == 3)
    #expect(frame.visible(at: close.advanced(byNanoseconds: -1)).count == 2)
  }

  @Test("joins the common dates of two frames, visible when both are")
  func joinsByDate() throws {
    let left = try Self.frame()
    let other = try Self.series(count: 4, from: .on(2020, 1, 6))
    let late = try BarSeries(
      symbol: "VIX",
      interval: .day,
      openTimes: other.openTimes,
      closeTimes: other.closeTimes.map { $0 + 900_000_000_000 },
      open: other.open,
      high: other.high,
      low: other.low,
      close: other.close,
      volume: other.volume
    )
    let right = try FeatureFrame(over: late, columns: [FeatureColumn(name: "vix", [1, 2, 3, 4])])
    let joined = try left.joined(byDateWith: right, calendar: Self.calendar)
    #expect(joined.names == ["a", "b", "vix"])
    #expect(joined.openTimes == Array(left.openTimes[2...]))
    #expect(joined.closeTimes == late.closeTimes)
    #expect(joined["a"]?.values == [2, 3, 4, 5])
    #expect(joined["vix"]?.values == [1, 2, 3, 4])
  }

  @Test("names both spans when no date is common")
  func noCommonDates() throws {
    let left = try Self.frame()
    let right = try FeatureFrame(
      over: Self.series(count: 2, from: .on(2021, 3, 1)),
      columns: [FeatureColumn(name: "c", [1, 2])]
    )
    #expect {
      try left.joined(byDateWith: right, calendar: Self.calendar)
    } throws: { error in
      "\(error)"
        == "expected dates in common, found 2020-01-02 to 2020-01-09 and 2021-03-01 to 2021-03-02"
    }
  }

  @Test("joins the newest row that is visible", arguments: JoinVisibility.allCases)
  func joinsAsOf(visibility: JoinVisibility) throws {
    let series = try Self.series(count: 12)
    let weeks = try series.resampled(to: .week, calendar: Self.calendar)
    let fine = try FeatureFrame(over: series, columns: [])
    let coarse = try FeatureFrame(
      over: weeks,
      columns: [FeatureColumn(name: "week", weeks.close.map { $0 })]
    )
    let joined = try fine.joined(asOf: coarse, visibility)
    // Thursday and Friday, then two whole weeks.
    let first = visibility == .atClose ? 1 : 2
    for row in 0..<12 {
      let expected = row < first ? nil : weeks.close[(row - first) / 5]
      #expect(joined["week", row] == expected, "row \(row)")
    }
  }

  @Test("refuses columns that do not fit")
  func refuses() throws {
    let frame = try Self.frame()
    #expect(throws: FeatureFrameError.unequalLengths(column: "c", expected: 6, found: 1)) {
      try frame.appending([FeatureColumn(name: "c", [1])])
    }
    #expect(throws: FeatureFrameError.duplicateColumn("a")) {
      try frame.renaming(["b": "a"])
    }
    #expect(throws: FeatureFrameError.emptyName(position: 0)) { try frame.renaming(["a": ""]) }
    let frameWithLongNames = try frame.renaming(["a": "momentum", "b": "trend"])
    #expect(throws: FeatureFrameError.unknownColumn(name: "momentun", suggestion: "momentum")) {
      try frameWithLongNames.selecting(["momentun"])
    }
    let times = frame.closeTimes
    #expect(throws: FeatureFrameError.self) {
      try FeatureFrame(
        symbol: "TEST",
        interval: .day,
        openTimes: [2, 1],
        closeTimes: [times[0], times[1]],
        columns: []
      )
    }
    #expect(throws: FeatureFrameError.self) {
      try frame.joined(byDateWith: frame, calendar: Self.calendar)
    }
  }

  @Test("refuses to match rows by a date that stands twice")
  func refusesRepeatedDates() throws {
    let minutes = try SessionBars.minutes(Self.calendar, from: .on(2020, 1, 2), days: 1)
    let left = try FeatureFrame(over: minutes, columns: [])
    #expect(
      throws: FeatureFrameError.duplicateDate(symbol: "TEST", row: 1, date: .on(2020, 1, 2))
    ) {
      try left.joined(byDateWith: Self.frame(), calendar: Self.calendar)
    }
  }
}
