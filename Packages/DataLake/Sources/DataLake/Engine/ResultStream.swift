import CDuckDB

/// The result of a statement, taken from the engine one chunk at a time while it still runs.
///
/// Memory use does not depend on the number of rows. Used by one task at a time.
final class ResultStream {
  private let connection: DuckDBConnection
  private let statement: String
  private var prepared: duck_prepared?
  private var result = duck_result()

  /// Begins to run a statement.
  init(_ statement: String, database: DuckDBDatabase) throws(DuckDBError) {
    connection = try DuckDBConnection(database)
    self.statement = statement
    let functions = database.library.functions
    guard functions.prepare(connection.handle, statement, &prepared) == 0, let prepared else {
      let reason = functions.prepare_error(prepared).map { String(cString: $0) } ?? "unknown"
      throw .statement(statement, reason: reason)
    }
    guard functions.execute_prepared_streaming(prepared, &result) == 0 else { throw failure() }
  }

  deinit {
    let functions = connection.database.library.functions
    functions.destroy_result(&result)
    functions.destroy_prepare(&prepared)
  }

  /// Returns the next rows, never none, or `nil` after the last.
  func next() throws(DuckDBError) -> ResultChunk? {
    let functions = connection.database.library.functions
    while let handle = functions.fetch_chunk(result) {
      let chunk = ResultChunk(handle, library: connection.database.library)
      if chunk.count > 0 { return chunk }
    }
    if functions.result_error(&result) != nil { throw failure() }
    return nil
  }

  private func failure() -> DuckDBError {
    let reason = connection.database.library.functions.result_error(&result)
    return .statement(statement, reason: reason.map { String(cString: $0) } ?? "unknown")
  }
}

/// Some rows of a result, column by column.
final class ResultChunk {
  /// The number of rows.
  let count: Int

  private let handle: duck_chunk
  private let library: DuckDBLibrary

  fileprivate init(_ handle: duck_chunk, library: DuckDBLibrary) {
    self.handle = handle
    self.library = library
    count = Int(library.functions.data_chunk_get_size(handle))
  }

  deinit {
    var destroyed: duck_chunk? = handle
    library.functions.destroy_data_chunk(&destroyed)
  }

  /// The values of a column, valid while the chunk exists.
  ///
  /// - Precondition: The statement makes the column of this type, without missing values.
  func column<Value>(_ index: Int, of type: Value.Type) -> UnsafePointer<Value> {
    guard let vector = library.functions.data_chunk_get_vector(handle, UInt64(index)),
      let data = library.functions.vector_get_data(vector)
    else { preconditionFailure("column \(index) of a result has no values") }
    return UnsafePointer(data.assumingMemoryBound(to: Value.self))
  }
}
