/// An error that says why samples cannot be divided.
public enum SplitError: Error, Hashable, Sendable {
  /// A number lies outside its range.
  case outOfRange(field: String, expected: ClosedRange<Int>, found: Int)

  /// A share lies outside 0 to 1, both excluded, or the two leave nothing to train on.
  case shares(validation: Double, test: Double)

  /// A fraction of samples is not above 0 and at most 1.
  case fraction(found: Double)

  /// The table is too short.
  case tooFewRows(needed: Int, found: Int, for: String)

  /// Purge and embargo leave no sample of a part.
  case emptyPart(SplitPart, samples: Int, embargo: Int)
}

extension SplitError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .outOfRange(let field, let expected, let found):
      "\(field): expected \(expected.lowerBound)...\(expected.upperBound), found \(found)"
    case .shares(let validation, let test):
      "expected shares above 0 whose sum is below 1, found validation \(validation), test \(test)"
    case .fraction(let found):
      "expected a fraction above 0 and at most 1, found \(found)"
    case .tooFewRows(let needed, let found, let purpose):
      "expected at least \(needed) rows for \(purpose), found \(found)"
    case .emptyPart(let part, let samples, let embargo):
      "expected samples for \(part.rawValue), found none: \(samples) samples do not suffice "
        + "with an embargo of \(embargo) rows"
    }
  }
}
