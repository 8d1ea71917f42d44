import MarketModel

/// How a series is cut into files: as few as keep a small change from rewriting much.
enum Stretching {
  case whole
  case yearly
  case daily

  /// Bars and outcomes of an hour or more fill one file in decades; ticks fill one in a day.
  init(_ key: SeriesKey) {
    switch key.table {
    case .bars, .barOutcomes:
      self = (key.interval.map { $0 >= .hour } ?? false) ? .whole : .yearly
    case .funding, .openInterest, .price, .marketcap, .volume: self = .whole
    case .regimes, .optionSnapshots: self = .yearly
    case .quotes, .trades: self = .daily
    }
  }

  /// Cuts sorted rows at the bounds of their stretches, oldest first.
  func cut(_ rows: SeriesRows) -> [(name: String, rows: SeriesRows)] {
    var pieces: [(name: String, rows: SeriesRows)] = []
    var start = 0
    while start < rows.count {
      let (name, bound) = stretch(of: Timestamp(nanoseconds: rows.times[start]))
      let end = bound.map { bound in rows.times.partitionPoint { $0 >= bound.nanoseconds } }
      pieces.append((name, rows.slice(start..<(end ?? rows.count))))
      start = end ?? rows.count
    }
    return pieces
  }

  /// The name of the stretch that contains an instant, and the first instant after it.
  private func stretch(of instant: Timestamp) -> (name: String, end: Timestamp?) {
    let date = CivilDate(utcDayOf: instant)
    switch self {
    case .whole: return ("all", nil)
    case .yearly:
      return ("\(date.year)", CivilDate(year: date.year + 1, month: 1, day: 1)?.startInUTC)
    case .daily: return ("\(date)", date.advanced(byDays: 1).startInUTC)
    }
  }
}

/// Names of folders for symbols of any spelling.
public enum PathName {
  /// The text with every byte but letters, digits, `-`, `_` and inner dots as `%XX`.
  public static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var encoded = ""
    for (index, byte) in text.utf8.enumerated() {
      let scalar = UnicodeScalar(byte)
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || (48...57).contains(byte)
          || "-_".unicodeScalars.contains(scalar)
          || (scalar == "." && index > 0))
      if isPlain {
        encoded.unicodeScalars.append(scalar)
      } else {
        encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return encoded.isEmpty ? "%" : encoded
  }
}
