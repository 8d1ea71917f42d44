import MarketModel

/// The compounded return of an account over one calendar month or year.
public struct CalendarReturn: Hashable, Sendable {
  /// The calendar year, in UTC.
  public let year: Int

  /// The month, 1 to 12, or `nil` for a whole year.
  public let month: Int?

  /// The simple return as a fraction, or `nil` when the account began the span with nothing.
  public let value: Double?

  /// Creates a calendar return.
  public init(year: Int, month: Int?, value: Double?) {
    self.year = year
    self.month = month
    self.value = value
  }
}

/// Returns the return of each calendar month that has a point, oldest first.
///
/// A month's return runs from the last value before the month to the last value inside it; the first
/// runs from the starting capital. Months without a point are left out, never filled with zeros.
///
/// - Parameter curve: The account's value over time; months are those of UTC.
/// - Returns: One element for each month with a point; empty for a curve without points.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func monthlyReturns(of curve: EquityCurve) -> [CalendarReturn] {
  calendarReturns(of: curve) { date in
    let parts = date.components
    return (parts.year, parts.month)
  }
}

/// Returns the return of each calendar year that has a point, oldest first.
///
/// - Parameter curve: The account's value over time; years are those of UTC.
/// - Returns: One element for each year with a point; empty for a curve without points.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func yearlyReturns(of curve: EquityCurve) -> [CalendarReturn] {
  calendarReturns(of: curve) { ($0.year, nil) }
}

private func calendarReturns(
  of curve: EquityCurve,
  span: (CivilDate) -> (year: Int, month: Int?)
) -> [CalendarReturn] {
  var result: [CalendarReturn] = []
  var base = curve.startingEquity
  for index in curve.values.indices {
    let current = span(CivilDate(utcDayOf: curve.times[index]))
    if let next = curve.times.indices.contains(index + 1) ? curve.times[index + 1] : nil,
      span(CivilDate(utcDayOf: next)) == current
    {
      continue
    }
    let last = curve.values[index]
    result.append(
      CalendarReturn(
        year: current.year,
        month: current.month,
        value: base > 0 ? (last / base - 1).ifFinite : nil
      )
    )
    base = last
  }
  return result
}

private func == (left: (year: Int, month: Int?), right: (year: Int, month: Int?)) -> Bool {
  left.year == right.year && left.month == right.month
}
