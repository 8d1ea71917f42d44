extension TradingCalendar {
  /// Returns the instant at which a bar ends and becomes visible.
  ///
  /// For US equities:
  /// - a daily bar ends with the session of its local date, a bar of *k* days with the last
  ///   session among its *k* civil days, and a weekly bar with the last session of its ISO week (a
  ///   bar of *k* weeks *k* − 1 weeks later);
  /// - an intraday bar that opens inside the regular session ends after its interval or with the
  ///   session, whichever comes first; one that opens before or after it on a trading day (04:00
  ///   to 20:00) ends after its interval.
  ///
  /// A bar of a market that never closes ends after its interval.
  ///
  /// - Parameters:
  ///   - opening: The bar's open time, as described at ``TradingCalendar``.
  ///   - interval: The nominal duration.
  /// - Returns: The end (exclusive), or `nil` when no bar of that interval opens then.
  /// - Complexity: O(1) for intervals up to a week.
  public func closeTime(
    ofBarOpening opening: Timestamp,
    interval: BarInterval
  ) -> Timestamp? {
    guard rules == .usEquities else {
      return opening.advanced(byNanoseconds: interval.nanoseconds)
    }
    let date = self.date(of: opening)
    guard interval.isDailyOrLonger else {
      guard let session = self.session(on: date) else { return nil }
      let end = opening.advanced(byNanoseconds: interval.nanoseconds)
      switch phase(at: opening) {
      case .regular: return min(end, session.close)
      case .pre, .post: return end
      case .closed: return nil
      }
    }
    let last = lastDate(ofBarOpeningOn: date, interval: interval)
    guard let session = lastSession(onOrBefore: last), session.date >= date else { return nil }
    return session.close
  }

  /// Returns the open time of the daily or longer bar that holds a date, or `nil` without a session.
  ///
  /// This is how a row that carries only a date is keyed: by the opening of the session (for a
  /// weekly bar, of the first session of the ISO week).
  public func openTime(ofBarOn date: CivilDate, interval: BarInterval) -> Timestamp? {
    let isWeekly = interval.seconds % BarInterval.week.seconds == 0
    let first = isWeekly ? date.advanced(byDays: 1 - date.weekday) : date
    let last = isWeekly ? first.advanced(byDays: 6) : date
    guard let session = firstSession(onOrAfter: first), session.date <= last else { return nil }
    return session.open
  }

  /// Returns the open times of the bars of one date's regular session, oldest first.
  ///
  /// A daily or longer interval has one, the opening of the session.
  public func openTimes(on date: CivilDate, interval: BarInterval) -> [Timestamp] {
    guard let session = self.session(on: date) else { return [] }
    guard !interval.isDailyOrLonger else { return [session.open] }
    return stride(
      from: session.open.nanoseconds,
      to: session.close.nanoseconds,
      by: Int(interval.nanoseconds)
    ).map { Timestamp(nanoseconds: $0) }
  }

  /// Returns how many bars should close after one instant and not after another.
  ///
  /// Only bars of the regular session count. A gapless series has exactly this many bars whose
  /// close time lies in that half-open span.
  ///
  /// - Parameters:
  ///   - start: The instant after which bars count (exclusive).
  ///   - end: The last instant at which bars count (inclusive).
  ///   - interval: The nominal duration of the bars.
  /// - Returns: The number, zero when `end` is not after `start`.
  /// - Complexity: O(1) for daily bars, otherwise O(days).
  public func expectedBars(
    after start: Timestamp,
    through end: Timestamp,
    interval: BarInterval
  ) -> Int {
    guard end > start else { return 0 }
    guard rules == .usEquities else {
      let length = interval.nanoseconds
      // The epoch was a Thursday; weeks begin on Mondays.
      let isWeekly = interval.seconds % BarInterval.week.seconds == 0
      let shift: Int64 = isWeekly ? 3 * 86_400_000_000_000 : 0
      return Int(
        (end.nanoseconds + shift).flooredQuotient(by: length)
          - (start.nanoseconds + shift).flooredQuotient(by: length)
      )
    }
    let (first, last) = (date(of: start), date(of: end))
    guard interval.isDailyOrLonger else {
      return intradayBars(after: start, through: end, first, last, interval)
    }
    if interval == .day {
      let whole = sessionCount(from: first, through: last)
      let early = session(on: first).map { $0.close <= start ? 1 : 0 } ?? 0
      let late = session(on: last).map { $0.close > end ? 1 : 0 } ?? 0
      return whole - early - late
    }
    return longBars(after: start, through: end, interval)
  }

  private func intradayBars(
    after start: Timestamp,
    through end: Timestamp,
    _ first: CivilDate,
    _ last: CivilDate,
    _ interval: BarInterval
  ) -> Int {
    let table = SessionTable.usEquities
    let length = interval.nanoseconds
    var count = 0
    for number in first.dayNumber...last.dayNumber {
      guard let day = table.day(of: CivilDate(dayNumber: number)), day.hasSession else { continue }
      count +=
        day.closedBars(by: end.nanoseconds, length: length)
        - day.closedBars(by: start.nanoseconds, length: length)
    }
    return count
  }

  /// Counts the last sessions of weeks, or of spans of several days laid end to end from the epoch's
  /// Monday, that close inside the span.
  private func longBars(
    after start: Timestamp,
    through end: Timestamp,
    _ interval: BarInterval
  ) -> Int {
    let days = Int(interval.seconds / 86_400)
    // Day -3 is Monday, 29 December 1969.
    var first = date(of: start).dayNumber
    first -= ((first + 3) % days + days) % days
    var count = 0
    while first <= date(of: end).dayNumber {
      let lastDay = CivilDate(dayNumber: first + days - 1)
      if let session = lastSession(onOrBefore: lastDay), session.date.dayNumber >= first,
        session.close > start, session.close <= end
      {
        count += 1
      }
      first += days
    }
    return count
  }

  private func lastDate(ofBarOpeningOn date: CivilDate, interval: BarInterval) -> CivilDate {
    let days = Int(interval.seconds / 86_400)
    guard days % 7 == 0 else { return date.advanced(byDays: days - 1) }
    return date.advanced(byDays: days - date.weekday)
  }
}

extension SessionTable.Day {
  /// The number of this session's bars that close at or before an instant.
  fileprivate func closedBars(by instant: Int64, length: Int64) -> Int {
    if instant < openTime { return 0 }
    if instant >= closeTime { return Int((closeTime - openTime + length - 1) / length) }
    return Int((instant - openTime) / length)
  }
}
