/// The hours of the New York Stock Exchange's regular session, in minutes of the local day.
///
/// Delays of a few minutes (a minute of silence, a slow opening auction) are not modelled.
enum USEquityHours {
  /// The opening and closing minutes of one session.
  struct Hours {
    var open: Int
    var close: Int
    var closesEarly = false
  }

  /// Returns the hours of a day that is no holiday.
  static func hours(on date: CivilDate) -> Hours {
    var hours = Hours(
      open: date >= openingAtHalfPastNine ? 570 : 600,
      close: date >= closingAtFour ? 960 : 930
    )
    if let special = specialHours[date] {
      hours = Hours(
        open: special.open ?? hours.open,
        close: special.close ?? hours.close,
        closesEarly: special.close != nil
      )
    } else if date.year >= 1992, isHalfDay(date) {
      hours.close = date.year == 1992 ? 840 : 780
      hours.closesEarly = true
    }
    return hours
  }

  /// Whether a rule shortens the session: around Independence Day, Thanksgiving and Christmas.
  private static func isHalfDay(_ date: CivilDate) -> Bool {
    let (year, month, day) = date.components
    switch (month, day) {
    case (7, 3):
      // Until 2012 a Wednesday kept its full hours and the Friday after the holiday was short.
      return year >= 1995 && date.weekday <= 4 && (year >= 2013 || date.weekday != 3)
    case (7, 5): return (1995...2012).contains(year) && date.weekday == 5
    case (12, 24): return date.weekday <= 4
    case (11, _):
      return date == CivilDate.nth(4, weekday: 4, year: year, month: 11).advanced(byDays: 1)
    default: return false
    }
  }

  private static let openingAtHalfPastNine = CivilDate(validYear: 1985, month: 9, day: 30)
  private static let closingAtFour = CivilDate(validYear: 1974, month: 10, day: 1)

  /// Sessions whose hours no rule gives.
  private static let specialHours: [CivilDate: (open: Int?, close: Int?)] = {
    let sessions: [(Int, Int, Int, Int?, Int?)] = [
      (1974, 12, 24, nil, 840), (1975, 2, 12, nil, 870), (1975, 12, 24, nil, 840),
      (1976, 8, 9, nil, 900), (1978, 2, 6, nil, 840), (1981, 3, 30, nil, 917),
      (1981, 9, 9, nil, 928),
      (1987, 10, 23, nil, 840), (1987, 10, 26, nil, 840), (1987, 10, 27, nil, 840),
      (1987, 10, 28, nil, 840), (1987, 10, 29, nil, 840), (1987, 10, 30, nil, 840),
      (1987, 11, 2, nil, 870), (1987, 11, 3, nil, 870), (1987, 11, 4, nil, 870),
      (1987, 11, 5, nil, 900), (1987, 11, 6, nil, 900), (1987, 11, 9, nil, 930),
      (1987, 11, 10, nil, 930), (1987, 11, 11, nil, 930), (1989, 11, 10, 660, nil),
      (1990, 12, 24, nil, 840), (1991, 12, 24, nil, 840), (1994, 2, 11, nil, 870),
      (1995, 12, 18, 630, nil), (1996, 1, 8, 660, 840), (1997, 10, 27, nil, 930),
      (1997, 12, 26, nil, 780), (2002, 9, 11, 720, nil), (2003, 12, 26, nil, 780),
      (2005, 6, 1, nil, 956),
    ]
    return sessions.reduce(into: [:]) { table, session in
      let date = CivilDate(validYear: session.0, month: session.1, day: session.2)
      table[date] = (open: session.3, close: session.4)
    }
  }()
}
