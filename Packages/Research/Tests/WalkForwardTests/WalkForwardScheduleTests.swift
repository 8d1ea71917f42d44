import MarketModel
import Testing
import WalkForward

/// A schedule of some lengths, for property tests.
struct Lengths: Sendable, CustomTestStringConvertible {
  let train: Int
  let test: Int
  let step: Int?
  let embargo: Int
  let isAnchored: Bool

  var testDescription: String {
    "train \(train) test \(test) step \(step.map(String.init) ?? "-") embargo \(embargo)"
  }

  static let all: [Lengths] = [1, 3, 20].flatMap { train in
    [1, 4].flatMap { test in
      [nil, 1, 2, 9].flatMap { step in
        [0, 1, 5].flatMap { embargo in
          [false, true].map { anchored in
            Lengths(train: train, test: test, step: step, embargo: embargo, isAnchored: anchored)
          }
        }
      }
    }
  }

  func schedule() throws -> WalkForwardSchedule {
    try WalkForwardSchedule(
      trainDays: train,
      testDays: test,
      stepDays: step,
      embargoDays: embargo,
      isAnchored: isAnchored
    )
  }
}

@Suite("WalkForwardSchedule")
struct WalkForwardScheduleTests {
  /// Weekdays from 2023-01-02.
  private static let tradingDates: [CivilDate] = (19_359..<19_450)
    .map { CivilDate(dayNumber: $0) }
    .filter { $0.weekday <= 5 }

  @Test(
    "trains before it tests, never on a test date or inside the embargo",
    arguments: Lengths.all
  )
  func keepsOrder(lengths: Lengths) throws {
    let dates = Self.tradingDates
    let windows = try lengths.schedule().windows(overTradingDates: dates)
    let position = Dictionary(uniqueKeysWithValues: zip(dates, dates.indices))
    for (index, window) in windows.enumerated() {
      let trainStart = try #require(position[window.train.lowerBound])
      let trainEnd = try #require(position[window.train.upperBound])
      let testStart = try #require(position[window.test.lowerBound])
      let testEnd = try #require(position[window.test.upperBound])
      #expect(window.index == index)
      #expect(testEnd - testStart + 1 == lengths.test)
      #expect(testStart - trainEnd - 1 == lengths.embargo)
      if lengths.isAnchored {
        #expect(trainStart == 0)
      } else {
        #expect(trainEnd - trainStart + 1 == lengths.train)
      }
    }
  }

  @Test("moves by the step and uses every whole window", arguments: Lengths.all)
  func usesEveryWindow(lengths: Lengths) throws {
    let dates = Self.tradingDates
    let schedule = try lengths.schedule()
    let windows = try schedule.windows(overTradingDates: dates)
    let step = lengths.step ?? lengths.test
    let position = Dictionary(uniqueKeysWithValues: zip(dates, dates.indices))
    let starts = windows.compactMap { position[$0.test.lowerBound] }
    for (left, right) in zip(starts, starts.dropFirst()) { #expect(right - left == step) }
    #expect(windows.count == schedule.windowCount(days: dates.count))
    let last = try #require(starts.last)
    #expect(last + lengths.test <= dates.count)
    #expect(last + step + lengths.test > dates.count)
  }

  @Test("covers each date once when it steps by the test length")
  func coversOnce() throws {
    let lengths = Lengths(train: 10, test: 5, step: nil, embargo: 0, isAnchored: false)
    let windows = try lengths.schedule().windows(overTradingDates: Self.tradingDates)
    for date in Self.tradingDates.dropFirst(10).prefix(5 * windows.count) {
      #expect(windows.count { $0.test.contains(date) } == 1)
    }
  }

  @Test("makes 12 windows of 720 days and 6 of 540, for 360 to train and 30 to test")
  func countsCalendarWindows() throws {
    let schedule = try WalkForwardSchedule(
      trainDays: 360,
      testDays: 30,
      stepDays: nil,
      embargoDays: 0,
      isAnchored: false
    )
    let first = CivilDate(dayNumber: 19_000)
    for (days, count) in [(720, 12), (540, 6), (390, 1)] {
      let windows = try schedule.windows(
        overCalendarFrom: first,
        through: first.advanced(byDays: days - 1)
      )
      #expect(windows.count == count)
      #expect(windows[0].train.lowerBound == first)
      #expect(windows[count - 1].test.upperBound == first.advanced(byDays: days - 1))
    }
  }

  @Test("counts UTC dates of instants once, whatever their order")
  func countsUTCDates() throws {
    let day: Int64 = 86_400
    let schedule = try WalkForwardSchedule(
      trainDays: 2,
      testDays: 1,
      stepDays: nil,
      embargoDays: 0,
      isAnchored: false
    )
    // The last second of a day and the first of the next are two dates.
    let times = [5 * day, 5 * day - 1, 2 * day + 7, 2 * day + 8].map { Timestamp(seconds: $0) }
    let windows = try schedule.windows(overDatesOf: times)
    #expect(windows.count == 1)
    #expect(windows[0].train == CivilDate(dayNumber: 2)...CivilDate(dayNumber: 4))
    #expect(windows[0].test == CivilDate(dayNumber: 5)...CivilDate(dayNumber: 5))
    #expect(windows[0].isInTraining(Timestamp(seconds: 5 * day - 1)))
    #expect(windows[0].isInTest(Timestamp(seconds: 5 * day)))
    #expect(!windows[0].isInTest(Timestamp(seconds: 6 * day)))
  }

  @Test("says why it has no windows")
  func refuses() throws {
    let cases: [(Int, Int, Int?, Int, String)] = [
      (0, 1, nil, 0, "train days"), (1, 0, nil, 0, "test days"), (1, 1, 0, 0, "step days"),
      (1, 1, nil, -1, "embargo days"),
    ]
    for (train, test, step, embargo, field) in cases {
      let minimum = field == "embargo days" ? 0 : 1
      #expect(
        throws: WalkForwardError.lengthTooSmall(
          field: field,
          minimum: minimum,
          found: minimum - 1
        )
      ) {
        try WalkForwardSchedule(
          trainDays: train,
          testDays: test,
          stepDays: step,
          embargoDays: embargo,
          isAnchored: false
        )
      }
    }
    let schedule = try Lengths(train: 3, test: 2, step: nil, embargo: 1, isAnchored: false)
      .schedule()
    let date = CivilDate(dayNumber: 0)
    #expect(throws: WalkForwardError.tooFewDates(needed: 6, found: 5)) {
      try schedule.windows(overCalendarFrom: date, through: date.advanced(byDays: 4))
    }
    #expect(throws: WalkForwardError.tooFewDates(needed: 6, found: 0)) {
      try schedule.windows(overDatesOf: [])
    }
    #expect(throws: WalkForwardError.datesNotIncreasing(index: 1, date: date)) {
      try schedule.windows(overTradingDates: [date, date])
    }
  }
}
