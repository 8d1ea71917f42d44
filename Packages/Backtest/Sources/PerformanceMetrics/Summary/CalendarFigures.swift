/// What an account earned by calendar month and year, in UTC.
public struct CalendarFigures: Hashable, Sendable {
  /// The return of each month that has a point, oldest first.
  public let months: [CalendarReturn]

  /// The return of each year that has a point, oldest first.
  public let years: [CalendarReturn]

  /// Computes the figures of a curve.
  ///
  /// - Complexity: O(*n*).
  public init(of curve: EquityCurve) {
    months = monthlyReturns(of: curve)
    years = yearlyReturns(of: curve)
  }

  /// The figures by name, in a fixed order.
  ///
  /// A span in which the account had no capital has no return and counts in no figure. The last month
  /// and year are often not whole.
  public var fields: [MetricField] {
    let monthly = months.compactMap(\.value)
    let yearly = years.compactMap(\.value)
    return [
      ("best_month", monthly.max()), ("worst_month", monthly.min()),
      ("average_month", mean(of: monthly)), ("positive_month_share", positiveShare(monthly)),
      ("best_year", yearly.max()), ("worst_year", yearly.min()),
      ("average_year", mean(of: yearly)), ("positive_year_share", positiveShare(yearly)),
    ]
  }

  private func positiveShare(_ values: [Double]) -> Double? {
    quotient(Double(values.count { $0 > 0 }), Double(values.count))
  }
}
