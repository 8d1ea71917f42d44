import MarketModel
import Testing

@Suite("TradingCalendar: sessions")
struct TradingCalendarTests {
  struct Calendar: Decodable {
    var closedWeekdays: [String]
    var earlyCloses: [[String]]
  }

  let calendar = TradingCalendar.usEquities

  @Test("closes on the same weekdays as an outside calendar, 1953 to 2030")
  func matchesClosures() throws {
    let reference = try ReferenceFixture<Calendar>("nyse-calendar").values
    let first = try date("1953-01-01")
    let last = try date("2030-12-31")
    let closed = (first.dayNumber...last.dayNumber).map { CivilDate(dayNumber: $0) }
      .filter { $0.weekday <= 5 && !calendar.isTradingDay($0) }.map(\.description)
    let (ours, theirs) = (Set(closed), Set(reference.closedWeekdays))
    #expect(ours.subtracting(theirs).sorted() == [])
    #expect(theirs.subtracting(ours).sorted() == [])
  }

  @Test("closes early on the same days and at the same times as an outside calendar, 1975 to 2030")
  func matchesEarlyCloses() throws {
    let reference = try ReferenceFixture<Calendar>("nyse-calendar").values
    let first = try date("1975-01-01")
    let last = try date("2030-12-31")
    let early = calendar.sessions(from: first, through: last).filter(\.isEarlyClose).map {
      let minutes = TimeZoneRules.newYork.local(at: $0.close).nanoseconds / 60_000_000_000
      return "\($0.date) \(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }
    #expect(early == reference.earlyCloses.map { $0.joined(separator: " ") })
  }

  @Test(
    "opens on exactly the dates on which real shares traded",
    .enabled(if: SharedData.exists("daily/KO.csv.gz")),
    arguments: ["SPY", "KO", "IBM"]
  )
  func matchesRealTradingDates(symbol: String) throws {
    let dates = try SharedData.firstColumn(of: "daily/\(symbol).csv.gz").map {
      try date($0)
    }
    let (first, last) = (try #require(dates.first), try #require(dates.last))
    let sessions = calendar.sessions(from: first, through: last).map(\.date)
    #expect(sessions == dates)
    #expect(calendar.sessionCount(from: first, through: last) == dates.count)
  }

  @Test("opens at 09:30 in New York in winter and in summer")
  func followsDaylightSaving() throws {
    let winter = try session("2024-01-03", in: calendar)
    #expect(winter.open.description == "2024-01-03T14:30:00Z")
    #expect(winter.close.description == "2024-01-03T21:00:00Z")
    let summer = try session("2024-07-03", in: calendar)
    #expect(summer.open.description == "2024-07-03T13:30:00Z")
    #expect(summer.close.description == "2024-07-03T17:00:00Z")
    #expect(summer.isEarlyClose)
  }

  @Test(
    "names the phase of a day",
    arguments: [
      ("2024-01-03T08:59:59Z", SessionPhase.closed), ("2024-01-03T09:00:00Z", .pre),
      ("2024-01-03T14:30:00Z", .regular), ("2024-01-03T20:59:59Z", .regular),
      ("2024-01-03T21:00:00Z", .post), ("2024-01-04T00:59:59Z", .post),
      ("2024-01-04T01:00:00Z", .closed), ("2024-01-06T15:00:00Z", .closed),
      ("2024-07-03T17:00:00Z", .post), ("2024-07-04T15:00:00Z", .closed),
    ]
  )
  func namesPhases(text: String, phase: SessionPhase) throws {
    let instant = try instant(text)
    #expect(calendar.phase(at: instant) == phase)
    #expect(TradingCalendar.alwaysOpen.phase(at: instant) == .regular)
  }

  @Test(
    "divides the UTC day of a crypto market",
    arguments: [
      ("2024-01-03T00:00:00Z", CryptoSession.asia), ("2024-01-03T07:59:59Z", .asia),
      ("2024-01-03T08:00:00Z", .europe), ("2024-01-03T14:00:00Z", .unitedStates),
      ("2024-01-03T22:00:00Z", .offPeak), ("1969-12-31T23:59:59Z", .offPeak),
    ]
  )
  func namesCryptoSessions(text: String, session: CryptoSession) throws {
    #expect(CryptoSession(at: try instant(text)) == session)
  }

  @Test("finds neighbouring sessions across the longest closure")
  func findsNeighbours() throws {
    let closed = try date("2001-09-12")
    #expect(calendar.firstSession(onOrAfter: closed)?.date == CivilDate("2001-09-17"))
    #expect(calendar.lastSession(onOrBefore: closed)?.date == CivilDate("2001-09-10"))
  }

  @Test("is found by its name")
  func findsByName() {
    for name in TradingCalendar.names { #expect(TradingCalendar.named(name)?.name == name) }
    #expect(TradingCalendar.named("mars") == nil)
  }
}
