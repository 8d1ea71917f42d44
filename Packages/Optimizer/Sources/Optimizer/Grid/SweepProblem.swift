public import ConfigValidation

/// One reason why a parameter cannot be swept.
public enum SweepProblem: Error, Hashable, Sendable {
  /// The list has no element.
  case noValues

  /// A value stands in the list twice, or rounding makes two values equal.
  case repeatedValue(ParameterValue)

  /// The lower end of a range lies above the upper one.
  case endsOutOfOrder(minimum: Double, maximum: Double)

  /// The distance between values of a range is not above zero.
  case stepNotPositive(Double)

  /// The number of values of a range is below 1, or is 1 although the ends differ.
  case tooFewSteps(Int)

  /// A range has more values than a sweep can hold.
  case tooManyValues(limit: Int)

  /// An end or the step of a range is NaN, infinite, or has too many decimal digits beside the others.
  case unusableNumber(Double)

  /// The number of decimals to round to lies outside 0...15.
  case decimalsOutOfRange(Int)
}

extension SweepProblem: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .noValues: "expected at least one value, found an empty list"
    case .repeatedValue(let value): "expected distinct values, found \(value) twice"
    case .endsOutOfOrder(let minimum, let maximum):
      "expected min to be at most max, found min \(minimum) and max \(maximum)"
    case .stepNotPositive(let step): "expected a step above 0, found \(step)"
    case .tooFewSteps(let count):
      "expected num_steps of 2 or more, or 1 where min equals max, found \(count)"
    case .tooManyValues(let limit): "expected at most \(limit) values, found more"
    case .unusableNumber(let number):
      "expected finite numbers of similar size and few decimals, found \(number)"
    case .decimalsOutOfRange(let decimals):
      "expected a number of decimals in 0...15, found \(decimals)"
    }
  }
}

/// An error that a grid throws when its axes cannot be combined.
public enum GridError: Error, Hashable, Sendable {
  /// Two axes have the same name.
  case repeatedName(String)

  /// The number of combinations exceeds what a machine can count.
  case tooManyCombinations
}

extension GridError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .repeatedName(let name): "\(name): expected each parameter once, found it twice"
    case .tooManyCombinations: "expected fewer than 2^63 combinations, found more"
    }
  }
}
