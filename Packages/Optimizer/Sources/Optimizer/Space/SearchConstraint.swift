public import ConfigValidation

/// A rule that the parameters of a trial must keep, checked before the trial runs.
public struct SearchConstraint: Sendable, CustomStringConvertible {
  /// How two numbers are compared.
  public enum Relation: String, Hashable, Sendable, CaseIterable {
    /// The left number is smaller.
    case less = "<"

    /// The left number is smaller or equal.
    case atMost = "<="

    /// The left number is greater.
    case greater = ">"

    /// The left number is greater or equal.
    case atLeast = ">="

    /// The numbers differ.
    case different = "!="

    func holds(_ left: Double, _ right: Double) -> Bool {
      switch self {
      case .less: left < right
      case .atMost: left <= right
      case .greater: left > right
      case .atLeast: left >= right
      case .different: left != right
      }
    }
  }

  /// The rule in words, such as `fast < slow`.
  public let description: String

  /// The names of the parameters that the rule compares; empty for a rule of code.
  let names: [String]

  private let rule: @Sendable (ParameterSet) -> Bool

  /// Creates a constraint from a closure.
  ///
  /// - Parameters:
  ///   - description: The rule in words.
  ///   - rule: Whether a set keeps the rule; a pure function of the set.
  public init(_ description: String, rule: @escaping @Sendable (ParameterSet) -> Bool) {
    self.description = description
    self.rule = rule
    names = []
  }

  /// Creates a comparison of two numeric parameters; kept while one of them is inactive.
  public init(_ left: String, _ relation: Relation, _ right: String) {
    description = "\(left) \(relation.rawValue) \(right)"
    names = [left, right]
    rule = { set in
      guard let first = set[left]?.double, let second = set[right]?.double else { return true }
      return relation.holds(first, second)
    }
  }

  /// Reads a comparison such as `fast < slow`; `nil` for another form.
  public init?(text: String) {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 3, let relation = Relation(rawValue: words[1]) else { return nil }
    self.init(words[0], relation, words[2])
  }

  /// Whether a set keeps the rule.
  public func isSatisfied(by parameters: ParameterSet) -> Bool { rule(parameters) }
}

extension ParameterValue {
  /// The value as a real number, or `nil` for names and switches.
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .flag, .text: nil
    }
  }
}
