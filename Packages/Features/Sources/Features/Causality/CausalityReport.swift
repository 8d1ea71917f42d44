/// What a check of one subject found, and how much it looked at.
public struct CausalityReport: Hashable, Sendable {
  /// The name of the subject.
  public let subject: String

  /// What the subject is.
  public let kind: String

  /// The violations in the order in which they were found.
  public internal(set) var violations: [CausalityViolation] = []

  /// The number of cuts at which something was compared.
  public internal(set) var cuts = 0

  /// The number of changed data sets over which the subject was computed.
  public internal(set) var changes = 0

  /// The number of changed data sets that the subject refused, for example as too short.
  public internal(set) var refusals = 0

  /// The number of values that were compared.
  public internal(set) var comparisons = 0

  init(subject: String, kind: String) {
    self.subject = subject
    self.kind = kind
  }

  /// Whether the subject does what it claims.
  public var isClean: Bool { violations.isEmpty }
}
