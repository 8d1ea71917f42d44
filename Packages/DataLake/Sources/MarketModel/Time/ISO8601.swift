extension CivilDate: CustomStringConvertible, LosslessStringConvertible {
  /// Parses `YYYY-MM-DD`; returns `nil` for anything else.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = bytes.decimal(0..<4), let month = bytes.decimal(5..<7),
      let day = bytes.decimal(8..<10)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The date as `YYYY-MM-DD`.
  public var description: String {
    let (year, month, day) = components
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

extension Timestamp: CustomStringConvertible, LosslessStringConvertible {
  /// Parses ISO 8601 in UTC or with an offset; returns `nil` for anything else.
  ///
  /// Accepted are `2024-01-31`, `2024-01-31T09:30`, `2024-01-31T09:30:00`, up to nine digits of
  /// fraction, a space in place of the `T`, and a final `Z` or `±HH:MM` (UTC when absent).
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, let date = CivilDate(String(decoding: bytes[0..<10], as: UTF8.self))
    else { return nil }
    var nanoseconds = date.startInUTC.nanoseconds
    if bytes.count > 10 {
      guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
        let timeOfDay = TimeOfDayText(bytes[11...])
      else { return nil }
      nanoseconds += timeOfDay.nanoseconds - timeOfDay.offsetSeconds * 1_000_000_000
    }
    self.init(nanoseconds: nanoseconds)
  }

  /// The instant as `YYYY-MM-DDTHH:MM:SS[.fraction]Z`, with as many digits as are not zero.
  public var description: String {
    let day = CivilDate(utcDayOf: self)
    let rest = nanoseconds - day.startInUTC.nanoseconds
    let seconds = Int(rest / 1_000_000_000)
    var fraction = ""
    if rest % 1_000_000_000 != 0 {
      fraction = "." + padded(Int(rest % 1_000_000_000), 9)
      while fraction.hasSuffix("0") { fraction.removeLast() }
    }
    return
      "\(day)T\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))\(fraction)Z"
  }
}

/// The part of an ISO 8601 text after the `T`.
private struct TimeOfDayText {
  var nanoseconds: Int64 = 0
  var offsetSeconds: Int64 = 0

  init?(_ text: ArraySlice<UInt8>) {
    var bytes = Array(text)
    if bytes.last == UInt8(ascii: "Z") {
      bytes.removeLast()
    } else if bytes.count >= 6, bytes[bytes.count - 3] == UInt8(ascii: ":"),
      let sign = [UInt8(ascii: "+"): Int64(1), UInt8(ascii: "-"): -1][bytes[bytes.count - 6]],
      let hours = bytes.decimal(bytes.count - 5..<bytes.count - 3),
      let minutes = bytes.decimal(bytes.count - 2..<bytes.count), hours < 24, minutes < 60
    {
      offsetSeconds = sign * Int64(hours * 3_600 + minutes * 60)
      bytes.removeLast(6)
    }
    guard bytes.count >= 5, bytes[2] == UInt8(ascii: ":"), let hour = bytes.decimal(0..<2),
      let minute = bytes.decimal(3..<5), hour < 24, minute < 60
    else { return nil }
    nanoseconds = Int64(hour * 3_600 + minute * 60) * 1_000_000_000
    guard bytes.count > 5 else { return }
    guard bytes.count >= 8, bytes[5] == UInt8(ascii: ":"), let second = bytes.decimal(6..<8),
      second < 60
    else { return nil }
    nanoseconds += Int64(second) * 1_000_000_000
    guard bytes.count > 8 else { return }
    let digits = bytes.count - 9
    guard bytes[8] == UInt8(ascii: "."), (1...9).contains(digits),
      let fraction = bytes.decimal(9..<bytes.count)
    else { return nil }
    nanoseconds += (0..<(9 - digits)).reduce(Int64(fraction)) { value, _ in value * 10 }
  }
}

extension Array where Element == UInt8 {
  /// Reads decimal digits, or returns `nil` when another character is among them.
  fileprivate func decimal(_ range: Range<Int>) -> Int? {
    var value = 0
    for byte in self[range] {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }
}

private func padded(_ value: Int, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}
