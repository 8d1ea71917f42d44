/// An error that names the columns that cannot be scaled.
public enum ScalingError: Error, Hashable, Sendable {
  /// There is no column of that name; `suggestion` is the nearest that exists.
  case unknownColumn(name: String, suggestion: String?)

  /// Columns that a fitted scaler knows are missing.
  case missingColumns([String])

  /// Columns that a fitted scaler has never seen.
  case unexpectedColumns([String])

  /// The fitted values of the columns have no spread.
  case constantColumns([String])

  /// The columns have no defined value in the fitted rows.
  case emptyColumns([String])

  /// There is no row to fit on.
  case noRows

  /// A row lies outside the table.
  case rowOutside(row: Int, count: Int)

  /// Fewer than two quantiles, or more than are of use.
  case quantiles(found: Int)

  /// A document does not describe a fitted scaler.
  case document(reason: String)
}

extension ScalingError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unknownColumn(let name, let suggestion):
      "column \(name): does not exist" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .missingColumns(let names):
      "expected columns that are missing: \(names.joined(separator: ", "))"
    case .unexpectedColumns(let names):
      "found columns that the scaler was not fitted on: \(names.joined(separator: ", "))"
    case .constantColumns(let names):
      "expected columns that vary in the training rows, found constant: "
        + names.joined(separator: ", ")
    case .emptyColumns(let names):
      "expected values in the training rows, found none in: \(names.joined(separator: ", "))"
    case .noRows: "expected rows to fit on, found none"
    case .rowOutside(let row, let count): "expected rows in 0..<\(count), found \(row)"
    case .quantiles(let found): "expected 2...100000 quantiles, found \(found)"
    case .document(let reason): "scaler: \(reason)"
    }
  }
}
