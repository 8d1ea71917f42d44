import MarketModel

/// Returns the return of the last calendar months of a curve.
///
/// The base is the last value on or before the day that lies the given number of months before the last
/// point's day; a day that the month lacks becomes the month's last.
///
/// - Parameters:
///   - curve: The account's value over time; days are those of UTC.
///   - months: The number of calendar months; 1 or more.
/// - Returns: A fraction, not annualized, or `nil` for a record shorter than the months or one that had
///   no capital at the base.
/// - Throws: ``MetricError/settingOutOfRange(name:expected:found:)`` below one month.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func trailingReturn(
  of curve: EquityCurve,
  months: Int
) throws(MetricError) -> Double? {
  guard months >= 1 else {
    throw .settingOutOfRange(name: "months", expected: "1 or more", found: Double(months))
  }
  guard let last = curve.times.last else { return nil }
  return returnSince(day(CivilDate(utcDayOf: last), before: months), in: curve)
}

/// Returns the return of a curve since the end of the calendar year before its last point.
///
/// - Parameter curve: The account's value over time; years are those of UTC.
/// - Returns: A fraction; from the starting capital for a record that began in the same year, or `nil`
///   for a curve without points or one that had no capital at the base.
/// - Complexity: O(*n*).
///
/// **Causality.** Uses the whole series: a statement about the past, never a feature.
public func yearToDateReturn(of curve: EquityCurve) -> Double? {
  yearlyReturns(of: curve).last?.value
}

private func returnSince(_ date: CivilDate, in curve: EquityCurve) -> Double? {
  guard let base = curve.times.lastIndex(where: { CivilDate(utcDayOf: $0) <= date }),
    curve.values[base] > 0
  else { return nil }
  return (curve.finalEquity / curve.values[base] - 1).ifFinite
}

private func day(_ date: CivilDate, before months: Int) -> CivilDate {
  let parts = date.components
  let index = parts.year * 12 + parts.month - 1 - months
  let (year, month) = (
    index.flooredQuotient(by: 12), index - 12 * index.flooredQuotient(by: 12) + 1
  )
  let day = min(parts.day, CivilDate.daysInMonth(year: year, month: month))
  return CivilDate(year: year, month: month, day: day) ?? date
}

extension Int {
  fileprivate func flooredQuotient(by divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
