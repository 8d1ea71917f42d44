/// The days on which the New York Stock Exchange did not open although they were weekdays.
///
/// The regular holidays follow from rules with the years in which each was kept; the rest are the
/// closures that the exchange announced for one day. Complete from 1953, when the week last changed.
///
/// References: NYSE, "Special closings" and rule 7.2; the witness of the tests is
/// pandas_market_calendars.
enum USEquityHolidays {
  /// Returns every weekday on which the exchange stays closed in a year, in rising order.
  static func dates(in year: Int) -> [CivilDate] {
    let regular =
      winterAndSpring(in: year) + summerAndAutumn(in: year) + observedChristmas(in: year)
    let special = specialClosures.filter { $0.year == year }
    return (regular + special).sorted()
  }

  private static func winterAndSpring(in year: Int) -> [CivilDate] {
    var dates: [CivilDate] = []
    // A New Year's Day on a Saturday is not kept on the Friday before, the end of a fiscal year.
    let newYear = CivilDate(validYear: year, month: 1, day: 1)
    if newYear.weekday == 7 {
      dates.append(newYear.advanced(byDays: 1))
    } else if newYear.weekday != 6 {
      dates.append(newYear)
    }
    if year >= 1998 { dates.append(.nth(3, weekday: 1, year: year, month: 1)) }
    if year <= 1953 { dates += kept(year, 2, 12, shiftsFromSaturday: false) }
    if year >= 1971 {
      dates.append(.nth(3, weekday: 1, year: year, month: 2))
      dates.append(.last(weekday: 1, year: year, month: 5))
    } else {
      dates += kept(year, 2, 22, shiftsFromSaturday: year >= 1959)
      // The Friday before Memorial Day of 1970 was an ordinary session.
      dates += kept(year, 5, 30, shiftsFromSaturday: year >= 1960 && year != 1970)
    }
    dates.append(CivilDate.easter(year: year).advanced(byDays: -2))
    return dates
  }

  private static func summerAndAutumn(in year: Int) -> [CivilDate] {
    var dates = kept(year, 7, 4, shiftsFromSaturday: year >= 1959)
    if year >= 2022 { dates += kept(year, 6, 19, shiftsFromSaturday: true) }
    dates.append(.nth(1, weekday: 1, year: year, month: 9))
    if year <= 1953 {
      dates += kept(year, 10, 12, shiftsFromSaturday: false)
      dates += kept(year, 11, 11, shiftsFromSaturday: false)
    }
    if year <= 1968 || (year <= 1980 && year % 4 == 0) {
      dates.append(CivilDate.nth(1, weekday: 1, year: year, month: 11).advanced(byDays: 1))
    }
    dates.append(.nth(4, weekday: 4, year: year, month: 11))
    return dates
  }

  private static func observedChristmas(in year: Int) -> [CivilDate] {
    kept(year, 12, 25, shiftsFromSaturday: year >= 1953)
  }

  /// The weekday on which a holiday of a fixed date is kept: Monday for Sunday, Friday for Saturday.
  private static func kept(
    _ year: Int,
    _ month: Int,
    _ day: Int,
    shiftsFromSaturday: Bool
  ) -> [CivilDate] {
    let date = CivilDate(validYear: year, month: month, day: day)
    switch date.weekday {
    case 6: return shiftsFromSaturday ? [date.advanced(byDays: -1)] : []
    case 7: return [date.advanced(byDays: 1)]
    default: return [date]
    }
  }

  /// Closures of single days: funerals, storms, blackouts, paperwork, mourning.
  private static let specialClosures: [CivilDate] =
    [
      (1954, 12, 24), (1956, 12, 24), (1958, 12, 26), (1961, 5, 29), (1963, 11, 25),
      (1965, 12, 24), (1968, 2, 12), (1968, 4, 9), (1968, 6, 12), (1968, 6, 19), (1968, 6, 26),
      (1968, 7, 5), (1968, 7, 10), (1968, 7, 17), (1968, 7, 24), (1968, 7, 31), (1968, 8, 7),
      (1968, 8, 14), (1968, 8, 21), (1968, 8, 28), (1968, 9, 11), (1968, 9, 18), (1968, 9, 25),
      (1968, 10, 2), (1968, 10, 9), (1968, 10, 16), (1968, 10, 23), (1968, 10, 30),
      (1968, 11, 11), (1968, 11, 20), (1968, 12, 4), (1968, 12, 11), (1968, 12, 18),
      (1968, 12, 25), (1969, 2, 10), (1969, 3, 31), (1969, 7, 21), (1972, 12, 28),
      (1973, 1, 25), (1977, 7, 14), (1985, 9, 27), (1994, 4, 27), (2001, 9, 11), (2001, 9, 12),
      (2001, 9, 13), (2001, 9, 14), (2004, 6, 11), (2007, 1, 2), (2012, 10, 29), (2012, 10, 30),
      (2018, 12, 5), (2025, 1, 9),
    ]
    .map { CivilDate(validYear: $0.0, month: $0.1, day: $0.2) }
}
