/// Named, typed columns of equal length.
public struct ColumnTable: Hashable, Sendable {
  /// The columns, in order.
  public let columns: [Column]

  /// The number of rows.
  public let rowCount: Int

  /// Creates a table.
  ///
  /// - Throws: ``ColumnTableError`` when two columns share a name or lengths differ.
  public init(_ columns: [Column]) throws(ColumnTableError) {
    rowCount = columns.first?.count ?? 0
    var names: Set<String> = []
    for column in columns {
      guard column.count == rowCount else {
        throw .unequalLengths(column: column.name, expected: rowCount, found: column.count)
      }
      guard names.insert(column.name).inserted else { throw .duplicateColumn(column.name) }
    }
    self.columns = columns
  }

  /// Creates a table from columns that are known to agree.
  init(checked columns: [Column], rowCount: Int) {
    self.columns = columns
    self.rowCount = rowCount
  }

  /// The names of the columns, in order.
  public var names: [String] { columns.map(\.name) }

  /// The column of a name, or `nil`.
  public subscript(name: String) -> Column? { columns.first { $0.name == name } }

  /// Returns the column of a name and a type.
  ///
  /// - Throws: ``ColumnTableError`` when the column is absent or of another type.
  public func column(_ name: String, _ type: ColumnType) throws(ColumnTableError) -> Column {
    guard let column = self[name] else { throw .missingColumn(name, expected: type) }
    guard column.type == type else {
      throw .wrongType(column: name, expected: type, found: column.type)
    }
    return column
  }

  /// Returns the instants of a column, in nanoseconds.
  ///
  /// - Throws: ``ColumnTableError`` when the column is absent, of another type, or has gaps.
  public func timestamps(_ name: String) throws(ColumnTableError) -> [Int64] {
    guard case .timestamp(let values) = try complete(name, .timestamp) else { return [] }
    return values
  }

  /// Returns the whole numbers of a column.
  ///
  /// - Throws: ``ColumnTableError`` when the column is absent, of another type, or has gaps.
  public func integers(_ name: String) throws(ColumnTableError) -> [Int64] {
    guard case .int64(let values) = try complete(name, .int64) else { return [] }
    return values
  }

  /// Returns the numbers of a column.
  ///
  /// - Throws: ``ColumnTableError`` when the column is absent, of another type, or has gaps.
  public func doubles(_ name: String) throws(ColumnTableError) -> [Double] {
    guard case .double(let values) = try complete(name, .double) else { return [] }
    return values
  }

  /// Returns the numbers of a column, `nil` where one is missing.
  ///
  /// - Throws: ``ColumnTableError`` when the column is absent or of another type.
  public func optionalDoubles(_ name: String) throws(ColumnTableError) -> [Double?] {
    let column = try column(name, .double)
    guard case .double(let values) = column.values else { return [] }
    guard let validity = column.validity else { return values }
    return zip(values, validity).map { $1 ? $0 : nil }
  }

  /// Returns the texts of a column.
  ///
  /// - Throws: ``ColumnTableError`` when the column is absent, of another type, or has gaps.
  public func texts(_ name: String) throws(ColumnTableError) -> [String] {
    guard case .text(let values) = try complete(name, .text) else { return [] }
    return values
  }

  /// Returns the truth values of a column.
  ///
  /// - Throws: ``ColumnTableError`` when the column is absent, of another type, or has gaps.
  public func bools(_ name: String) throws(ColumnTableError) -> [Bool] {
    guard case .bool(let values) = try complete(name, .bool) else { return [] }
    return values
  }

  /// Returns the rows at the given positions, in their order.
  ///
  /// - Precondition: Every position lies inside `0..<rowCount`.
  public func selecting(_ rows: [Int]) -> ColumnTable {
    ColumnTable(checked: columns.map { $0.selecting(rows) }, rowCount: rows.count)
  }

  /// Returns a contiguous range of rows.
  ///
  /// - Precondition: The range lies inside `0..<rowCount`.
  public func slice(_ range: Range<Int>) -> ColumnTable {
    ColumnTable(checked: columns.map { $0.slice(range) }, rowCount: range.count)
  }

  private func complete(_ name: String, _ type: ColumnType) throws(ColumnTableError) -> ColumnValues
  {
    let column = try column(name, type)
    if let row = column.validity?.firstIndex(of: false) {
      throw .missingValue(column: name, row: row)
    }
    return column.values
  }
}

/// An error that names the column of a table that is not what a reader expected.
public enum ColumnTableError: Error, Hashable, Sendable {
  /// A column is longer or shorter than the first one.
  case unequalLengths(column: String, expected: Int, found: Int)

  /// Two columns share a name.
  case duplicateColumn(String)

  /// The column does not exist.
  case missingColumn(String, expected: ColumnType)

  /// The column holds values of another type.
  case wrongType(column: String, expected: ColumnType, found: ColumnType)

  /// A value is missing where every row needs one.
  case missingValue(column: String, row: Int)
}
