import MarketModel
import ReplayPacks
import Testing

@Suite("Outcomes: expected bars")
struct BarExpectationTests {
  @Test(
    "Session arithmetic counts as the calendar does",
    arguments: TradingCalendar.names,
    [BarInterval.minute, .fiveMinutes, .hour, .fourHours, .day, .week]
  )
  func againstCalendar(name: String, interval: BarInterval) throws {
    let calendar = try #require(TradingCalendar.named(name))
    let first = try #require(Timestamp("2019-11-25"))  // Thanksgiving week, a half day
    let last = try #require(Timestamp("2020-02-01"))
    let expectation = BarExpectation(
      calendar: calendar,
      interval: interval,
      from: first,
      through: last
    )
    for step in 0..<400 {
      let start = first.advanced(bySeconds: Int64(step) * 7_331)
      for length in [300, 3_600, 86_400, 604_800] as [Int64] {
        let end = start.advanced(bySeconds: length)
        #expect(
          expectation.count(after: start, through: end)
            == calendar.expectedBars(after: start, through: end, interval: interval),
          "\(start) + \(length)"
        )
      }
    }
  }

  @Test("A week of daily equity bars expects its trading days")
  func weekOfDays() throws {
    let start = try #require(Timestamp("2019-11-25T21:00:00Z"))  // Monday's close
    let expectation = BarExpectation(
      calendar: .usEquities,
      interval: .day,
      from: start,
      through: start.advanced(bySeconds: 604_800)
    )
    #expect(expectation.count(after: start, through: start.advanced(bySeconds: 604_800)) == 4)
    #expect(
      BarExpectation.continuous(.day).count(
        after: start,
        through: start.advanced(bySeconds: 604_800)
      ) == 7
    )
  }
}
