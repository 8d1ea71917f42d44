public import MarketModel

/// An error that names the row or column that cannot be part of a frame.
public enum FeatureFrameError: Error, Hashable, Sendable {
  /// A column is longer or shorter than the time column.
  case unequalLengths(column: String, expected: Int, found: Int)

  /// A row does not come after the one before it, or closes before it opens.
  case timesNotRising(row: Int, open: Timestamp, close: Timestamp)

  /// A column has no name.
  case emptyName(position: Int)

  /// Two columns have one name.
  case duplicateColumn(String)

  /// There is no column of that name; `suggestion` is the nearest that exists.
  case unknownColumn(name: String, suggestion: String?)

  /// Two rows of one frame have the same date, so rows cannot be matched by it.
  case duplicateDate(symbol: Symbol, row: Int, date: CivilDate)

  /// Two frames have no date in common.
  case noCommonDates(left: DateSpan, right: DateSpan)
}

/// The first and the last date of a table, or neither when it is empty.
public struct DateSpan: Hashable, Sendable, CustomStringConvertible {
  /// The first date.
  public let first: CivilDate?

  /// The last date.
  public let last: CivilDate?

  /// Creates the span of dates in rising order.
  public init(_ dates: [CivilDate]) {
    (first, last) = (dates.first, dates.last)
  }

  /// The span as `first to last`, or `no rows`.
  public var description: String {
    guard let first, let last else { return "no rows" }
    return "\(first) to \(last)"
  }
}

extension FeatureFrameError: CustomStringConvertible {
  /// The sentence shown to a person; rows are counted from zero.
  public var description: String {
    switch self {
    case .unequalLengths(let column, let expected, let found):
      "column \(column): expected \(expected) rows, found \(found)"
    case .timesNotRising(let row, let open, let close):
      "row \(row): expected times after those of the row before, found \(open) to \(close)"
    case .emptyName(let position):
      "column \(position): expected a name, found none"
    case .duplicateColumn(let name):
      "column \(name): expected each name once, found it twice"
    case .unknownColumn(let name, let suggestion):
      "column \(name): is not in the frame"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .duplicateDate(let symbol, let row, let date):
      "\(symbol), row \(row): expected each date once, found \(date) twice"
    case .noCommonDates(let left, let right):
      "expected dates in common, found \(left) and \(right)"
    }
  }
}
