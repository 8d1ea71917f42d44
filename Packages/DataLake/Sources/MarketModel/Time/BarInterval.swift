/// The nominal duration of a bar.
///
/// A daily bar of an equity is named `1d` although its session lasts 6.5 hours: the calendar of the
/// instrument says when it really closes.
public struct BarInterval: Hashable, Comparable, Sendable {
  /// The nominal length in seconds.
  public let seconds: Int64

  /// Creates an interval, or returns `nil` when the length is not positive.
  public init?(seconds: Int64) {
    guard seconds > 0 else { return nil }
    self.seconds = seconds
  }

  private init(known seconds: Int64) {
    self.seconds = seconds
  }

  /// One minute.
  public static let minute = BarInterval(known: 60)

  /// Five minutes.
  public static let fiveMinutes = BarInterval(known: 300)

  /// Fifteen minutes.
  public static let fifteenMinutes = BarInterval(known: 900)

  /// One hour.
  public static let hour = BarInterval(known: 3_600)

  /// Four hours.
  public static let fourHours = BarInterval(known: 14_400)

  /// One day: a session of an equity, or a UTC day of a market that never closes.
  public static let day = BarInterval(known: 86_400)

  /// One week.
  public static let week = BarInterval(known: 604_800)

  /// The nominal length in nanoseconds.
  public var nanoseconds: Int64 { seconds * 1_000_000_000 }

  /// Whether a bar spans at least one whole trading day.
  public var isDailyOrLonger: Bool { seconds >= 86_400 }

  /// Compares nominal lengths.
  public static func < (left: BarInterval, right: BarInterval) -> Bool {
    left.seconds < right.seconds
  }
}

extension BarInterval: CustomStringConvertible, LosslessStringConvertible {
  /// Parses a count and a unit: `30s`, `1m`, `15m`, `4h`, `1d`, `1w`.
  public init?(_ text: String) {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
      count > 0, count <= 10_000
    else { return nil }
    self.init(seconds: count * unit)
  }

  /// The shortest text that parses to this interval, such as `1m` or `1d`.
  public var description: String {
    for (name, length) in [("w", Int64(604_800)), ("d", 86_400), ("h", 3_600), ("m", 60)]
    where seconds % length == 0 {
      return "\(seconds / length)\(name)"
    }
    return "\(seconds)s"
  }
}
