import CDuckDB

/// How much of the machine the database engine may use.
public struct DuckDBSettings: Hashable, Sendable {
  /// The number of threads, at least one.
  public var threads: Int

  /// The memory that queries may use, in mebibytes.
  public var memoryLimitMebibytes: Int

  /// Creates settings.
  ///
  /// - Precondition: Both numbers are positive.
  public init(threads: Int, memoryLimitMebibytes: Int) {
    precondition(threads > 0 && memoryLimitMebibytes > 0, "settings must be positive")
    self.threads = threads
    self.memoryLimitMebibytes = memoryLimitMebibytes
  }
}

/// An empty in-memory database whose queries read and write Parquet files.
///
/// Extensions are never fetched or loaded from the network, and nothing else is opened than the
/// files that are named. Safe to share between tasks: each statement has a connection of its own.
public final class DuckDBDatabase: @unchecked Sendable {
  // Unchecked: DuckDB's database handle may be used from any thread.
  let handle: duck_database
  let library: DuckDBLibrary

  /// Opens a database.
  ///
  /// - Throws: ``DuckDBError`` when a setting is refused or memory is short.
  public init(library: DuckDBLibrary, settings: DuckDBSettings) throws(DuckDBError) {
    let functions = library.functions
    var config: duck_config?
    guard functions.create_config(&config) == 0 else { throw .open(reason: "no configuration") }
    defer { functions.destroy_config(&config) }
    for (name, value) in [
      ("threads", "\(settings.threads)"),
      ("memory_limit", "\(settings.memoryLimitMebibytes)MiB"),
      ("autoinstall_known_extensions", "false"),
      ("autoload_known_extensions", "false"),
      ("preserve_insertion_order", "true"),
    ] where functions.set_config(config, name, value) != 0 {
      throw .setting(name: name, value: value)
    }
    var opened: duck_database?
    var message: UnsafeMutablePointer<CChar>?
    guard functions.open_ext(nil, &opened, config, &message) == 0, let opened else {
      defer { functions.free(message) }
      throw .open(reason: message.map { String(cString: $0) } ?? "unknown")
    }
    handle = opened
    self.library = library
  }

  deinit {
    var closing: duck_database? = handle
    library.functions.close(&closing)
  }

  /// Runs a statement and returns its result as a table.
  ///
  /// The columns of the result must have the types BIGINT, DOUBLE, VARCHAR, BOOLEAN or
  /// TIMESTAMP_NS: a statement casts others.
  ///
  /// - Parameters:
  ///   - statement: One SQL statement.
  ///   - expectedRows: A guess at the number of rows, for which memory is reserved.
  /// - Returns: The columns of the result; none for a statement without one.
  /// - Throws: ``DuckDBError`` when the statement fails or a column has another type.
  /// - Complexity: O(rows × columns): whole vectors are copied, except texts.
  public func table(_ statement: String, expectedRows: Int = 0) throws(DuckDBError) -> ColumnTable {
    try DuckDBConnection(self).table(statement, expectedRows: expectedRows)
  }
}

/// One connection, used by one task at a time.
final class DuckDBConnection {
  let handle: duck_connection
  let database: DuckDBDatabase

  init(_ database: DuckDBDatabase) throws(DuckDBError) {
    var opened: duck_connection?
    guard database.library.functions.connect(database.handle, &opened) == 0, let opened else {
      throw .open(reason: "no connection")
    }
    handle = opened
    self.database = database
  }

  deinit {
    var closing: duck_connection? = handle
    database.library.functions.disconnect(&closing)
  }

  /// Runs a statement whose result is of no interest.
  func run(_ statement: String) throws(DuckDBError) {
    try withResult(of: statement) { (_) throws(DuckDBError) in }
  }

  /// Runs a statement and returns its result.
  func table(_ statement: String, expectedRows: Int) throws(DuckDBError) -> ColumnTable {
    let functions = database.library.functions
    return try withResult(of: statement) { (result) throws(DuckDBError) -> ColumnTable in
      var builders: [ColumnBuilder] = []
      for index in 0..<functions.column_count(&result) {
        let name = functions.column_name(&result, index).map { String(cString: $0) } ?? ""
        let type = functions.column_type(&result, index)
        guard let builder = ColumnBuilder(name: name, type: type, capacity: expectedRows) else {
          throw .resultType(column: name, expected: "a supported type", found: Int(type))
        }
        builders.append(builder)
      }
      var rowCount = 0
      while let chunk = functions.fetch_chunk(result) {
        var destroyed: duck_chunk? = chunk
        defer { functions.destroy_data_chunk(&destroyed) }
        let count = Int(functions.data_chunk_get_size(chunk))
        rowCount += count
        for (index, builder) in builders.enumerated() {
          guard let vector = functions.data_chunk_get_vector(chunk, UInt64(index)),
            let data = functions.vector_get_data(vector)
          else { throw .statement(statement, reason: "a column of the result has no values") }
          builder.append(data, validity: functions.vector_get_validity(vector), count: count)
        }
      }
      return ColumnTable(checked: builders.map { $0.finish() }, rowCount: rowCount)
    }
  }

  private func withResult<Value>(
    of statement: String,
    _ body: (inout duck_result) throws(DuckDBError) -> Value
  ) throws(DuckDBError) -> Value {
    let functions = database.library.functions
    var result = duck_result()
    defer { functions.destroy_result(&result) }
    guard functions.query(handle, statement, &result) == 0 else {
      let reason = functions.result_error(&result).map { String(cString: $0) } ?? "unknown"
      throw .statement(statement, reason: reason)
    }
    return try body(&result)
  }
}
