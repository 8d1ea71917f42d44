/// An error that names the place in a JSON text where reading stopped, and why.
public struct JSONError: Error, Hashable, Sendable {
  /// Why a text is not the JSON that was expected.
  public enum Reason: Hashable, Sendable {
    /// Something else stands where one of the named things must.
    case unexpected(expected: String, found: String)

    /// An object names a member twice.
    case duplicateKey(String)

    /// Arrays and objects are nested deeper than the limit.
    case tooDeep(limit: Int)

    /// A number does not fit a `Double`.
    case numberOutOfRange(String)

    /// A string holds bytes that are not UTF-8, or half of a surrogate pair.
    case invalidUnicode
  }

  /// The line, counted from 1.
  public let line: Int

  /// The byte within the line, counted from 1.
  public let column: Int

  /// What is wrong there.
  public let reason: Reason

  /// Creates an error.
  public init(line: Int, column: Int, reason: Reason) {
    self.line = line
    self.column = column
    self.reason = reason
  }
}

extension JSONError: CustomStringConvertible {
  /// The sentence shown to a person: `line:column: reason`.
  public var description: String { "\(line):\(column): \(reason)" }
}

extension JSONError.Reason: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unexpected(let expected, let found): "expected \(expected), found \(found)"
    case .duplicateKey(let name): "member '\(name)' appears twice in one object"
    case .tooDeep(let limit): "expected at most \(limit) levels of nesting, found more"
    case .numberOutOfRange(let text): "expected a number that fits 64 bits, found \(text)"
    case .invalidUnicode: "expected valid UTF-8 text, found an invalid sequence"
    }
  }
}
