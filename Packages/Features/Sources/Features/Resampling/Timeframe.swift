public import MarketModel

/// Which bars are put together into one longer bar.
///
/// Bars are assigned by the local date, or the instant, of their opening, on the clock of the
/// calendar:
///
/// | Timeframe | Text | One bin |
/// |---|---|---|
/// | ``bars(_:)`` | `5b` | that many consecutive bars, counted from the first bar of the series |
/// | ``days(_:)`` | `1d`, `3d` | that many civil days, counted from the first bar's date |
/// | ``weeks(_:ending:)`` | `1w`, `2w`, `1w-fri` | weeks that end on a weekday, or Sunday |
/// | ``months(_:)`` | `1mo`, `3mo` | civil months, counted from January |
/// | ``intraday(_:)`` | `5m`, `1h` | that much of one session's part, counted from its opening |
///
/// Several weeks are counted from the first bar's week. `1d` over intraday bars makes sessions into
/// daily bars. Bins of a day or longer take only bars of regular sessions when their bars are
/// shorter than a day; intraday bins keep the hours before, in and after the regular session apart.
public enum Timeframe: Hashable, Sendable {
  /// Groups of consecutive bars.
  case bars(Int)

  /// Bins of civil days; one day is a session.
  case days(Int)

  /// Weeks that end on a weekday.
  case weeks(Int, ending: Weekday)

  /// Civil months.
  case months(Int)

  /// Bins shorter than a day.
  case intraday(BarInterval)

  /// Weeks from Monday to Sunday.
  public static let week = Timeframe.weeks(1, ending: .sunday)

  /// Civil months.
  public static let month = Timeframe.months(1)

  /// A day of the week, numbered as in ISO 8601.
  public enum Weekday: Int, Hashable, Sendable, CaseIterable {
    /// The first day of an ISO week.
    case monday = 1
    /// The second day.
    case tuesday
    /// The third day.
    case wednesday
    /// The fourth day.
    case thursday
    /// The fifth day.
    case friday
    /// The sixth day.
    case saturday
    /// The last day of an ISO week.
    case sunday

    /// The first three letters of the English name.
    var abbreviation: String { "\(self)".prefix(3).description }
  }

  /// The nominal duration of a bin that is made of bars of an interval.
  ///
  /// A month counts as thirty days.
  public func interval(from base: BarInterval) -> BarInterval {
    switch self {
    case .bars(let count): base.multiplied(by: count)
    case .days(let count): BarInterval.day.multiplied(by: count)
    case .weeks(let count, _): BarInterval.week.multiplied(by: count)
    case .months(let count): BarInterval.day.multiplied(by: 30 * count)
    case .intraday(let interval): interval
    }
  }

  /// Whether the bins can be made of bars of an interval: they are longer and not torn by it.
  public func canResample(_ base: BarInterval) -> Bool {
    switch self {
    case .bars(let count): count > 1
    case .intraday(let interval): interval > base && interval.seconds % base.seconds == 0
    case .days, .weeks, .months: interval(from: base) > base
    }
  }

  /// Whether every count is positive and an intraday interval is shorter than a day.
  var isValid: Bool {
    switch self {
    case .bars(let count), .days(let count), .weeks(let count, _), .months(let count):
      (1...10_000).contains(count)
    case .intraday(let interval): !interval.isDailyOrLonger
    }
  }
}

extension Timeframe: CustomStringConvertible, LosslessStringConvertible {
  /// Parses a text such as `5b`, `3d`, `1w`, `1w-fri`, `1mo`, `15m` or `1h`.
  public init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), (1...10_000).contains(count), String(count) == digits else {
      return nil
    }
    switch text.dropFirst(digits.count) {
    case "b": self = .bars(count)
    case "d": self = .days(count)
    case "w": self = .weeks(count, ending: .sunday)
    case "mo": self = .months(count)
    case let unit where unit.hasPrefix("w-"):
      guard let day = Weekday.allCases.first(where: { $0.abbreviation == unit.dropFirst(2) })
      else { return nil }
      self = .weeks(count, ending: day)
    default:
      guard let interval = BarInterval(text), !interval.isDailyOrLonger else { return nil }
      self = .intraday(interval)
    }
  }

  /// The shortest text that parses to this timeframe.
  public var description: String {
    switch self {
    case .bars(let count): "\(count)b"
    case .days(let count): "\(count)d"
    case .weeks(let count, ending: .sunday): "\(count)w"
    case .weeks(let count, let day): "\(count)w-\(day.abbreviation)"
    case .months(let count): "\(count)mo"
    case .intraday(let interval): "\(interval)"
    }
  }
}

extension BarInterval {
  /// This interval a positive number of times.
  func multiplied(by count: Int) -> BarInterval {
    guard let product = BarInterval(seconds: seconds * Int64(count)) else {
      preconditionFailure("a bin holds at least one bar")
    }
    return product
  }
}
