/// An error that lists everything that is wrong with an expression.
public struct FeatureExpressionError: Error, Hashable, Sendable {
  /// One thing that is wrong.
  public struct Issue: Hashable, Sendable {
    /// Where it stands in the text, or `nil` for an expression that was written in Swift.
    public let place: TextPlace?

    /// The reason, as data that a caller can switch over.
    public let reason: Reason

    /// Creates an issue.
    public init(place: TextPlace?, reason: Reason) {
      self.place = place
      self.reason = reason
    }
  }

  /// A place in a text.
  public struct TextPlace: Hashable, Sendable {
    /// The line, counted from one.
    public let line: Int

    /// The character within the line, counted from one.
    public let column: Int

    /// Creates a place.
    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  /// Why an expression, or a part of it, was refused.
  public enum Reason: Hashable, Sendable {
    /// Something else stands where one of the named things must.
    case unexpected(expected: String, found: String)

    /// No field, function or indicator has that name; `suggestion` is the nearest that exists.
    case unknownName(String, suggestion: String?)

    /// A function has no parameter of that name.
    case unknownParameter(function: String, name: String, suggestion: String?)

    /// A parameter is outside its range or of another type.
    case parameter(function: String, name: String, expected: String, found: String)

    /// A parameter is given twice, by position and by name or twice by name.
    case repeatedParameter(function: String, name: String)

    /// A function has too few or too many arguments.
    case arity(function: String, expected: String, found: Int)

    /// Parameters are each inside their range and contradict each other.
    case conflict(function: String, rule: String)

    /// An indicator of several outputs is used without saying which.
    case outputMissing(function: String, outputs: [String])

    /// An indicator has no output of that name.
    case unknownOutput(function: String, name: String, outputs: [String], suggestion: String?)

    /// The text after `@` names no timeframe.
    case unknownTimeframe(String)

    /// A part is computed on longer bars inside another that is.
    case nestedTimeframe

    /// The bars of the series do not make up whole bins of the timeframe.
    case resampling(ResamplingError)

    /// Parts are nested deeper than the limit.
    case tooDeep(limit: Int)
  }

  /// Every issue found, in the order of the text; never empty.
  public let issues: [Issue]

  init(_ issues: [Issue]) {
    self.issues = issues
  }

  init(_ reason: Reason) {
    issues = [Issue(place: nil, reason: reason)]
  }
}

extension FeatureExpressionError: CustomStringConvertible {
  /// One line for each issue: `line:column: reason`.
  public var description: String { issues.map(\.description).joined(separator: "\n") }
}

extension FeatureExpressionError.Issue: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    guard let place else { return "\(reason)" }
    return "\(place.line):\(place.column): \(reason)"
  }
}

extension FeatureExpressionError.Reason: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unexpected(let expected, let found): "expected \(expected), found \(found)"
    case .unknownName(let name, let suggestion):
      "'\(name)' is no field, function or indicator" + hint(suggestion)
    case .unknownParameter(let function, let name, let suggestion):
      "\(function) has no parameter '\(name)'" + hint(suggestion)
    case .parameter(let function, let name, let expected, let found):
      "\(function): \(name): expected \(expected), found \(found)"
    case .repeatedParameter(let function, let name):
      "\(function): expected \(name) once, found it twice"
    case .arity(let function, let expected, let found):
      "\(function): expected \(expected), found \(found)"
    case .conflict(let function, let rule): "\(function): \(rule)"
    case .outputMissing(let function, let outputs):
      "\(function) has several outputs; expected '.' and one of \(outputs.joined(separator: ", "))"
    case .unknownOutput(let function, let name, let outputs, let suggestion):
      "\(function) has no output '\(name)'; expected one of \(outputs.joined(separator: ", "))"
        + hint(suggestion)
    case .unknownTimeframe(let text):
      "expected a timeframe such as 1w, 3d, 1mo, 5b or 1h, found '\(text)'"
    case .nestedTimeframe: "expected one timeframe, found one inside another"
    case .resampling(let cause): "\(cause)"
    case .tooDeep(let limit): "expected at most \(limit) levels of nesting, found more"
    }
  }

  private func hint(_ suggestion: String?) -> String {
    suggestion.map { "; did you mean '\($0)'?" } ?? ""
  }
}
