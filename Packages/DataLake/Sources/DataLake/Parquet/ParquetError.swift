/// An error of reading or writing a Parquet file, naming the file.
public enum ParquetError: Error, Hashable, Sendable {
  /// The file does not exist.
  case missing(path: String)

  /// The file is not a readable Parquet file.
  case corrupt(path: String, reason: String)

  /// The columns of the file are not those that were asked for.
  case schema(path: String, issues: [SchemaIssue])

  /// A column has a type that has no counterpart among ``ColumnType``.
  case unsupportedColumn(path: String, column: String, type: String)

  /// A number is infinite.
  case notFinite(path: String, column: String, row: Int)

  /// The file could not be written.
  case file(FileError)

  /// The database engine failed for a reason that is not in the file.
  case engine(DuckDBError)
}

extension ParquetError: CustomStringConvertible {
  /// The failure in words.
  public var description: String {
    switch self {
    case .missing(let path): "\(path): no such file"
    case .corrupt(let path, let reason): "\(path): not a readable Parquet file: \(reason)"
    case .schema(let path, let issues):
      "\(path): other columns than expected" + issues.map { "\n  \($0)" }.joined()
    case .unsupportedColumn(let path, let column, let type):
      "\(path): column \(column) has the type \(type), which cannot be read"
    case .notFinite(let path, let column, let row):
      "\(path): column \(column), row \(row): expected a finite number"
    case .file(let error): "\(error)"
    case .engine(let error): "\(error)"
    }
  }
}
