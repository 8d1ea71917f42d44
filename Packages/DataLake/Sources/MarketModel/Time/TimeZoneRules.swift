/// The offset of a local clock from UTC, with its past changes.
///
/// - ``utc``: no offset, ever.
/// - ``newYork``: five hours behind UTC, four in summer. Summer times since 1946 follow the rules
///   of the IANA time zone database for New York (changes of rule in 1955, 1967, 1974, 1975, 1976,
///   1987 and 2007), and today's rule until 2100. Outside 1946...2100 the winter offset holds.
public struct TimeZoneRules: Hashable, Sendable {
  private enum Zone: Hashable, Sendable {
    case utc
    case newYork
  }

  private let zone: Zone

  /// Coordinated universal time.
  public static let utc = TimeZoneRules(zone: .utc)

  /// The clock of New York, in which US exchanges keep their hours.
  public static let newYork = TimeZoneRules(zone: .newYork)

  /// Returns the rules of an IANA name (`UTC` or `America/New_York`), or `nil` for other names.
  public static func named(_ name: String) -> TimeZoneRules? {
    switch name {
    case "UTC", "Etc/UTC": .utc
    case "America/New_York", "US/Eastern": .newYork
    default: nil
    }
  }

  /// The IANA name.
  public var name: String {
    switch zone {
    case .utc: "UTC"
    case .newYork: "America/New_York"
    }
  }

  /// Returns the seconds that the local clock is ahead of UTC at an instant; negative in New York.
  ///
  /// - Complexity: O(log *n*) in the number of clock changes since 1946.
  public func offsetSeconds(at instant: Timestamp) -> Int64 {
    guard zone == .newYork else { return 0 }
    let changes = newYorkChanges
    let following = changes.partitionPoint { $0 > instant.nanoseconds }
    // Changes alternate between the beginning and the end of summer time.
    return following % 2 == 1 ? newYorkSummerOffset : newYorkWinterOffset
  }

  /// Returns the date and the nanoseconds since local midnight that clocks show at an instant.
  public func local(at instant: Timestamp) -> (date: CivilDate, nanoseconds: Int64) {
    let shifted = instant.advanced(bySeconds: offsetSeconds(at: instant))
    let date = CivilDate(utcDayOf: shifted)
    return (date, shifted.nanoseconds - date.startInUTC.nanoseconds)
  }

  /// Returns the instant at which clocks show a local date and time.
  ///
  /// A time that is shown twice in autumn means its first showing; a time that is skipped in
  /// spring means the instant as long after midnight as if it were not, so 02:30 becomes 03:30.
  ///
  /// - Parameters:
  ///   - date: The local date.
  ///   - nanoseconds: The time of day since 00:00 on the clock.
  /// - Returns: The instant in UTC.
  public func instant(of date: CivilDate, nanoseconds: Int64) -> Timestamp {
    let asIfUTC = date.startInUTC.advanced(byNanoseconds: nanoseconds)
    guard zone == .newYork else { return asIfUTC }
    let summer = asIfUTC.advanced(bySeconds: -newYorkSummerOffset)
    if offsetSeconds(at: summer) == newYorkSummerOffset { return summer }
    return asIfUTC.advanced(bySeconds: -newYorkWinterOffset)
  }
}

private let newYorkWinterOffset: Int64 = -5 * 3_600
private let newYorkSummerOffset: Int64 = -4 * 3_600

/// The instants at which New York's clocks change, in nanoseconds: spring, autumn, spring, and so on.
private let newYorkChanges: [Int64] = (1946...2100).flatMap { year in
  // Clocks change at 02:00 by the time then shown: 07:00 UTC in spring, 06:00 UTC in autumn.
  [
    springChange(in: year).startInUTC.advanced(bySeconds: 7 * 3_600).nanoseconds,
    autumnChange(in: year).startInUTC.advanced(bySeconds: 6 * 3_600).nanoseconds,
  ]
}

private func springChange(in year: Int) -> CivilDate {
  switch year {
  case 1974: CivilDate(validYear: 1974, month: 1, day: 6)
  case 1975: CivilDate(validYear: 1975, month: 2, day: 23)
  case ...1986: .last(weekday: 7, year: year, month: 4)
  case ...2006: .nth(1, weekday: 7, year: year, month: 4)
  default: .nth(2, weekday: 7, year: year, month: 3)
  }
}

private func autumnChange(in year: Int) -> CivilDate {
  switch year {
  case ...1954: .last(weekday: 7, year: year, month: 9)
  case ...2006: .last(weekday: 7, year: year, month: 10)
  default: .nth(1, weekday: 7, year: year, month: 11)
  }
}
