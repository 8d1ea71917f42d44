public import Features

/// The length of a data set's rows, by the names that task documents use.
public enum Timescale: String, Hashable, Sendable, CaseIterable {
  /// One session.
  case daily
  /// Bins of two civil days, counted from the first date.
  case twoDays = "2d"
  /// Bins of three civil days, counted from the first date.
  case threeDays = "3d"
  /// Bins of five civil days, counted from the first date.
  case fiveDays = "5d"
  /// Weeks that end on Friday.
  case weekly
  /// Pairs of such weeks, counted from the first date's.
  case twoWeeks = "2wk"
  /// Civil months.
  case monthly

  /// The timeframe that daily bars are put together by, or `nil` where they stay as they are.
  public var timeframe: Timeframe? {
    switch self {
    case .daily: nil
    case .twoDays: .days(2)
    case .threeDays: .days(3)
    case .fiveDays: .days(5)
    case .weekly: .weeks(1, ending: .friday)
    case .twoWeeks: .weeks(2, ending: .friday)
    case .monthly: .month
    }
  }

  /// Whether bins are counted from the first date, so that two series must begin together.
  var isCountedFromStart: Bool {
    switch self {
    case .daily, .weekly, .monthly: false
    case .twoDays, .threeDays, .fiveDays, .twoWeeks: true
    }
  }
}
