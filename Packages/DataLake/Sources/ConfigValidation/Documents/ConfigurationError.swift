/// An error that names each configuration field that cannot be used, and why.
public struct ConfigurationError: Error, Hashable, Sendable {
  /// One field that failed.
  public struct Issue: Hashable, Sendable {
    /// Where the value, or the mapping that lacks it, stands.
    public let mark: ConfigMark

    /// The path from the root of the document.
    public let path: ConfigPath

    /// The reason, as data that a caller can switch over.
    public let reason: Reason

    /// Creates an issue.
    public init(mark: ConfigMark, path: ConfigPath, reason: Reason) {
      self.mark = mark
      self.path = path
      self.reason = reason
    }
  }

  /// Why a field was refused.
  public enum Reason: Hashable, Sendable {
    /// The field is required and absent.
    case missing(expected: String)

    /// The field is present and not what is accepted.
    case unexpected(expected: String, found: String)

    /// The field is not part of the schema; `suggestion` is the nearest name that is.
    case unknownField(suggestion: String?)

    /// A name is not in the list it must come from; `suggestion` is the nearest that is.
    case unknownName(expected: String, found: String, suggestion: String?)

    /// The field contradicts another one, or a rule over several.
    case conflict(rule: String)

    /// The document cannot be read at all.
    case unreadable(detail: String)
  }

  /// Every issue found, in document order; never empty.
  public let issues: [Issue]

  /// Creates an error from what a reader collected, or returns `nil` when it found nothing.
  public init?(_ issues: [Issue]) {
    guard !issues.isEmpty else { return nil }
    self.issues = issues
  }

  /// Creates an error of a single issue.
  public init(_ issue: Issue) {
    issues = [issue]
  }
}

extension ConfigurationError: CustomStringConvertible {
  /// One line for each issue: `file:line: path: reason`.
  public var description: String {
    issues.map { "\($0.mark): \($0.path): \($0.reason)" }.joined(separator: "\n")
  }
}

extension ConfigurationError.Reason: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .missing(let expected): "is required; expected \(expected), found nothing"
    case .unexpected(let expected, let found): "expected \(expected), found \(found)"
    case .unknownField(let suggestion): "is not a known field" + hint(suggestion)
    case .unknownName(let expected, let found, let suggestion):
      "expected \(expected), found '\(found)'" + hint(suggestion)
    case .conflict(let rule): rule
    case .unreadable(let detail): detail
    }
  }

  private func hint(_ suggestion: String?) -> String {
    suggestion.map { "; did you mean '\($0)'?" } ?? ""
  }
}
