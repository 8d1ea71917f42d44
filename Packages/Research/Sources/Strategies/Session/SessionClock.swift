public import MarketModel

/// Where a bar lies in the regular session of an exchange, and which day comes next.
///
/// Uses the calendar, which is known in advance, and the bar's own times.
public struct SessionClock: CausalTransform, Hashable {
  /// The values of one bar.
  public struct Output: TransformOutput, Hashable {
    /// The names of the values, in order.
    public static let names = ["minutes_to_close", "is_first", "weekday", "next_weekday"]

    /// The minutes from the bar's close to that of the session, or `nil` outside of it.
    public var minutesToClose: Double?

    /// 1 when the bar is the first of the session that the series has, else 0; `nil` outside.
    public var isFirst: Double?

    /// The weekday of the session: 1 is Monday; `nil` outside.
    public var weekday: Double?

    /// The weekday of the session after this one, or `nil` outside.
    public var nextWeekday: Double?

    /// The value at a position of ``names``.
    public func value(at index: Int) -> Double? {
      switch index {
      case 0: minutesToClose
      case 1: isFirst
      case 2: weekday
      default: nextWeekday
      }
    }
  }

  /// When the instrument trades.
  public let calendar: TradingCalendar

  private var session: TradingSession?
  private var nextWeekday: Double?
  private var hasSeenSession = false

  /// Creates a clock before its first bar.
  public init(calendar: TradingCalendar) {
    self.calendar = calendar
  }

  /// The number of bars before the first defined values, where that bar is inside a session.
  public var lookback: Int { 0 }

  /// Consumes the next bar.
  public mutating func update(_ bar: Bar) -> Output {
    if session.map({ bar.openTime >= $0.close }) ?? true { lookUp(bar) }
    guard let session, bar.openTime >= session.open else {
      return Output(minutesToClose: nil, isFirst: nil, weekday: nil, nextWeekday: nil)
    }
    defer { hasSeenSession = true }
    let left = session.close.nanoseconds - bar.closeTime.nanoseconds
    return Output(
      minutesToClose: Double(left) / 60e9,
      isFirst: hasSeenSession ? 0 : 1,
      weekday: Double(session.date.weekday),
      nextWeekday: nextWeekday
    )
  }

  private mutating func lookUp(_ bar: Bar) {
    let date = calendar.date(of: bar.openTime)
    hasSeenSession = false
    session = nil
    guard let found = calendar.firstSession(onOrAfter: date) else { return }
    session =
      bar.openTime < found.close
      ? found : calendar.firstSession(onOrAfter: date.advanced(byDays: 1))
    nextWeekday = session.flatMap { calendar.firstSession(onOrAfter: $0.date.advanced(byDays: 1)) }
      .map { Double($0.date.weekday) }
  }
}
