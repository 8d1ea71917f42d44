import MarketModel
import QuantMath
import Testing

@Suite("TradingCalendar: bars")
struct TradingCalendarBarsTests {
  let calendar = TradingCalendar.usEquities

  @Test(
    "ends a bar where it really ends",
    arguments: [
      ("2024-01-03T14:30:00Z", "1d", "2024-01-03T21:00:00Z"),
      ("2024-07-03T13:30:00Z", "1d", "2024-07-03T17:00:00Z"),
      ("2024-07-01T13:30:00Z", "1w", "2024-07-05T20:00:00Z"),
      ("2024-03-25T13:30:00Z", "1w", "2024-03-28T20:00:00Z"),
      ("2024-01-02T14:30:00Z", "2w", "2024-01-12T21:00:00Z"),
      ("2024-01-03T14:30:00Z", "1m", "2024-01-03T14:31:00Z"),
      ("2024-01-03T20:30:00Z", "1h", "2024-01-03T21:00:00Z"),
      ("2024-07-03T16:30:00Z", "4h", "2024-07-03T17:00:00Z"),
      ("2024-01-03T21:00:00Z", "1m", "2024-01-03T21:01:00Z"),
      ("2024-01-03T14:00:00Z", "1h", "2024-01-03T15:00:00Z"),
      ("2024-07-03T13:30:00Z", "2d", "2024-07-03T17:00:00Z"),
    ]
  )
  func closesBars(opening: String, interval: String, close: String) throws {
    let found = calendar.closeTime(
      ofBarOpening: try instant(opening),
      interval: try #require(BarInterval(interval))
    )
    #expect(found?.description == close)
  }

  @Test(
    "knows no bar on a holiday, at night or on a weekend",
    arguments: [
      ("2024-07-04T13:30:00Z", "1d"), ("2024-01-06T15:00:00Z", "1m"),
      ("2024-01-04T02:00:00Z", "1m"),
    ]
  )
  func refusesImpossibleBars(opening: String, interval: String) throws {
    let found = calendar.closeTime(
      ofBarOpening: try instant(opening),
      interval: try #require(BarInterval(interval))
    )
    #expect(found == nil)
  }

  @Test("keys a dated row by the opening of its session")
  func keysDatedRows() throws {
    let monday = try date("2024-01-15")
    #expect(calendar.openTime(ofBarOn: monday, interval: .day) == nil)
    #expect(
      calendar.openTime(ofBarOn: monday, interval: .week)?.description == "2024-01-16T14:30:00Z"
    )
    let friday = try date("2024-01-19")
    #expect(
      calendar.openTime(ofBarOn: friday, interval: .day)?.description == "2024-01-19T14:30:00Z"
    )
  }

  @Test(
    "expects as many bars as a gapless series has in any span",
    arguments: ["1m", "15m", "1h", "4h", "1d", "1w"]
  )
  func countsLikeGaplessSeries(text: String) throws {
    let interval = try #require(BarInterval(text))
    let first = try date("2023-11-13")
    let last = try date("2024-01-12")
    var closes: [Int64] = []
    for number in first.dayNumber...last.dayNumber {
      let date = CivilDate(dayNumber: number)
      for opening in calendar.openTimes(on: date, interval: interval) {
        if interval == .week, calendar.openTime(ofBarOn: date, interval: .week) != opening {
          continue
        }
        let close = try #require(calendar.closeTime(ofBarOpening: opening, interval: interval))
        closes.append(close.nanoseconds)
      }
    }
    var stream = PhiloxStream(seed: 7, purpose: 1, trial: 0, path: 0)
    let base = first.startInUTC.nanoseconds
    let span = last.advanced(byDays: 1).startInUTC.nanoseconds - base
    for round in 0..<300 {
      // Half of the instants fall exactly on a close, where an inclusive bound matters.
      let onClose = round % 2 == 0
      let a =
        onClose
        ? closes[stream.index(below: closes.count)] : base + Int64(stream.uniform() * Double(span))
      let b =
        onClose
        ? closes[stream.index(below: closes.count)] : base + Int64(stream.uniform() * Double(span))
      let (low, high) = (min(a, b), max(a, b))
      let found = calendar.expectedBars(
        after: Timestamp(nanoseconds: low),
        through: Timestamp(nanoseconds: high),
        interval: interval
      )
      #expect(found == closes.count { $0 > low && $0 <= high })
    }
  }

  @Test("counts UTC days, hours and Monday weeks in a market that never closes")
  func countsWithoutSessions() throws {
    let open = TradingCalendar.alwaysOpen
    let start = try instant("2024-01-01T00:00:00Z")
    let end = try instant("2024-01-15T00:00:00Z")
    #expect(open.expectedBars(after: start, through: end, interval: .day) == 14)
    #expect(open.expectedBars(after: start, through: end, interval: .week) == 2)
    #expect(open.expectedBars(after: start, through: end, interval: .hour) == 14 * 24)
    #expect(open.expectedBars(after: end, through: start, interval: .day) == 0)
    #expect(
      open.closeTime(ofBarOpening: start, interval: .day)?.description == "2024-01-02T00:00:00Z"
    )
  }

  @Test("expects five daily bars over a plain week and four over one with a holiday")
  func countsAcrossHolidays() throws {
    let friday = try session("2024-01-05", in: calendar)
    let next = try session("2024-01-12", in: calendar)
    let after = try session("2024-01-19", in: calendar)
    #expect(calendar.expectedBars(after: friday.close, through: next.close, interval: .day) == 5)
    #expect(calendar.expectedBars(after: next.close, through: after.close, interval: .day) == 4)
  }
}
