public import MarketModel

/// An error that names why a walk-forward schedule cannot be made.
public enum WalkForwardError: Error, Hashable, Sendable {
  /// A length in days is below what it may be.
  case lengthTooSmall(field: String, minimum: Int, found: Int)

  /// The trading dates are not strictly increasing at an index.
  case datesNotIncreasing(index: Int, date: CivilDate)

  /// The dates are too few for a single window.
  case tooFewDates(needed: Int, found: Int)
}

extension WalkForwardError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .lengthTooSmall(let field, let minimum, let found):
      "\(field): expected \(minimum) or more, found \(found)"
    case .datesNotIncreasing(let index, _):
      "trading dates[\(index)]: expected a date after the previous one"
    case .tooFewDates(let needed, let found):
      "walk-forward: expected \(needed) or more dates for one window, found \(found)"
    }
  }
}
