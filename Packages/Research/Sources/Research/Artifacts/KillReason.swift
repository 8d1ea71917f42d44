/// A rule that a run violated, with the evidence.
public struct KillReason: Hashable, Sendable {
  /// The name of the rule.
  public var reason: String

  /// What was measured; `nil` when the measure is undefined, which is no better than a bad one.
  public var value: Double?

  /// What it was measured against.
  public var threshold: Double?

  /// Creates a reason.
  public init(reason: String, value: Double?, threshold: Double?) {
    self.reason = reason
    self.value = value
    self.threshold = threshold
  }
}
