extension CivilDate {
  /// Returns the first, second, … occurrence of a weekday (1 is Monday) in a month.
  static func nth(_ count: Int, weekday: Int, year: Int, month: Int) -> CivilDate {
    let first = CivilDate(validYear: year, month: month, day: 1)
    return first.advanced(byDays: (weekday - first.weekday + 7) % 7 + 7 * (count - 1))
  }

  /// Returns the last occurrence of a weekday (1 is Monday) in a month.
  static func last(weekday: Int, year: Int, month: Int) -> CivilDate {
    let days = daysInMonth(year: year, month: month)
    let last = CivilDate(validYear: year, month: month, day: days)
    return last.advanced(byDays: -((last.weekday - weekday + 7) % 7))
  }

  /// Returns Easter Sunday of a Gregorian year.
  ///
  /// References: Meeus (1991), "Astronomical Algorithms", chapter 8 (the anonymous algorithm).
  static func easter(year: Int) -> CivilDate {
    let a = year % 19
    let (b, c) = (year / 100, year % 100)
    let d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
    let e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7
    let month = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114
    return CivilDate(validYear: year, month: month / 31, day: month % 31 + 1)
  }
}
