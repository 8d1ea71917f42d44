internal import ConfigValidation

/// A length of time as documents write it: a number and a unit, such as `500ms`, `30s`, `2m`, `1h`, `5d`.
public struct SearchDuration: Hashable, Sendable, Comparable, LosslessStringConvertible {
  /// The length in nanoseconds, 0 or more.
  public let nanoseconds: Int64

  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("w", 604_800_000_000_000), ("d", 86_400_000_000_000), ("h", 3_600_000_000_000),
    ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
  ]

  /// Creates a duration.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Parses a whole number and a unit; `nil` for anything else.
  public init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int64(digits),
      let unit = Self.units.first(where: { $0.name == text.dropFirst(digits.count) })
    else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.nanoseconds)
    guard !overflow, product < .max / 8 else { return nil }
    nanoseconds = product
  }

  /// The shortest text that parses to this length.
  public var description: String {
    for unit in Self.units where nanoseconds % unit.nanoseconds == 0 && nanoseconds > 0 {
      return "\(nanoseconds / unit.nanoseconds)\(unit.name)"
    }
    return nanoseconds == 0 ? "0s" : "\(nanoseconds / 1_000_000)ms"
  }

  /// Compares lengths.
  public static func < (left: SearchDuration, right: SearchDuration) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension ConfigKind where Value == SearchDuration {
  /// A length of time.
  static func duration(positive: Bool) -> ConfigKind {
    let words = "a length of time such as 30s, 2m, 1h or 5d"
    return .parsed(
      positive ? "\(words), above 0" : words,
      fallback: SearchDuration(nanoseconds: 1)
    ) { text in
      SearchDuration(text).flatMap { !positive || $0.nanoseconds > 0 ? $0 : nil }
    }
  }
}
