public import MarketModel

/// What a month is where windows are counted in months.
public enum MonthLength: String, Hashable, Sendable, CaseIterable {
  /// The months of the calendar: 28 to 31 days.
  case calendar

  /// 30 days each: 24 months are 720 days.
  case thirtyDays = "30_days"

  /// The date that lies a number of months after another.
  ///
  /// In the calendar a day that the month lacks becomes the month's last day. Count from one origin, not
  /// from month to month: 31 January is followed by 28 February and 31 March that way.
  public func date(_ months: Int, after origin: CivilDate) -> CivilDate {
    switch self {
    case .thirtyDays: return origin.advanced(byDays: 30 * months)
    case .calendar:
      let (year, month, day) = origin.components
      let index = year * 12 + month - 1 + months
      let target = index % 12 < 0 ? index % 12 + 12 : index % 12
      let first = CivilDate(year: (index - target) / 12, month: target + 1, day: 1) ?? origin
      let days = CivilDate.daysInMonth(year: (index - target) / 12, month: target + 1)
      return first.advanced(byDays: min(day, days) - 1)
    }
  }
}
