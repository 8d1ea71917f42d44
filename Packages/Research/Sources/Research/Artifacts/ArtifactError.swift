public import ConfigValidation

/// An error that names the file and the member of an artifact that cannot be read.
public enum ArtifactError: Error, Hashable, Sendable {
  /// The file cannot be read.
  case unreadable(file: String, reason: String)

  /// The file is not JSON.
  case notJSON(file: String, cause: JSONError)

  /// A required member is absent.
  case missing(file: String, path: String, expected: String)

  /// A member is of another type or outside what is accepted.
  case mismatch(file: String, path: String, expected: String, found: String)
}

extension ArtifactError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
    case .notJSON(let file, let cause): "\(file):\(cause)"
    case .missing(let file, let path, let expected):
      "\(file): \(path): is required, and was missing; expected \(expected)"
    case .mismatch(let file, let path, let expected, let found):
      "\(file): \(path): expected \(expected), found \(found)"
    }
  }
}
