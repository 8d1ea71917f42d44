import MarketModel
import Testing
import WalkForward

@Suite("MonthlySchedule")
struct MonthlyScheduleTests {
  private static func schedule(
    _ train: Int,
    _ test: Int,
    _ length: MonthLength,
    isAnchored: Bool = false
  ) throws -> MonthlySchedule {
    try MonthlySchedule(
      trainMonths: train,
      testMonths: test,
      stepMonths: nil,
      monthLength: length,
      isAnchored: isAnchored
    )
  }

  @Test("makes 12 windows of 24 months and 6 of 18 for 12 months of training and 1 of test")
  func countsMonthsOfThirtyDays() throws {
    let first = try #require(CivilDate("2024-01-17"))
    for (months, expected) in [(24, 12), (18, 6)] {
      let schedule = try Self.schedule(12, 1, .thirtyDays)
      let windows = try schedule.windows(
        from: first,
        through: first.advanced(byDays: 30 * months - 1)
      )
      #expect(windows.count == expected)
      let all = windows.allSatisfy {
        $0.train.upperBound.dayNumber - $0.train.lowerBound.dayNumber == 359
      }
      #expect(all)
      let short = try schedule.windows(
        from: first,
        through: first.advanced(byDays: 30 * months - 2)
      )
      #expect(short.count == expected - 1)
    }
  }

  @Test("tiles 2000 through 2015 by half years after five years of training")
  func tilesHalfYears() throws {
    let windows = try Self.schedule(60, 6, .calendar).windows(
      from: try #require(CivilDate("1995-01-01")),
      through: try #require(CivilDate("2015-12-31"))
    )
    #expect(windows.count == 32)
    #expect("\(windows[0].train)" == "1995-01-01...1999-12-31")
    #expect("\(windows[0].test)" == "2000-01-01...2000-06-30")
    #expect("\(windows[31].train)" == "2010-07-01...2015-06-30")
    #expect("\(windows[31].test)" == "2015-07-01...2015-12-31")
    for (earlier, later) in zip(windows, windows.dropFirst()) {
      #expect(later.test.lowerBound == earlier.test.upperBound.advanced(byDays: 1))
    }
  }

  @Test("keeps the first day of training when it expands")
  func expands() throws {
    let windows = try Self.schedule(12, 3, .calendar, isAnchored: true).windows(
      from: try #require(CivilDate("2020-01-31")),
      through: try #require(CivilDate("2022-01-31"))
    )
    #expect(windows.count == 4)
    #expect(windows.allSatisfy { "\($0.train.lowerBound)" == "2020-01-31" })
    #expect(windows.map { "\($0.test.lowerBound)" }.first == "2021-01-31")
    // The origin's 31st is the last day of April, not a day that drifted to the 28th on the way.
    #expect("\(windows[1].test.lowerBound)" == "2021-04-30")
  }

  @Test(
    "steps by months of the calendar, also backwards over a new year",
    arguments: [
      ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"),
      ("2023-11-30", 3, "2024-02-29"),
      ("2023-01-15", -1, "2022-12-15"), ("2023-12-01", 13, "2025-01-01"),
      ("2024-02-29", 12, "2025-02-28"),
      ("1969-12-31", 2, "1970-02-28"),
    ]
  )
  func stepsMonths(origin: String, months: Int, expected: String) throws {
    let date = MonthLength.calendar.date(months, after: try #require(CivilDate(origin)))
    #expect("\(date)" == expected)
  }

  @Test("says how many days one window needs and how many there are")
  func needsOneWindow() throws {
    let first = try #require(CivilDate("2024-01-01"))
    #expect(throws: WalkForwardError.tooFewDates(needed: 397, found: 100)) {
      try Self.schedule(12, 1, .calendar).windows(
        from: first,
        through: first.advanced(byDays: 99)
      )
    }
  }

  @Test("refuses a step that would judge days twice, and lengths of nothing")
  func refusesLengths() {
    #expect(throws: WalkForwardError.lengthTooSmall(field: "step months", minimum: 6, found: 3)) {
      try MonthlySchedule(
        trainMonths: 12,
        testMonths: 6,
        stepMonths: 3,
        monthLength: .calendar,
        isAnchored: false
      )
    }
    #expect(throws: WalkForwardError.lengthTooSmall(field: "train months", minimum: 1, found: 0)) {
      try Self.schedule(0, 1, .calendar)
    }
  }
}
