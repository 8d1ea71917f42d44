/// A named setting in the exact text form that identifies a run.
public struct CanonicalField: Hashable, Sendable {
  /// The dotted name.
  public let name: String

  /// The value; numbers are written in their shortest form that reads back alike.
  public let value: String

  /// Creates a field from text.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Creates a field from a number.
  public init(_ name: String, _ value: Double) {
    self.init(name, "\(value)")
  }

  /// Creates a field from an optional number; `nil` is written `none`.
  public init(_ name: String, _ value: Double?) {
    self.init(name, value.map { "\($0)" } ?? "none")
  }

  /// Creates a field from a switch.
  public init(_ name: String, _ value: Bool) {
    self.init(name, value ? "true" : "false")
  }
}
