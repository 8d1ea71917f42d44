import MarketModel

/// The type of the values of a column.
public enum ColumnType: String, Hashable, Sendable, CaseIterable {
  /// Instants in UTC nanoseconds since the epoch.
  case timestamp

  /// Whole numbers.
  case int64

  /// Finite floating-point numbers.
  case double

  /// UTF-8 text.
  case text

  /// True or false.
  case bool
}

/// The values of a column, one array per type.
public enum ColumnValues: Hashable, Sendable {
  /// Instants in UTC nanoseconds since the epoch.
  case timestamp([Int64])

  /// Whole numbers.
  case int64([Int64])

  /// Finite floating-point numbers.
  case double([Double])

  /// UTF-8 text.
  case text([String])

  /// True or false.
  case bool([Bool])

  /// The type of the values.
  public var type: ColumnType {
    switch self {
    case .timestamp: .timestamp
    case .int64: .int64
    case .double: .double
    case .text: .text
    case .bool: .bool
    }
  }

  /// The number of values.
  public var count: Int {
    switch self {
    case .timestamp(let values), .int64(let values): values.count
    case .double(let values): values.count
    case .text(let values): values.count
    case .bool(let values): values.count
    }
  }

  /// Returns the values at the given positions, in their order.
  ///
  /// - Precondition: Every position lies inside `0..<count`.
  public func selecting(_ rows: [Int]) -> ColumnValues {
    switch self {
    case .timestamp(let values): .timestamp(rows.map { values[$0] })
    case .int64(let values): .int64(rows.map { values[$0] })
    case .double(let values): .double(rows.map { values[$0] })
    case .text(let values): .text(rows.map { values[$0] })
    case .bool(let values): .bool(rows.map { values[$0] })
    }
  }

  /// Returns the values at a contiguous range of positions.
  ///
  /// - Precondition: The range lies inside `0..<count`.
  public func slice(_ range: Range<Int>) -> ColumnValues {
    switch self {
    case .timestamp(let values): .timestamp(Array(values[range]))
    case .int64(let values): .int64(Array(values[range]))
    case .double(let values): .double(Array(values[range]))
    case .text(let values): .text(Array(values[range]))
    case .bool(let values): .bool(Array(values[range]))
    }
  }
}

/// A named column: values of one type, of which some may be missing.
public struct Column: Hashable, Sendable {
  /// The name.
  public let name: String

  /// The values; where one is missing the array holds zero, false or the empty text.
  public let values: ColumnValues

  /// Whether each value is present, or `nil` when none is missing; shape `[count]`.
  public let validity: [Bool]?

  /// Creates a column; a validity that is true throughout is dropped, missing values are zeroed.
  ///
  /// - Precondition: `validity` has as many elements as `values`.
  public init(_ name: String, _ values: ColumnValues, validity: [Bool]? = nil) {
    precondition(validity.map { $0.count == values.count } ?? true, "unequal lengths in \(name)")
    self.name = name
    if let validity, validity.contains(false) {
      self.validity = validity
      self.values = values.clearing(where: validity)
    } else {
      self.validity = nil
      self.values = values
    }
  }

  /// Creates a column of numbers of which some are missing.
  public init(_ name: String, optional values: [Double?]) {
    self.init(name, .double(values.map { $0 ?? 0 }), validity: values.map { $0 != nil })
  }

  /// The number of rows.
  public var count: Int { values.count }

  /// The type of the values.
  public var type: ColumnType { values.type }

  /// Whether the value of a row is missing.
  ///
  /// - Precondition: `row` lies inside `0..<count`.
  public func isMissing(_ row: Int) -> Bool { validity.map { !$0[row] } ?? false }

  /// Returns the rows at the given positions, in their order.
  public func selecting(_ rows: [Int]) -> Column {
    Column(name, values.selecting(rows), validity: validity.map { all in rows.map { all[$0] } })
  }

  /// Returns a contiguous range of rows.
  public func slice(_ range: Range<Int>) -> Column {
    Column(name, values.slice(range), validity: validity.map { Array($0[range]) })
  }

  /// Returns the value of a row as text for messages: `missing`, an instant, a number or a text.
  public func text(at row: Int) -> String {
    guard !isMissing(row) else { return "missing" }
    return switch values {
    case .timestamp(let values): "\(Timestamp(nanoseconds: values[row]))"
    case .int64(let values): "\(values[row])"
    case .double(let values): "\(values[row])"
    case .text(let values): values[row]
    case .bool(let values): "\(values[row])"
    }
  }

  /// Whether a row of this column and a row of another one of the same type hold the same value.
  func equals(_ row: Int, _ other: Column, _ otherRow: Int) -> Bool {
    guard isMissing(row) == other.isMissing(otherRow) else { return false }
    return switch (values, other.values) {
    case (.timestamp(let left), .timestamp(let right)): left[row] == right[otherRow]
    case (.int64(let left), .int64(let right)): left[row] == right[otherRow]
    case (.double(let left), .double(let right)): left[row] == right[otherRow]
    case (.text(let left), .text(let right)): left[row] == right[otherRow]
    case (.bool(let left), .bool(let right)): left[row] == right[otherRow]
    default: false
    }
  }
}

extension ColumnValues {
  fileprivate func clearing(where validity: [Bool]) -> ColumnValues {
    func cleared<Value>(_ values: [Value], _ empty: Value) -> [Value] {
      zip(values, validity).map { $1 ? $0 : empty }
    }
    return switch self {
    case .timestamp(let values): .timestamp(cleared(values, 0))
    case .int64(let values): .int64(cleared(values, 0))
    case .double(let values): .double(cleared(values, 0))
    case .text(let values): .text(cleared(values, ""))
    case .bool(let values): .bool(cleared(values, false))
    }
  }
}
