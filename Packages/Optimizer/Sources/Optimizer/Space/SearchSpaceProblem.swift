public import ConfigValidation

/// One reason why a search space, or a set of parameters in it, has no meaning.
public struct SearchSpaceProblem: Hashable, Sendable {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// The name stands twice.
    case repeatedName

    /// The lower end lies above the upper one.
    case endsOutOfOrder(minimum: Double, maximum: Double)

    /// A logarithmic scale reaches zero or below.
    case logarithmOfNonPositive(minimum: Double)

    /// The step is not above zero.
    case stepNotPositive(Double)

    /// A logarithmic scale has a step; whole numbers may have 1.
    case stepOnLogarithmicScale(Double)

    /// An end or a step is NaN, infinite, or too long for decimal arithmetic beside the others.
    case unusableNumber(Double)

    /// There are more values than numbers can tell apart.
    case tooManyValues

    /// There is nothing to choose from.
    case noValues

    /// The list of an ordered parameter holds something else than rising numbers.
    case valuesNotRising

    /// A choice stands twice; `1` and `1.0` are the same value.
    case repeatedValue(ParameterValue)

    /// The space has no such parameter; `suggestion` is the nearest name that it has.
    case unknownParameter(suggestion: String?)

    /// The condition names a parent that is not declared earlier.
    case parentNotDeclaredBefore(String, suggestion: String?)

    /// The condition waits for a value that the parent never takes.
    case parentNeverTakes(String, ParameterValue)

    /// A set of parameters lacks a value that its other values make active.
    case missing

    /// A set of parameters has a value although its condition does not hold.
    case inactive

    /// A value lies outside the domain.
    case outsideDomain(ParameterValue)
  }

  /// The name of the parameter, or the text of the constraint.
  public let subject: String

  /// What is wrong with it.
  public let reason: Reason
}

/// An error that lists everything that is wrong with a search space.
public struct SearchSpaceError: Error, Hashable, Sendable {
  /// What is wrong, in the order of declaration; never empty.
  public let problems: [SearchSpaceProblem]
}

extension SearchSpaceProblem: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String { "\(subject): \(reason)" }
}

extension SearchSpaceProblem.Reason: CustomStringConvertible {
  /// The sentence without the name.
  public var description: String {
    switch self {
    case .repeatedName: "expected each parameter once, found it twice"
    case .endsOutOfOrder(let minimum, let maximum):
      "expected min to be at most max, found min \(minimum) and max \(maximum)"
    case .logarithmOfNonPositive(let minimum):
      "expected a min above 0 on a logarithmic scale, found \(minimum)"
    case .stepNotPositive(let step): "expected a step above 0, found \(step)"
    case .stepOnLogarithmicScale(let step):
      "expected no step on a logarithmic scale, found \(step)"
    case .unusableNumber(let number):
      "expected finite numbers of similar size and few decimals, found \(number)"
    case .tooManyValues: "expected at most 2^52 values, found more"
    case .noValues: "expected at least one value, found none"
    case .valuesNotRising: "expected numbers in rising order"
    case .repeatedValue(let value): "expected distinct values, found \(value) twice"
    case .unknownParameter(let suggestion?):
      "is not a known parameter; did you mean '\(suggestion)'?"
    case .unknownParameter(nil): "is not a known parameter"
    case .parentNotDeclaredBefore(let parent, let suggestion):
      "expected its condition to name a parameter declared earlier, found \(parent)"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .parentNeverTakes(let parent, let value):
      "expected its condition to wait for a value of \(parent), found \(value)"
    case .missing: "expected a value, found none"
    case .inactive: "expected no value while its condition does not hold, found one"
    case .outsideDomain(let value): "expected a value of its domain, found \(value)"
    }
  }
}

extension SearchSpaceError: CustomStringConvertible {
  /// One line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
