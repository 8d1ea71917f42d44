/// The parameters that a strategy or a model accepts: names, types, ranges and defaults.
public struct ParameterSchema: Hashable, Sendable {
  /// One parameter.
  public struct Parameter: Hashable, Sendable {
    /// The name in configuration documents, in snake case.
    public let name: String

    /// What it accepts.
    public let domain: Domain

    /// The value used when a document does not give one.
    public let defaultValue: ParameterValue

    /// One sentence on what it does, with its unit.
    public let summary: String

    /// Creates a parameter.
    public init(_ name: String, _ domain: Domain, default: ParameterValue, summary: String) {
      self.name = name
      self.domain = domain
      self.defaultValue = `default`
      self.summary = summary
    }
  }

  /// The type and range of a parameter.
  public enum Domain: Hashable, Sendable {
    /// A whole number in a closed range.
    case integer(ClosedRange<Int>)

    /// A finite real number in a closed range; whole numbers are accepted too.
    case number(ClosedRange<Double>)

    /// True or false.
    case flag

    /// One name out of a list.
    case choice([String])
  }

  /// One reason why a parameter set cannot be used.
  public enum Problem: Hashable, Sendable {
    /// The schema has no such parameter; `suggestion` is the nearest name that it has.
    case unknown(name: String, suggestion: String?)

    /// The value is of another type or outside the range.
    case outOfDomain(name: String, expected: String, found: ParameterValue)
  }

  /// The parameters in the order of declaration.
  public let parameters: [Parameter]

  /// Creates a schema.
  ///
  /// - Precondition: Names are distinct and every default lies in its domain.
  public init(_ parameters: [Parameter]) {
    precondition(Set(parameters.map(\.name)).count == parameters.count, "duplicate parameter name")
    for parameter in parameters {
      precondition(
        parameter.domain.accepted(parameter.defaultValue) != nil,
        "default of \(parameter.name) lies outside its domain"
      )
    }
    self.parameters = parameters
  }

  /// The default of every parameter.
  public var defaults: ParameterSet {
    parameters.reduce(into: ParameterSet()) { set, parameter in
      set[parameter.name] = parameter.domain.accepted(parameter.defaultValue)
    }
  }

  /// Every reason why a set cannot be used, in the order of names; empty when it can.
  public func problems(in given: ParameterSet) -> [Problem] {
    given.elements.compactMap { name, value in
      guard let parameter = parameters.first(where: { $0.name == name }) else {
        return .unknown(
          name: name,
          suggestion: nearestName(to: name, among: parameters.map(\.name))
        )
      }
      guard parameter.domain.accepted(value) == nil else { return nil }
      return .outOfDomain(name: name, expected: parameter.domain.description, found: value)
    }
  }

  /// Returns the given values laid over the defaults, each in the type of its domain.
  ///
  /// - Throws: ``ParameterError`` with every problem at once.
  public func resolve(_ given: ParameterSet) throws(ParameterError) -> ParameterSet {
    let problems = problems(in: given)
    guard problems.isEmpty else { throw ParameterError(problems: problems) }
    return parameters.reduce(into: ParameterSet()) { set, parameter in
      set[parameter.name] = parameter.domain.accepted(
        given[parameter.name] ?? parameter.defaultValue
      )
    }
  }
}

/// An error that lists every parameter that cannot be used.
public struct ParameterError: Error, Hashable, Sendable {
  /// What is wrong, in the order of names; never empty.
  public let problems: [ParameterSchema.Problem]
}

extension ParameterSchema.Domain: CustomStringConvertible {
  /// Returns the value in the type of this domain, or `nil` when it lies outside.
  public func accepted(_ value: ParameterValue) -> ParameterValue? {
    switch (self, value) {
    case (.integer(let range), .integer(let number)): range.contains(number) ? value : nil
    case (.integer(let range), .number(let number)):
      Int(exactly: number).flatMap { range.contains($0) ? .integer($0) : nil }
    case (.number(let range), .number(let number)): range.contains(number) ? value : nil
    case (.number(let range), .integer(let number)):
      range.contains(Double(number)) ? .number(Double(number)) : nil
    case (.flag, .flag): value
    case (.choice(let names), .text(let name)): names.contains(name) ? value : nil
    default: nil
    }
  }

  /// What is accepted, in words, such as `an integer in 2...500`.
  public var description: String {
    switch self {
    case .integer(let range): "an integer in \(range.lowerBound)...\(range.upperBound)"
    case .number(let range): "a number in \(range.lowerBound)...\(range.upperBound)"
    case .flag: "true or false"
    case .choice(let names): "one of \(names.joined(separator: ", "))"
    }
  }
}

extension ParameterSchema.Problem: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unknown(let name, let suggestion?):
      "\(name): is not a known parameter; did you mean '\(suggestion)'?"
    case .unknown(let name, nil):
      "\(name): is not a known parameter"
    case .outOfDomain(let name, let expected, let found):
      "\(name): expected \(expected), found \(found)"
    }
  }
}

extension ParameterError: CustomStringConvertible {
  /// One line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
