public import MarketModel

extension SessionRegime {
  /// The part of the day to which a bar that opens at an instant belongs.
  ///
  /// On an exchange: before, in or after the regular session of its calendar, which knows daylight
  /// saving time, weekends, holidays and short days. On a market that never closes: the continent
  /// whose day it is, in UTC.
  public init(ofBarOpening instant: Timestamp, calendar: TradingCalendar) {
    guard calendar != .alwaysOpen else {
      switch CryptoSession(at: instant) {
      case .asia: self = .asia
      case .europe: self = .europe
      case .unitedStates: self = .america
      case .offPeak: self = .offPeak
      }
      return
    }
    switch calendar.phase(at: instant) {
    case .pre: self = .premarket
    case .regular: self = .regular
    case .post: self = .postmarket
    case .closed: self = .closed
    }
  }
}
