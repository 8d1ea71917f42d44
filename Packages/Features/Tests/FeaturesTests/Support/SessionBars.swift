import FeaturesTesting
import MarketModel

/// Generated bars laid on the sessions of a calendar, keyed and closed as stored bars are.
enum SessionBars {
  /// Daily bars of consecutive sessions, without the dates that are left out.
  static func daily(
    _ calendar: TradingCalendar,
    from first: CivilDate,
    count: Int,
    seed: UInt64 = 5,
    leavingOut missing: Set<CivilDate> = []
  ) throws -> BarSeries {
    let days = first.dayNumber..<(first.dayNumber + 2 * count + 20)
    let sessions = days.lazy.map { CivilDate(dayNumber: $0) }
      .filter { !missing.contains($0) }
      .compactMap { calendar.session(on: $0) }.prefix(count)
    return try series(.day, sessions.map { ($0.open, $0.close) }, seed)
  }

  /// Minute bars of whole days: the regular sessions, with some minutes before and after.
  static func minutes(
    _ calendar: TradingCalendar,
    from first: CivilDate,
    days: Int,
    extended: Int = 0,
    seed: UInt64 = 5
  ) throws -> BarSeries {
    var spans: [(Timestamp, Timestamp)] = []
    let last = first.advanced(byDays: days - 1)
    for session in calendar.sessions(from: first, through: last) {
      let start = session.open.advanced(bySeconds: Int64(-60 * extended))
      let end = session.close.advanced(bySeconds: Int64(60 * extended))
      var opening = start
      while opening < end {
        let closing = opening.advanced(bySeconds: 60)
        spans.append((opening, closing))
        opening = closing
      }
    }
    return try series(.minute, spans, seed)
  }

  private static func series(
    _ interval: BarInterval,
    _ spans: [(Timestamp, Timestamp)],
    _ seed: UInt64
  ) throws -> BarSeries {
    var bars = GeneratedBars(seed: seed, count: spans.count).bars
    for (index, span) in spans.enumerated() {
      (bars[index].openTime, bars[index].closeTime) = span
    }
    return try BarSeries(symbol: "TEST", interval: interval, bars: bars)
  }
}

extension CivilDate {
  /// A date that exists.
  static func on(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
    guard let date = CivilDate(year: year, month: month, day: day) else {
      preconditionFailure("\(year)-\(month)-\(day) is no date")
    }
    return date
  }
}
