public import ConfigValidation

/// An error that says why a target cannot be made.
public enum TargetError: Error, Hashable, Sendable {
  /// There is no target of that name; `suggestion` is the nearest that exists.
  case unknownTarget(name: String, suggestion: String?)

  /// The horizon is not positive, or longer than any use.
  case horizon(found: Int)

  /// The threshold is negative, absurd or not finite.
  case threshold(percent: Double)

  /// Parameters are unknown or outside their ranges.
  case parameters(target: String, cause: ParameterError)

  /// Parameters are each inside their range and contradict each other.
  case conflict(target: String, rule: String)

  /// The longest horizon that is accepted, in bars.
  public static let longestHorizon = 10_000
}

extension TargetError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unknownTarget(let name, let suggestion):
      "\(name): is not a known target" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .horizon(let found):
      "horizon: expected bars in 1...\(Self.longestHorizon), found \(found)"
    case .threshold(let percent):
      "threshold: expected percent in 0...1000, found \(percent)"
    case .parameters(let target, let cause): "\(target): \(cause)"
    case .conflict(let target, let rule): "\(target): \(rule)"
    }
  }
}
