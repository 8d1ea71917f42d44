/// Reads and writes whole Parquet files.
public enum ParquetFile {
  /// The number of rows of a row group: small enough to skip, large enough to compress.
  static let rowsPerGroup = 122_880

  /// Writes a table: zstd, rows in their order, instants as `TIMESTAMP(NANOS)`.
  ///
  /// The file appears atomically. Its bytes may differ between versions of the engine; only
  /// logical values are ever hashed.
  ///
  /// - Throws: ``ParquetError`` when the file cannot be written; nothing is left behind.
  public static func write(
    _ table: ColumnTable,
    to path: String,
    database: DuckDBDatabase
  ) throws(ParquetError) {
    try write(table, precededBy: [], to: path, database: database)
  }

  /// Writes a table after columns that hold one value each, given as SQL expressions.
  static func write(
    _ table: ColumnTable,
    precededBy constants: [(name: String, expression: String)],
    to path: String,
    database: DuckDBDatabase
  ) throws(ParquetError) {
    let terms = constants.map { "\($0.expression) AS \(SQL.name($0.name)), " }.joined()
    do throws(AtomicFile.ReplacementError<DuckDBError>) {
      try AtomicFile.replace(path) { (temporary) throws(DuckDBError) in
        let connection = try DuckDBConnection(database)
        try connection.create("rows", from: table)
        try connection.run(
          """
          COPY (SELECT \(terms)* FROM "rows") TO \(SQL.text(temporary)) \
          (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE \(rowsPerGroup))
          """
        )
      }
    } catch {
      switch error {
      case .file(let error): throw .file(error)
      case .production(let error): throw writeError(error, path)
      }
    }
  }

  /// Reads a file whose columns must be exactly those of a schema.
  ///
  /// - Throws: ``ParquetError`` naming the file and every column that differs.
  public static func read(
    _ path: String,
    schema: TableSchema,
    database: DuckDBDatabase
  ) throws(ParquetError) -> ColumnTable {
    try checkColumns(of: path, schema: schema, database: database)
    let names = schema.fields.map { SQL.name($0.name) }.joined(separator: ", ")
    let table = try select(names, from: [path], database: database)
    let issues = schema.issues(of: table)
    guard issues.isEmpty else { throw .schema(path: path, issues: issues) }
    return table
  }

  /// Reads all columns of a file, converting each to the nearest column type.
  ///
  /// Integers become `int64`, floating-point and decimal numbers `double` (NaN becomes a missing
  /// value), dates and instants `timestamp` (UTC where a zone is stored), enumerations `text`.
  ///
  /// - Throws: ``ParquetError`` naming the file, and the column that has no counterpart.
  public static func read(
    _ path: String,
    database: DuckDBDatabase
  ) throws(ParquetError) -> ColumnTable {
    var terms: [String] = []
    for (column, type) in try columns(of: path, database: database) {
      guard let term = conversion(of: SQL.name(column), type) else {
        throw .unsupportedColumn(path: path, column: column, type: type)
      }
      terms.append("\(term) AS \(SQL.name(column))")
    }
    let table = try select(terms.joined(separator: ", "), from: [path], database: database)
    for column in table.columns {
      guard case .double(let values) = column.values else { continue }
      if let row = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(path: path, column: column.name, row: row)
      }
    }
    return table
  }

  /// The names of the columns of a file and their types as DuckDB spells them, in file order.
  ///
  /// - Throws: ``ParquetError`` when the file is missing or not a Parquet file.
  public static func columns(
    of path: String,
    database: DuckDBDatabase
  ) throws(ParquetError) -> [(name: String, type: String)] {
    guard Folder.exists(path) else { throw .missing(path: path) }
    let statement =
      "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM \(SQL.parquet([path])))"
    do throws(DuckDBError) {
      let table = try database.table(statement)
      guard case .text(let names)? = table["column_name"]?.values,
        case .text(let types)? = table["column_type"]?.values
      else { throw DuckDBError.statement(statement, reason: "no description") }
      return zip(names, types).map { (name: $0, type: $1) }
    } catch {
      throw readError(error, path)
    }
  }

  /// Checks that a file has exactly the columns of a schema.
  static func checkColumns(
    of path: String,
    schema: TableSchema,
    database: DuckDBDatabase
  ) throws(ParquetError) {
    let found = try columns(of: path, database: database)
    var issues: [SchemaIssue] = []
    for field in schema.fields {
      if let column = found.first(where: { $0.name == field.name }) {
        guard column.type != field.type.sqlName else { continue }
        issues.append(
          .wrongType(column: field.name, expected: field.type.sqlName, found: column.type)
        )
      } else {
        issues.append(.missingColumn(field.name, expected: field.type))
      }
    }
    let known = Set(schema.fields.map(\.name))
    issues += found.filter { !known.contains($0.name) }.map { .unexpectedColumn($0.name) }
    guard issues.isEmpty else { throw .schema(path: path, issues: issues) }
  }

  /// Reads expressions over files that are taken one after the other.
  static func select(
    _ terms: String,
    from paths: [String],
    where condition: String? = nil,
    expectedRows: Int = 0,
    database: DuckDBDatabase
  ) throws(ParquetError) -> ColumnTable {
    let rest = condition.map { " WHERE \($0)" } ?? ""
    do throws(DuckDBError) {
      return try database.table(
        "SELECT \(terms) FROM \(SQL.parquet(paths))\(rest)",
        expectedRows: expectedRows
      )
    } catch {
      // Which of the files is to blame is found by reading each alone.
      guard paths.count > 1 else { throw readError(error, paths.first ?? "") }
      for path in paths {
        _ = try select(terms, from: [path], where: condition, database: database)
      }
      throw .engine(error)
    }
  }

  private static func conversion(of name: String, _ type: String) -> String? {
    switch type {
    case "BIGINT", "VARCHAR", "BOOLEAN", "TIMESTAMP_NS": name
    case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT":
      "CAST(\(name) AS BIGINT)"
    case "FLOAT", "DOUBLE":
      "CASE WHEN isnan(\(name)) THEN NULL ELSE CAST(\(name) AS DOUBLE) END"
    case "DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS": "CAST(\(name) AS TIMESTAMP_NS)"
    case "TIMESTAMP WITH TIME ZONE":
      "CAST(make_timestamp(epoch_us(\(name))) AS TIMESTAMP_NS)"
    case _ where type.hasPrefix("DECIMAL("): "CAST(\(name) AS DOUBLE)"
    case _ where type.hasPrefix("ENUM("): "CAST(\(name) AS VARCHAR)"
    default: nil
    }
  }

  private static func readError(_ error: DuckDBError, _ path: String) -> ParquetError {
    guard case .statement(_, let reason) = error else { return .engine(error) }
    guard Folder.exists(path) else { return .missing(path: path) }
    if reason.hasPrefix("Out of Memory") { return .engine(error) }
    return .corrupt(path: path, reason: Self.summary(of: reason))
  }

  /// The engine's own words without the excerpt of the query, which says nothing of the file.
  private static func summary(of reason: String) -> String {
    reason.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? reason
  }

  private static func writeError(_ error: DuckDBError, _ path: String) -> ParquetError {
    guard case .statement(_, let reason) = error else { return .engine(error) }
    if reason.contains("No space left") { return .file(.diskFull(path: path)) }
    return .engine(error)
  }
}
