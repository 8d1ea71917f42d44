/// An instant in UTC, counted in nanoseconds since 1970-01-01T00:00:00Z.
///
/// Leap seconds are not counted, as in POSIX time. The range is 1677-09-21 to 2262-04-11.
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
  /// The nanoseconds since the epoch; negative before 1970.
  public var nanoseconds: Int64

  /// Creates an instant from nanoseconds since the epoch.
  @inlinable
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Creates an instant from milliseconds since the epoch.
  ///
  /// - Precondition: The instant lies inside the representable range.
  @inlinable
  public init(milliseconds: Int64) {
    nanoseconds = milliseconds * 1_000_000
  }

  /// Creates an instant from seconds since the epoch.
  ///
  /// - Precondition: The instant lies inside the representable range.
  @inlinable
  public init(seconds: Int64) {
    nanoseconds = seconds * 1_000_000_000
  }

  /// The whole milliseconds since the epoch, rounded toward the past.
  @inlinable
  public var milliseconds: Int64 { nanoseconds.flooredQuotient(by: 1_000_000) }

  /// The whole seconds since the epoch, rounded toward the past.
  @inlinable
  public var seconds: Int64 { nanoseconds.flooredQuotient(by: 1_000_000_000) }

  /// Returns the instant that lies a number of nanoseconds later.
  @inlinable
  public func advanced(byNanoseconds count: Int64) -> Timestamp {
    Timestamp(nanoseconds: nanoseconds + count)
  }

  /// Returns the instant that lies a number of seconds later.
  @inlinable
  public func advanced(bySeconds count: Int64) -> Timestamp {
    Timestamp(nanoseconds: nanoseconds + count * 1_000_000_000)
  }

  /// Compares two instants.
  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension Int64 {
  /// Divides by a positive number, rounding toward negative infinity.
  @usableFromInline
  func flooredQuotient(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
