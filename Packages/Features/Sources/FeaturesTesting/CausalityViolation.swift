/// One way in which a computation broke the contract of a causal transform.
public enum CausalityViolation: Hashable, Sendable {
  /// The value at a bar changed when later bars were cut off, altered or poisoned.
  case sawTheFuture(output: String, bar: Int, cut: Int, change: FutureChange)

  /// A value is NaN or infinite.
  case notFinite(output: String, bar: Int)

  /// The first defined value of an output does not come at the declared look-back.
  case wrongLookback(output: String, declared: Int, found: Int?)

  /// Two runs over the same bars differ.
  case notRepeatable(output: String, bar: Int)

  /// A column does not have one value for each bar.
  case wrongCount(output: String, expected: Int, found: Int)
}

/// What was done to the bars after a cut.
public enum FutureChange: String, Hashable, Sendable, CaseIterable {
  /// They were removed.
  case truncated

  /// Their prices and volumes were multiplied.
  case perturbed

  /// They were replaced by absurd numbers.
  case poisoned
}
