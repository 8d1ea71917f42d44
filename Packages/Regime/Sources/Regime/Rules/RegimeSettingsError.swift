/// An error that lists every setting that cannot be used.
public struct RegimeSettingsError: Error, Hashable, Sendable {
  /// One setting, what it accepts and what was found.
  public struct Problem: Hashable, Sendable {
    /// The name of the setting, with the group before it: `thresholds.low`.
    public var field: String

    /// What is accepted, in words that follow "expected".
    public var expected: String

    /// What was found.
    public var found: String

    /// Creates a problem.
    public init(field: String, expected: String, found: String) {
      self.field = field
      self.expected = expected
      self.found = found
    }
  }

  /// What is wrong, in the order of the settings; never empty.
  public let problems: [Problem]

  /// Creates an error from what was found, or returns `nil` when nothing was.
  public init?(_ problems: [Problem]) {
    guard !problems.isEmpty else { return nil }
    self.problems = problems
  }
}

extension RegimeSettingsError: CustomStringConvertible {
  /// One line for each problem.
  public var description: String {
    problems.map { "\($0.field): expected \($0.expected), found \($0.found)" }
      .joined(separator: "\n")
  }
}

extension RegimeSettingsError.Problem {
  /// Returns this problem with the name of the group before the field.
  func within(_ group: String) -> RegimeSettingsError.Problem {
    RegimeSettingsError.Problem(field: "\(group).\(field)", expected: expected, found: found)
  }
}

/// Collects what is wrong with several numbers.
struct SettingCheck {
  private(set) var problems: [RegimeSettingsError.Problem] = []

  /// Adds a problem unless the condition holds; a number that is not finite never passes.
  mutating func require(
    _ field: String,
    _ value: Double,
    _ expected: String,
    _ accepts: (Double) -> Bool
  ) {
    guard !value.isFinite || !accepts(value) else { return }
    problems.append(
      RegimeSettingsError.Problem(field: field, expected: expected, found: "\(value)")
    )
  }

  /// Adds a problem unless a whole number is at least a minimum.
  mutating func require(_ field: String, _ value: Int, atLeast minimum: Int) {
    guard value < minimum else { return }
    problems.append(
      RegimeSettingsError.Problem(
        field: field,
        expected: "an integer of at least \(minimum)",
        found: "\(value)"
      )
    )
  }
}
