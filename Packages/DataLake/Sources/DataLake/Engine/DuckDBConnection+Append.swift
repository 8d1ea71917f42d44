import CDuckDB

extension ColumnType {
  /// The type in DuckDB's SQL.
  var sqlName: String {
    switch self {
    case .timestamp: "TIMESTAMP_NS"
    case .int64: "BIGINT"
    case .double: "DOUBLE"
    case .text: "VARCHAR"
    case .bool: "BOOLEAN"
    }
  }

  fileprivate var code: Int32 {
    switch self {
    case .timestamp: Int32(DUCK_TYPE_TIMESTAMP_NS)
    case .int64: Int32(DUCK_TYPE_BIGINT)
    case .double: Int32(DUCK_TYPE_DOUBLE)
    case .text: Int32(DUCK_TYPE_VARCHAR)
    case .bool: Int32(DUCK_TYPE_BOOLEAN)
    }
  }
}

extension DuckDBConnection {
  /// Makes a temporary table of this connection and fills it, whole vectors at a time.
  func create(_ name: String, from table: ColumnTable) throws(DuckDBError) {
    let columns = table.columns.map { "\(SQL.name($0.name)) \($0.type.sqlName)" }
    try run("CREATE TEMP TABLE \(SQL.name(name)) (\(columns.joined(separator: ", ")))")
    let functions = database.library.functions
    var appender: duck_appender?
    guard functions.appender_create(handle, nil, name, &appender) == 0, let open = appender else {
      throw .statement("append to \(name)", reason: "the appender cannot be made")
    }
    defer { _ = functions.appender_destroy(&appender) }
    var types: [duck_logical_type?] = table.columns.map {
      functions.create_logical_type($0.type.code)
    }
    defer { for index in types.indices { functions.destroy_logical_type(&types[index]) } }
    var made = functions.create_data_chunk(&types, UInt64(types.count))
    defer { functions.destroy_data_chunk(&made) }
    guard let chunk = made else { throw .statement("append to \(name)", reason: "no chunk") }
    let capacity = Int(functions.vector_size())
    var start = 0
    while start < table.rowCount {
      let range = start..<min(start + capacity, table.rowCount)
      functions.data_chunk_reset(chunk)
      for (index, column) in table.columns.enumerated() {
        guard let vector = functions.data_chunk_get_vector(chunk, UInt64(index)) else { continue }
        fill(vector, from: column, range)
      }
      functions.data_chunk_set_size(chunk, UInt64(range.count))
      guard functions.append_data_chunk(open, chunk) == 0 else { throw appendError(name, open) }
      start = range.upperBound
    }
    guard functions.appender_close(open) == 0 else { throw appendError(name, open) }
  }

  private func appendError(_ name: String, _ appender: duck_appender) -> DuckDBError {
    let reason = database.library.functions.appender_error(appender)
    return .statement("append to \(name)", reason: reason.map { String(cString: $0) } ?? "unknown")
  }

  private func fill(_ vector: duck_vector, from column: Column, _ range: Range<Int>) {
    let functions = database.library.functions
    guard let data = functions.vector_get_data(vector) else { return }
    switch column.values {
    case .timestamp(let values), .int64(let values): data.copy(values, range)
    case .double(let values): data.copy(values, range)
    case .bool(let values): data.copy(values, range)
    case .text(let values):
      for (row, index) in range.enumerated() {
        var text = values[index]
        text.withUTF8 { bytes in
          bytes.withMemoryRebound(to: CChar.self) { characters in
            if let base = characters.baseAddress {
              functions.vector_assign_string_element_len(
                vector,
                UInt64(row),
                base,
                UInt64(characters.count)
              )
            } else {
              functions.vector_assign_string_element_len(vector, UInt64(row), "", 0)
            }
          }
        }
      }
    }
    guard let validity = column.validity else { return }
    functions.vector_ensure_validity_writable(vector)
    guard let mask = functions.vector_get_validity(vector) else { return }
    for (row, index) in range.enumerated() where !validity[index] {
      mask[row >> 6] &= ~(1 << UInt64(row & 63))
    }
  }
}

extension UnsafeMutableRawPointer {
  fileprivate func copy<Value>(_ values: [Value], _ range: Range<Int>) {
    values[range].withUnsafeBytes {
      copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(self), byteCount: $0.count)
    }
  }
}

/// Quoting of names and texts in statements.
enum SQL {
  /// A name in double quotes.
  static func name(_ text: String) -> String { quoted(text, "\"") }

  /// A text in single quotes.
  static func text(_ text: String) -> String { quoted(text, "'") }

  /// The path of one file as a text in which no character is a wildcard.
  static func path(_ path: String) -> String {
    text(String(path.flatMap { "*?[".contains($0) ? ["[", $0, "]"] : [$0] }))
  }

  /// A call that reads Parquet files, in order, taking columns from the files alone.
  static func parquet(_ paths: [String]) -> String {
    "read_parquet([\(paths.map(path).joined(separator: ", "))], hive_partitioning = false)"
  }

  private static func quoted(_ text: String, _ quote: Character) -> String {
    String(quote) + text.flatMap { $0 == quote ? [$0, $0] : [$0] } + String(quote)
  }
}
