/// Every session of an exchange between two years, laid out by day for constant-time look-up.
struct SessionTable: Sendable {
  /// One day; a day without a session opens and closes at zero.
  struct Day: Sendable {
    var openTime: Int64 = 0
    var closeTime: Int64 = 0
    var closesEarly = false
    /// The number of sessions on all earlier days of the table.
    var sessionsBefore = 0
    var hasSession: Bool { closeTime != openTime }
  }

  let firstDay: Int
  let days: [Day]

  /// The sessions of the New York Stock Exchange.
  static let usEquities = SessionTable(years: 1900...2100)

  private init(years: ClosedRange<Int>) {
    let first = CivilDate(validYear: years.lowerBound, month: 1, day: 1)
    let last = CivilDate(validYear: years.upperBound, month: 12, day: 31)
    firstDay = first.dayNumber
    var holidays = Set<Int>()
    for year in years {
      for date in USEquityHolidays.dates(in: year) { holidays.insert(date.dayNumber) }
    }
    var count = 0
    days = (first.dayNumber...last.dayNumber).map { number in
      let date = CivilDate(dayNumber: number)
      var day = Day(sessionsBefore: count)
      guard date.weekday <= 5, !holidays.contains(number) else { return day }
      let hours = USEquityHours.hours(on: date)
      let zone = TimeZoneRules.newYork
      day.openTime = zone.instant(of: date, nanoseconds: hours.open.minutes).nanoseconds
      day.closeTime = zone.instant(of: date, nanoseconds: hours.close.minutes).nanoseconds
      day.closesEarly = hours.closesEarly
      count += 1
      return day
    }
  }

  /// The day of a date, or `nil` outside the years of the table.
  func day(of date: CivilDate) -> Day? {
    let index = date.dayNumber - firstDay
    return days.indices.contains(index) ? days[index] : nil
  }
}

extension Int {
  /// This number of minutes in nanoseconds.
  var minutes: Int64 { Int64(self) * 60_000_000_000 }
}
