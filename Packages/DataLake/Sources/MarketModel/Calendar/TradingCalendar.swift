/// When an instrument trades: its sessions, the real close of each bar, and the bars to expect.
///
/// - ``usEquities``: the New York Stock Exchange, with its holidays, special closures and short
///   days. Exact from 1953 to the latest announced closure; before that Saturdays and single
///   closures are missing. Known from 1900 to 2100.
/// - ``alwaysOpen``: every UTC day from midnight to midnight.
///
/// **How bars are keyed.** A daily or longer equity bar opens at the opening of its first session,
/// an intraday bar at its first instant. A bar of a market that never closes opens at a multiple of
/// its interval in UTC; a weekly one on Monday.
public struct TradingCalendar: Hashable, Sendable, CustomStringConvertible {
  enum Rules: String, Hashable, Sendable {
    case usEquities = "us_equities"
    case alwaysOpen = "always_open"
  }

  let rules: Rules

  /// The New York Stock Exchange.
  public static let usEquities = TradingCalendar(rules: .usEquities)

  /// A market that never closes.
  public static let alwaysOpen = TradingCalendar(rules: .alwaysOpen)

  /// The names that ``named(_:)`` knows.
  public static let names = [Rules.usEquities.rawValue, Rules.alwaysOpen.rawValue]

  /// Returns the calendar of a name (`us_equities` or `always_open`), or `nil` for other names.
  public static func named(_ name: String) -> TradingCalendar? {
    Rules(rawValue: name).map { TradingCalendar(rules: $0) }
  }

  /// The name under which configurations and manifests refer to this calendar.
  public var name: String { rules.rawValue }

  /// The name.
  public var description: String { name }

  /// The clock by which dates are meant.
  public var timeZone: TimeZoneRules {
    switch rules {
    case .usEquities: .newYork
    case .alwaysOpen: .utc
    }
  }

  /// Returns the local date of an instant.
  public func date(of instant: Timestamp) -> CivilDate { timeZone.local(at: instant).date }

  /// Returns the regular session of a date, or `nil` when there is none.
  ///
  /// - Complexity: O(1).
  public func session(on date: CivilDate) -> TradingSession? {
    switch rules {
    case .alwaysOpen:
      return TradingSession(
        date: date,
        open: date.startInUTC,
        close: date.advanced(byDays: 1).startInUTC,
        isEarlyClose: false
      )
    case .usEquities:
      guard let day = SessionTable.usEquities.day(of: date), day.hasSession else { return nil }
      return TradingSession(
        date: date,
        open: Timestamp(nanoseconds: day.openTime),
        close: Timestamp(nanoseconds: day.closeTime),
        isEarlyClose: day.closesEarly
      )
    }
  }

  /// Returns whether a date has a session.
  public func isTradingDay(_ date: CivilDate) -> Bool { session(on: date) != nil }

  /// Returns every session between two dates, both included, oldest first.
  ///
  /// - Complexity: O(days).
  public func sessions(from first: CivilDate, through last: CivilDate) -> [TradingSession] {
    guard first <= last else { return [] }
    return (first.dayNumber...last.dayNumber).compactMap { session(on: CivilDate(dayNumber: $0)) }
  }

  /// Returns the number of sessions between two dates, both included.
  ///
  /// - Complexity: O(1).
  public func sessionCount(from first: CivilDate, through last: CivilDate) -> Int {
    guard first <= last else { return 0 }
    switch rules {
    case .alwaysOpen: return last.dayNumber - first.dayNumber + 1
    case .usEquities:
      return sessionsBefore(last.advanced(byDays: 1)) - sessionsBefore(first)
    }
  }

  /// Returns the first session on or after a date, or `nil` beyond the calendar's last year.
  public func firstSession(onOrAfter date: CivilDate) -> TradingSession? {
    // No closure since 1914 lasted as long as a month.
    (0..<30).lazy.compactMap { session(on: date.advanced(byDays: $0)) }.first
  }

  /// Returns the last session on or before a date, or `nil` before the calendar's first year.
  public func lastSession(onOrBefore date: CivilDate) -> TradingSession? {
    (0..<30).lazy.compactMap { session(on: date.advanced(byDays: -$0)) }.first
  }

  /// Returns the part of the trading day in which an instant lies.
  ///
  /// A market that never closes is always in its regular session.
  public func phase(at instant: Timestamp) -> SessionPhase {
    guard rules == .usEquities else { return .regular }
    let (date, timeOfDay) = timeZone.local(at: instant)
    guard let session = self.session(on: date) else { return .closed }
    if instant >= session.open, instant < session.close { return .regular }
    if instant < session.open { return timeOfDay >= (4 * 60).minutes ? .pre : .closed }
    return timeOfDay < (20 * 60).minutes ? .post : .closed
  }

  /// The number of sessions on all days before a date, counted from the table's first day.
  func sessionsBefore(_ date: CivilDate) -> Int {
    let table = SessionTable.usEquities
    let index = min(max(date.dayNumber - table.firstDay, 0), table.days.count - 1)
    return table.days[index].sessionsBefore
  }
}
