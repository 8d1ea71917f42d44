import MarketModel

/// What a time field says, before a time zone and a calendar are applied.
enum RawStamp: Equatable {
  /// A day without a time.
  case date(CivilDate)

  /// An instant in UTC, in nanoseconds.
  case instant(Int64)

  /// A wall clock reading without an offset, in nanoseconds as if it were UTC.
  case local(Int64)
}

/// Reading time fields from bytes.
enum StampText {
  /// Returns what a field says, or `nil` when it cannot be read in the unit.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>, unit: StampUnit) -> RawStamp? {
    switch unit {
    case .iso:
      return iso(bytes)
    case .automatic:
      if bytes.count == 8, let date = compactDate(bytes) { return .date(date) }
      guard let number = NumberText.integer(bytes) else { return iso(bytes) }
      return instant(number, unit: magnitudeUnit(number))
    case .seconds, .milliseconds, .microseconds, .nanoseconds:
      guard let number = NumberText.integer(bytes) else { return nil }
      return instant(number, unit: unit)
    }
  }

  /// The unit that a number of this size is in, for years 1973 to 5138 in seconds.
  static func magnitudeUnit(_ number: Int64) -> StampUnit {
    switch number.magnitude {
    case ..<100_000_000_000: .seconds
    case ..<100_000_000_000_000: .milliseconds
    case ..<100_000_000_000_000_000: .microseconds
    default: .nanoseconds
    }
  }

  /// Nanoseconds in one of a unit.
  static func nanoseconds(in unit: StampUnit) -> Int64 {
    switch unit {
    case .seconds: 1_000_000_000
    case .milliseconds: 1_000_000
    case .microseconds: 1_000
    case .nanoseconds, .automatic, .iso: 1
    }
  }

  /// Reads `HHMM` or `HHMMSS` as nanoseconds since midnight.
  static func compactTimeOfDay(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard bytes.count == 4 || bytes.count == 6, let hour = digits(bytes, 0, 2),
      let minute = digits(bytes, 2, 2),
      let second = bytes.count == 6 ? digits(bytes, 4, 2) : 0,
      hour < 24, minute < 60, second < 60
    else { return nil }
    return Int64(hour * 3_600 + minute * 60 + second) * 1_000_000_000
  }

  private static func instant(_ number: Int64, unit: StampUnit) -> RawStamp? {
    let (value, overflow) = number.multipliedReportingOverflow(by: nanoseconds(in: unit))
    return overflow ? nil : .instant(value)
  }

  private static func compactDate(_ bytes: UnsafeBufferPointer<UInt8>) -> CivilDate? {
    guard let year = digits(bytes, 0, 4), let month = digits(bytes, 4, 2),
      let day = digits(bytes, 6, 2), (1_700...2_261).contains(year)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  private static func iso(_ bytes: UnsafeBufferPointer<UInt8>) -> RawStamp? {
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = digits(bytes, 0, 4), let month = digits(bytes, 5, 2),
      let day = digits(bytes, 8, 2), (1_700...2_261).contains(year),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    if bytes.count == 10 { return .date(date) }
    guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
      bytes[13] == UInt8(ascii: ":"), let hour = digits(bytes, 11, 2),
      let minute = digits(bytes, 14, 2), hour < 24, minute < 60
    else { return nil }
    var nanoseconds =
      date.startInUTC.nanoseconds + Int64(hour * 3_600 + minute * 60) * 1_000_000_000
    var index = 16
    if index < bytes.count, bytes[index] == UInt8(ascii: ":") {
      guard let second = digits(bytes, index + 1, 2), second < 60 else { return nil }
      nanoseconds += Int64(second) * 1_000_000_000
      index += 3
      if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
        var (scale, first) = (Int64(100_000_000), index + 1)
        while first < bytes.count, bytes[first] >= 48, bytes[first] <= 57 {
          nanoseconds += Int64(bytes[first] - 48) * scale
          scale /= 10
          first += 1
        }
        guard first > index + 1, first - index <= 10 else { return nil }
        index = first
      }
    }
    if index == bytes.count { return .local(nanoseconds) }
    guard let offset = offsetSeconds(bytes, from: index) else { return nil }
    return .instant(nanoseconds - offset * 1_000_000_000)
  }

  /// Reads `Z`, `±HH:MM`, `±HHMM` or `±HH` up to the end of the field.
  private static func offsetSeconds(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int64?
  {
    let rest = bytes.count - start
    if rest == 1, bytes[start] == UInt8(ascii: "Z") { return 0 }
    let sign: Int64
    switch bytes[start] {
    case UInt8(ascii: "+"): sign = 1
    case UInt8(ascii: "-"): sign = -1
    default: return nil
    }
    guard let hours = digits(bytes, start + 1, 2), hours < 24 else { return nil }
    var minutes: Int? = 0
    switch rest {
    case 3: break
    case 5: minutes = digits(bytes, start + 3, 2)
    case 6 where bytes[start + 3] == UInt8(ascii: ":"): minutes = digits(bytes, start + 4, 2)
    default: return nil
    }
    guard let minutes, minutes < 60 else { return nil }
    return sign * Int64(hours * 3_600 + minutes * 60)
  }

  private static func digits(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ start: Int,
    _ count: Int
  ) -> Int? {
    guard start >= 0, start + count <= bytes.count else { return nil }
    var value = 0
    for index in start..<start + count {
      guard bytes[index] >= 48, bytes[index] <= 57 else { return nil }
      value = value * 10 + Int(bytes[index] - 48)
    }
    return value
  }
}
