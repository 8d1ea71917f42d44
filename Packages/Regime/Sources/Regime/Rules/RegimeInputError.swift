/// An error that names the input that a regime cannot be computed from.
public enum RegimeInputError: Error, Hashable, Sendable {
  /// A number is NaN or infinite, or a result would be.
  case notFinite(field: String, row: Int, value: Double)

  /// Columns that run in parallel differ in length.
  case countMismatch(field: String, expected: Int, found: Int)

  /// A date does not lie after the one before it.
  case datesNotRising(row: Int)

  /// A state is none of the states that were declared.
  case undeclaredState(row: Int, state: String)

  /// A horizon is not among the columns of forward returns, or is below one.
  case horizonMissing(rows: Int)
}

extension RegimeInputError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .notFinite(let field, let row, let value):
      "\(field) in row \(row): expected a finite number, found \(value)"
    case .countMismatch(let field, let expected, let found):
      "\(field): expected \(expected) rows, found \(found)"
    case .datesNotRising(let row):
      "date in row \(row): expected a later date than in the row before"
    case .undeclaredState(let row, let state):
      "state in row \(row): expected one of the declared states, found \(state)"
    case .horizonMissing(let rows):
      "horizon: expected forward returns over \(rows) rows, found none"
    }
  }
}
