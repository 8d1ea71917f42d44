public import MarketModel

/// How many bars close in a window when none is missing.
public struct BarExpectation: Hashable, Sendable {
  /// One stretch of trading without a pause.
  private struct Session: Hashable, Sendable {
    var open: Int64
    var close: Int64
    /// The bars of all sessions before this one.
    var barsBefore: Int
  }

  private enum Rule: Hashable, Sendable {
    /// A bar in every interval.
    case continuous
    /// Bars in these sessions.
    case sessions([Session])
    /// Bars of several days, or of intervals that do not divide the day.
    case calendar(TradingCalendar, BarInterval)
  }

  private let step: Int64
  private let rule: Rule

  /// Expects a bar in every interval, day and night: ⌊window / interval⌋ in any window.
  public static func continuous(_ interval: BarInterval) -> BarExpectation {
    BarExpectation(step: interval.nanoseconds, rule: .continuous)
  }

  /// Expects bars in sessions only, each cut into intervals from its open on.
  ///
  /// The last bar of a session ends with it and may be shorter; an interval of a day or more
  /// means one bar per session.
  ///
  /// - Parameters:
  ///   - interval: The interval of the bars.
  ///   - sessions: Opens and closes, oldest first, not overlapping.
  public init(interval: BarInterval, sessions: [(open: Timestamp, close: Timestamp)]) {
    var total = 0
    var listed: [Session] = []
    for (open, close) in sessions {
      let length = close.nanoseconds - open.nanoseconds
      precondition(length > 0, "a session must close after it opens")
      listed.append(
        Session(open: open.nanoseconds, close: close.nanoseconds, barsBefore: total)
      )
      let step = interval.isDailyOrLonger ? length : interval.nanoseconds
      total += Int((length + step - 1) / step)
    }
    step = interval.isDailyOrLonger ? .max : interval.nanoseconds
    rule = .sessions(listed)
  }

  /// Expects the bars of a calendar between two instants.
  ///
  /// - Parameters:
  ///   - calendar: The calendar of the instrument.
  ///   - interval: The interval of the bars.
  ///   - first: An instant not after the first window.
  ///   - last: An instant not before the end of the last window.
  public init(
    calendar: TradingCalendar,
    interval: BarInterval,
    from first: Timestamp,
    through last: Timestamp
  ) {
    let isSplit = interval.seconds > 86_400 || 86_400 % interval.seconds != 0
    if isSplit, interval != .day {
      self.init(step: interval.nanoseconds, rule: .calendar(calendar, interval))
      return
    }
    let sessions = calendar.sessions(
      from: calendar.date(of: first).advanced(byDays: -1),
      through: calendar.date(of: last).advanced(byDays: 1)
    )
    self.init(interval: interval, sessions: sessions.map { ($0.open, $0.close) })
  }

  private init(step: Int64, rule: Rule) {
    self.step = step
    self.rule = rule
  }

  /// A text that differs between expectations that differ.
  var fingerprint: String {
    switch rule {
    case .continuous: "continuous \(step)"
    case .sessions(let sessions):
      "sessions \(step)" + sessions.map { " \($0.open)-\($0.close)" }.joined()
    case .calendar(let calendar, let interval): "calendar \(calendar.name) \(interval)"
    }
  }

  /// The number of bars that close in the window (`start`, `end`].
  ///
  /// - Complexity: O(sessions).
  public func count(after start: Timestamp, through end: Timestamp) -> Int {
    counts(after: [start.nanoseconds], length: end.nanoseconds - start.nanoseconds)[0]
  }

  /// The numbers of bars that close in the windows from each start to `length` later.
  ///
  /// - Parameters:
  ///   - starts: Nanoseconds, not falling.
  ///   - length: Nanoseconds.
  /// - Returns: One number per start.
  /// - Complexity: O(starts + sessions).
  func counts(after starts: [Int64], length: Int64) -> [Int] {
    switch rule {
    case .continuous: return [Int](repeating: Int(length / step), count: starts.count)
    case .sessions(let sessions):
      var (first, second) = (0, 0)
      return starts.map { start in
        closed(by: start + length, sessions, &second) - closed(by: start, sessions, &first)
      }
    case .calendar(let calendar, let interval):
      return starts.map { start in
        calendar.expectedBars(
          after: Timestamp(nanoseconds: start),
          through: Timestamp(nanoseconds: start + length),
          interval: interval
        )
      }
    }
  }

  /// The number of bars of all sessions that are closed at an instant.
  private func closed(by instant: Int64, _ sessions: [Session], _ cursor: inout Int) -> Int {
    while cursor < sessions.count, sessions[cursor].close <= instant { cursor += 1 }
    guard cursor < sessions.count else {
      guard let last = sessions.last else { return 0 }
      return last.barsBefore + bars(of: last)
    }
    let session = sessions[cursor]
    let elapsed = max(0, instant - session.open)
    return session.barsBefore + Int(elapsed / step)
  }

  private func bars(of session: Session) -> Int {
    let length = session.close - session.open
    return step == .max ? 1 : Int((length + step - 1) / step)
  }
}
