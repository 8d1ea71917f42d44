import MarketModel

/// Turns the stamps of a file into the open and close times of bars.
struct BarClock {
  /// What a stamp stands for.
  enum Reading: Equatable {
    /// A bar of the calendar.
    case bar(open: Int64, close: Int64)

    /// A row outside the calendar, with the times it would be kept under.
    case offSession(open: Int64, close: Int64)

    /// A stamp that no bar of the interval can have.
    case impossible(expected: String)
  }

  var calendar: TradingCalendar
  var interval: BarInterval
  var stamp: StampSide

  /// The zone of stamps without an offset.
  var timeZone: TimeZoneRules?

  /// Reads one stamp of a file.
  ///
  /// A daily or longer bar belongs to the local date of its stamp. A stamp at midnight in UTC
  /// means the UTC date, as most vendors write it: no session opens or closes then in New York.
  func read(_ value: Int64, kind: RawBars.StampKind) -> Reading {
    switch kind {
    case .date:
      guard interval.isDailyOrLonger else {
        return .impossible(expected: "a time of day, because bars last \(interval)")
      }
      return dailyBar(on: CivilDate(dayNumber: Int(value)))
    case .local:
      if interval.isDailyOrLonger {
        return dailyBar(on: CivilDate(utcDayOf: Timestamp(nanoseconds: value)))
      }
      guard let timeZone else {
        return .impossible(expected: "an offset such as Z, or a time zone in the request")
      }
      let date = CivilDate(utcDayOf: Timestamp(nanoseconds: value))
      let instant = timeZone.instant(
        of: date,
        nanoseconds: value - date.startInUTC.nanoseconds
      )
      return intradayBar(instant)
    case .instant:
      let instant = Timestamp(nanoseconds: value)
      guard interval.isDailyOrLonger else { return intradayBar(instant) }
      return dailyBar(on: date(ofDailyStamp: instant))
    }
  }

  private func date(ofDailyStamp instant: Timestamp) -> CivilDate {
    let utcDate = CivilDate(utcDayOf: instant)
    // The end of a UTC day is midnight of the next one.
    if stamp == .close, calendar == .alwaysOpen {
      return CivilDate(utcDayOf: instant.advanced(byNanoseconds: -1))
    }
    return instant == utcDate.startInUTC ? utcDate : calendar.date(of: instant)
  }

  private func dailyBar(on date: CivilDate) -> Reading {
    if let open = calendar.openTime(ofBarOn: date, interval: interval),
      let close = calendar.closeTime(ofBarOpening: open, interval: interval)
    {
      return .bar(open: open.nanoseconds, close: close.nanoseconds)
    }
    let zone = calendar.timeZone
    let minute: Int64 = 60_000_000_000
    return .offSession(
      open: zone.instant(of: date, nanoseconds: 570 * minute).nanoseconds,
      close: zone.instant(of: date, nanoseconds: 960 * minute).nanoseconds
    )
  }

  private func intradayBar(_ instant: Timestamp) -> Reading {
    let open = stamp == .open ? instant : openTime(ofBarClosing: instant)
    if calendar == .alwaysOpen {
      let (_, remainder) = open.nanoseconds.quotientAndRemainder(
        dividingBy: interval.nanoseconds
      )
      guard remainder == 0 else {
        return .impossible(expected: "a multiple of \(interval) in UTC")
      }
    }
    guard let close = calendar.closeTime(ofBarOpening: open, interval: interval) else {
      return .offSession(
        open: open.nanoseconds,
        close: open.nanoseconds + interval.nanoseconds
      )
    }
    return .bar(open: open.nanoseconds, close: close.nanoseconds)
  }

  /// The open time of a bar by its end; the last bar of a session may be shorter than the others.
  private func openTime(ofBarClosing instant: Timestamp) -> Timestamp {
    let whole = instant.advanced(byNanoseconds: -interval.nanoseconds)
    guard calendar != .alwaysOpen,
      let session = calendar.session(on: calendar.date(of: whole)),
      instant == session.close
    else { return whole }
    let rest = (session.close.nanoseconds - session.open.nanoseconds) % interval.nanoseconds
    return rest == 0 ? whole : instant.advanced(byNanoseconds: -rest)
  }
}
