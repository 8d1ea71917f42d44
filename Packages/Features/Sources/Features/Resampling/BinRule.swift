internal import MarketModel

/// Says into which bin of a timeframe a bar falls, and when that bin is complete.
///
/// Holds what is counted along the way: the number of bars and the date of the first.
struct BinRule: Hashable, Sendable {
  /// One bin of a timeframe.
  struct Bin: Hashable, Sendable {
    /// A number that rises from bin to bin.
    let id: Int64

    /// When no further bar can fall into the bin, or `nil` when a count of bars decides that.
    let completion: Int64?
  }

  let timeframe: Timeframe
  let interval: BarInterval
  let calendar: TradingCalendar
  private var seen = 0
  private var origin: CivilDate?
  private var newestDate: CivilDate?
  private var newestBin: Bin?

  /// Creates the rule of an empty stream, or of one whose first bar has a date.
  init(
    _ timeframe: Timeframe,
    of interval: BarInterval,
    calendar: TradingCalendar,
    origin: CivilDate? = nil
  ) {
    precondition(timeframe.isValid, "a bin holds at least one bar")
    self.timeframe = timeframe
    self.interval = interval
    self.calendar = calendar
    self.origin = origin
  }

  /// Returns the bin of the next bar, or `nil` when the timeframe leaves the bar out.
  mutating func bin(of bar: Bar) -> Bin? {
    switch timeframe {
    case .bars(let count):
      defer { seen += 1 }
      return Bin(id: Int64(seen / count), completion: nil)
    case .intraday(let length): return intradayBin(of: bar, length.nanoseconds)
    case .days, .weeks, .months:
      guard interval.isDailyOrLonger || calendar.phase(at: bar.openTime) == .regular else {
        return nil
      }
      let date = calendar.date(of: bar.openTime)
      if date == newestDate { return newestBin }
      if origin == nil { origin = date }
      let bin = bin(of: calendarSpan(of: date))
      (newestDate, newestBin) = (date, bin)
      return bin
    }
  }

  /// Whether a bin that holds a number of bars is complete at an instant.
  func isComplete(_ bin: Bin, holding count: Int, at instant: Int64) -> Bool {
    if let completion = bin.completion { return instant >= completion }
    if case .bars(let wanted) = timeframe { return count >= wanted }
    return false
  }

  /// The first and the last civil day of the bin that holds a date.
  func calendarSpan(of date: CivilDate) -> ClosedRange<CivilDate> {
    let start = origin ?? date
    switch timeframe {
    case .days(let count):
      let first = start.dayNumber + (date.dayNumber - start.dayNumber).floored(to: count)
      return Self.days(first, count)
    case .weeks(let count, let day):
      let week = Self.firstDay(ofWeekOf: date, ending: day)
      let firstWeek = Self.firstDay(ofWeekOf: start, ending: day)
      return Self.days(firstWeek + (week - firstWeek).floored(to: 7 * count), 7 * count)
    case .months(let count):
      let month = (date.year * 12 + date.month - 1).floored(to: count)
      return Self.firstDay(
        ofMonth: month
      )...Self.firstDay(ofMonth: month + count)
        .advanced(byDays: -1)
    case .bars, .intraday: return date...date
    }
  }

  private func bin(of span: ClosedRange<CivilDate>) -> Bin {
    Bin(id: Int64(span.lowerBound.dayNumber), completion: completion(of: span).nanoseconds)
  }

  /// The close of the last session, or the end of the last day where the calendar may lack some.
  private func completion(of span: ClosedRange<CivilDate>) -> Timestamp {
    let isExact = calendar != .usEquities || span.lowerBound >= Self.firstExactDate
    if isExact, let last = calendar.lastSession(onOrBefore: span.upperBound),
      last.date >= span.lowerBound
    {
      return last.close
    }
    return calendar.timeZone.instant(of: span.upperBound.advanced(byDays: 1), nanoseconds: 0)
  }

  private func intradayBin(of bar: Bar, _ length: Int64) -> Bin {
    let instant = bar.openTime.nanoseconds
    let date = calendar.date(of: bar.openTime)
    guard calendar == .usEquities, let session = calendar.session(on: date) else {
      let start = instant.floored(to: length)
      return Bin(id: start, completion: start + length)
    }
    let (open, close) = (session.open.nanoseconds, session.close.nanoseconds)
    let anchor = instant < close ? open : close
    let start = anchor + (instant - anchor).floored(to: length)
    let end = start + length
    return Bin(id: start, completion: start < close ? min(end, start < open ? open : close) : end)
  }

  private static let firstExactDate = CivilDate(dayNumber: -6209)

  private static func days(_ first: Int, _ count: Int) -> ClosedRange<CivilDate> {
    CivilDate(dayNumber: first)...CivilDate(dayNumber: first + count - 1)
  }

  private static func firstDay(ofWeekOf date: CivilDate, ending day: Timeframe.Weekday) -> Int {
    date.dayNumber - (date.weekday - day.rawValue + 13) % 7
  }

  private static func firstDay(ofMonth month: Int) -> CivilDate {
    guard let date = CivilDate(year: month / 12, month: month % 12 + 1, day: 1) else {
      preconditionFailure("every month has a first day")
    }
    return date
  }
}

extension BinaryInteger {
  /// The largest multiple of a positive number that is not greater than this one.
  func floored(to step: Self) -> Self {
    let remainder = self % step
    return self - (remainder < 0 ? remainder + step : remainder)
  }
}
