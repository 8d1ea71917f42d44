public import Features
public import WalkForward

/// An error that says why folds cannot be made.
public enum FoldError: Error, Hashable, Sendable {
  /// A number lies outside its range.
  case outOfRange(field: String, expected: ClosedRange<Int>, found: Int)

  /// The share of validation samples is below 0, or leaves nothing to train on.
  case validationShare(found: Double)

  /// The rows given by hand to leave out are fewer than horizon and look-back demand.
  case embargoTooSmall(needed: Int, found: Int)

  /// The windows cannot be made.
  case schedule(WalkForwardError)

  /// The close times are not those of the layout's rows.
  case rowMismatch(expected: Int, found: Int)

  /// The samples are too few.
  case tooFewSamples(needed: Int, found: Int, for: String)

  /// Purge and embargo leave no sample of a part of a fold.
  case emptyPart(SplitPart, fold: Int, leftOut: Int)

  /// There are more splits than anybody would fit models for.
  case tooManySplits(limit: Int, groups: Int, tested: Int)
}

extension FoldError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .outOfRange(let field, let expected, let found):
      "\(field): expected \(expected.lowerBound)...\(expected.upperBound), found \(found)"
    case .validationShare(let found):
      "validation share: expected a number of at least 0 and below 1, found \(found)"
    case .embargoTooSmall(let needed, let found):
      "embargo: expected at least \(needed) rows, as horizon and look-back demand, found \(found)"
    case .schedule(let error): error.description
    case .rowMismatch(let expected, let found):
      "close times: expected \(expected) rows, found \(found)"
    case .tooFewSamples(let needed, let found, let purpose):
      "expected at least \(needed) samples for \(purpose), found \(found)"
    case .emptyPart(let part, let fold, let leftOut):
      "fold \(fold): expected samples for \(part.rawValue), found none; "
        + "\(leftOut) rows are left out between parts"
    case .tooManySplits(let limit, let groups, let tested):
      "expected at most \(limit) splits, found more for \(tested) of \(groups) groups"
    }
  }
}
