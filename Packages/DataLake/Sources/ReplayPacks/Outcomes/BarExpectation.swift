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

  private let step: Int64
  private let sessions: [Session]?

  /// Expects a bar in every interval, day and night: ⌊window / interval⌋ in any window.
  public static func continuous(_ interval: BarInterval) -> BarExpectation {
    BarExpectation(step: interval.nanoseconds, sessions: nil)
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
    self.sessions = listed
  }

  private init(step: Int64, sessions: [Session]?) {
    self.step = step
    self.sessions = sessions
  }

  /// A text that differs between expectations that differ.
  var fingerprint: String {
    guard let sessions else { return "continuous \(step)" }
    return "sessions \(step)" + sessions.map { " \($0.open)-\($0.close)" }.joined()
  }

  /// The number of bars that close in the window (`start`, `end`].
  ///
  /// - Complexity: O(log sessions).
  public func count(after start: Timestamp, through end: Timestamp) -> Int {
    guard let sessions else { return Int((end.nanoseconds - start.nanoseconds) / step) }
    var cursor = 0
    let before = closed(by: start.nanoseconds, sessions, &cursor)
    return closed(by: end.nanoseconds, sessions, &cursor) - before
  }

  /// The numbers of bars that close in the windows from each start to `length` later.
  ///
  /// - Parameters:
  ///   - starts: Nanoseconds, not falling.
  ///   - length: Nanoseconds.
  /// - Returns: One number per start.
  /// - Complexity: O(starts + sessions).
  func counts(after starts: [Int64], length: Int64) -> [Int] {
    guard let sessions else {
      return [Int](repeating: Int(length / step), count: starts.count)
    }
    var (first, second) = (0, 0)
    return starts.map { start in
      closed(by: start + length, sessions, &second) - closed(by: start, sessions, &first)
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
