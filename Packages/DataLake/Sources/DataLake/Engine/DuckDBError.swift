/// An error of the database engine.
public enum DuckDBError: Error, Hashable, Sendable {
  /// No usable library was found; `attempts` says where was searched and why each place failed.
  case libraryUnavailable(attempts: [LibraryAttempt], remedy: String)

  /// A setting was refused.
  case setting(name: String, value: String)

  /// The database or a connection could not be opened.
  case open(reason: String)

  /// A statement failed.
  case statement(String, reason: String)

  /// A column of a result has a type that was not asked for.
  case resultType(column: String, expected: String, found: Int)
}

/// One place where a library was looked for, and why it could not be used.
public struct LibraryAttempt: Hashable, Sendable {
  /// The file.
  public let path: String

  /// Why it could not be used.
  public let reason: String

  /// Creates an attempt.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

extension DuckDBError: CustomStringConvertible {
  /// The failure in words.
  public var description: String {
    switch self {
    case .libraryUnavailable(let attempts, let remedy):
      "no usable DuckDB 2.0 library was found; run: \(remedy)"
        + attempts.map { "\n  \($0.path): \($0.reason)" }.joined()
    case .setting(let name, let value): "DuckDB refused the setting \(name) = \(value)"
    case .open(let reason): "DuckDB could not open a database: \(reason)"
    case .statement(let text, let reason): "DuckDB refused a statement: \(reason)\n  \(text)"
    case .resultType(let column, let expected, let found):
      "column \(column) of a result: expected \(expected), found DuckDB type \(found)"
    }
  }
}
