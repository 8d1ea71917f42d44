/// The regular trading hours of one day.
public struct TradingSession: Hashable, Sendable {
  /// The local date on which the session is held.
  public let date: CivilDate

  /// The first instant of regular trading.
  public let open: Timestamp

  /// The end of regular trading (exclusive).
  public let close: Timestamp

  /// Whether the session was planned or forced to end before the usual hour.
  public let isEarlyClose: Bool

  /// Creates a session; nothing is checked.
  public init(date: CivilDate, open: Timestamp, close: Timestamp, isEarlyClose: Bool) {
    self.date = date
    self.open = open
    self.close = close
    self.isEarlyClose = isEarlyClose
  }
}

/// The part of an exchange's day in which an instant lies.
public enum SessionPhase: String, Hashable, Sendable, CaseIterable {
  /// Before the regular session: from 04:00 in New York to the opening.
  case pre

  /// The regular session.
  case regular

  /// After the regular session: from the close to 20:00 in New York.
  case post

  /// Night, weekend or holiday.
  case closed
}

/// The part of the UTC day by which continent a market that never closes is busiest.
public enum CryptoSession: String, Hashable, Sendable, CaseIterable {
  /// 00:00 to 08:00 UTC.
  case asia = "ASIA"

  /// 08:00 to 14:00 UTC.
  case europe = "EU"

  /// 14:00 to 22:00 UTC.
  case unitedStates = "US"

  /// 22:00 to 24:00 UTC.
  case offPeak = "OFFPEAK"

  /// Returns the session that contains an instant.
  public init(at instant: Timestamp) {
    let midnight = CivilDate(utcDayOf: instant).startInUTC.nanoseconds
    switch (instant.nanoseconds - midnight) / 3_600_000_000_000 {
    case ..<8: self = .asia
    case ..<14: self = .europe
    case ..<22: self = .unitedStates
    default: self = .offPeak
    }
  }
}
