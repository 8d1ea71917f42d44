/// The exact columns of a table: names, types, and which may have missing values.
public struct TableSchema: Hashable, Sendable {
  /// One column.
  public struct Field: Hashable, Sendable {
    /// The name.
    public var name: String

    /// The type of the values.
    public var type: ColumnType

    /// Whether a value may be missing.
    public var isOptional: Bool

    /// Creates a field.
    public init(_ name: String, _ type: ColumnType, optional isOptional: Bool = false) {
      self.name = name
      self.type = type
      self.isOptional = isOptional
    }
  }

  /// The columns, in the order in which they are stored and hashed.
  public let fields: [Field]

  /// Creates a schema.
  ///
  /// - Precondition: No two fields share a name.
  public init(_ fields: [Field]) {
    precondition(Set(fields.map(\.name)).count == fields.count, "two fields share a name")
    self.fields = fields
  }

  /// Returns everything in which a table differs from the schema, in the order of its columns.
  ///
  /// A number that is not finite, a missing value where none may be missing, a missing, an
  /// unexpected and a wrongly typed column are issues.
  public func issues(of table: ColumnTable) -> [SchemaIssue] {
    var issues: [SchemaIssue] = []
    for field in fields {
      guard let column = table[field.name] else {
        issues.append(.missingColumn(field.name, expected: field.type))
        continue
      }
      guard column.type == field.type else {
        issues.append(
          .wrongType(column: field.name, expected: field.type.rawValue, found: column.type.rawValue)
        )
        continue
      }
      if !field.isOptional, let row = column.validity?.firstIndex(of: false) {
        issues.append(.missingValue(column: field.name, row: row))
      }
      if case .double(let values) = column.values,
        let row = values.firstIndex(where: { !$0.isFinite })
      {
        issues.append(.notFinite(column: field.name, row: row, value: values[row]))
      }
    }
    let known = Set(fields.map(\.name))
    issues += table.names.filter { !known.contains($0) }.map { .unexpectedColumn($0) }
    return issues
  }

  /// Returns the table with its columns in the order of the schema.
  ///
  /// - Throws: ``SchemaMismatch`` listing every difference.
  public func conforming(_ table: ColumnTable) throws(SchemaMismatch) -> ColumnTable {
    let issues = issues(of: table)
    guard issues.isEmpty else { throw SchemaMismatch(issues: issues) }
    return ColumnTable(
      checked: fields.compactMap { table[$0.name] },
      rowCount: table.rowCount
    )
  }
}

/// One difference between a table and the schema that it should have.
public enum SchemaIssue: Hashable, Sendable {
  /// The column is absent.
  case missingColumn(String, expected: ColumnType)

  /// The schema has no such column.
  case unexpectedColumn(String)

  /// The column holds values of another type.
  case wrongType(column: String, expected: String, found: String)

  /// A value is missing where every row needs one.
  case missingValue(column: String, row: Int)

  /// A number is NaN or infinite.
  case notFinite(column: String, row: Int, value: Double)
}

extension SchemaIssue: CustomStringConvertible {
  /// The difference in words.
  public var description: String {
    switch self {
    case .missingColumn(let name, let type): "column \(name): expected \(type), found none"
    case .unexpectedColumn(let name): "column \(name): not part of the table"
    case .wrongType(let name, let expected, let found):
      "column \(name): expected \(expected), found \(found)"
    case .missingValue(let name, let row):
      "column \(name), row \(row): expected a value, found none"
    case .notFinite(let name, let row, let value):
      "column \(name), row \(row): expected a finite number, found \(value)"
    }
  }
}

/// An error that lists everything in which a table differs from its schema.
public struct SchemaMismatch: Error, Hashable, Sendable {
  /// The differences; never empty.
  public let issues: [SchemaIssue]
}
