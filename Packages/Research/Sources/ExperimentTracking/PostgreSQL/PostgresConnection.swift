internal import CPostgres
internal import ExperimentRegistry

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A connection to a PostgreSQL server, closed with the value; what was not committed is undone.
final class PostgresConnection {
  private let server: PostgresServer
  private let functions: postgres_functions
  private let connection: postgres_connection

  /// Connects, and limits how long a statement may take.
  ///
  /// - Throws: ``ModelRecordError/invalidAddress(expected:reason:)`` and
  ///   ``ModelRecordError/unreachable(server:reason:)``, free of passwords.
  init(_ server: PostgresServer, _ library: PostgresLibrary) throws(ModelRecordError) {
    guard server.hasScheme else {
      throw .invalidAddress(
        expected: "postgresql://user@host:port/database",
        reason: "found another scheme"
      )
    }
    self.server = server
    functions = library.functions
    // What stands before the address gives way to it; what stands behind goes before it.
    let settings: [(String, String)] = [
      ("connect_timeout", String(server.connectTimeoutSeconds)),
      ("tcp_user_timeout", String(server.statementTimeoutSeconds * 1_000)),
      ("application_name", "assay"), ("dbname", server.url), ("client_encoding", "UTF8"),
    ]
    let opened = withTexts(settings.map(\.0) + [nil]) { keywords in
      withTexts(settings.map(\.1) + [nil]) { values in
        library.functions.connectdbParams(keywords, values, 1)
      }
    }
    guard let opened else {
      throw .unreachable(server: server.name, reason: "out of memory")
    }
    guard library.functions.status(opened) == POSTGRES_CONNECTION_OK.signed else {
      let message = library.functions.errorMessage(opened).map { String(cString: $0) }
      let password = library.functions.pass(opened).map { String(cString: $0) }
      let reason = server.redacted(message ?? "no reason given", password: password)
      library.functions.finish(opened)
      throw .unreachable(server: server.name, reason: reason)
    }
    connection = opened
    withUnsafePointer(to: functions) { assay_postgres_silence($0, opened) }
    _ = try run(
      "SELECT set_config('statement_timeout', $1, false), set_config('lock_timeout', $1, false)",
      [String(server.statementTimeoutSeconds * 1_000)],
      "connect"
    )
  }

  deinit { functions.finish(connection) }

  /// Carries out one statement.
  ///
  /// - Parameters:
  ///   - sql: The statement, with `$1`, `$2` in place of values.
  ///   - values: The values as texts; `nil` is NULL.
  ///   - operation: What is being done, for messages.
  /// - Returns: The rows, each value as text.
  /// - Throws: ``ModelRecordError``.
  func run(
    _ sql: String,
    _ values: [String?] = [],
    _ operation: String
  ) throws(ModelRecordError) -> [[String?]] {
    guard values.allSatisfy({ $0?.utf8.contains(0) != true }) else {
      throw .invalid(["\(operation): expected texts without a zero byte, found one"])
    }
    let sent = withTexts(values) { texts in
      functions.sendQueryParams(connection, sql, Int32(values.count), nil, texts, nil, nil, 0)
    }
    guard sent == 1 else { throw lost(operation) }
    try wait(for: operation)
    var rows: [[String?]] = []
    var failure: ModelRecordError?
    while let result = functions.getResult(connection) {
      defer { functions.clear(result) }
      switch functions.resultStatus(result) {
      case POSTGRES_COMMAND_OK.signed: break
      case POSTGRES_TUPLES_OK.signed: rows += self.rows(of: result, columns: columnCount(result))
      default: failure = failure ?? self.failure(of: result, operation)
      }
    }
    if let failure { throw failure }
    return rows
  }

  /// Waits until the whole answer is there.
  private func wait(for operation: String) throws(ModelRecordError) {
    // The server gives up first and says so; this limit is for one that answers nothing at all.
    let seconds = server.statementTimeoutSeconds + 2
    let end = ContinuousClock.now.advanced(by: .seconds(seconds))
    while functions.isBusy(connection) != 0 {
      let left = ContinuousClock.now.duration(to: end)
      guard left > .zero else {
        throw .timedOut(server: server.name, operation: operation, seconds: Double(seconds))
      }
      let milliseconds = left.components.seconds * 1_000 + 1
      var descriptor = pollfd(
        fd: functions.socket(connection),
        events: Int16(POLLIN),
        revents: 0
      )
      let ready = poll(&descriptor, 1, Int32(clamping: milliseconds))
      guard ready >= 0 || errno == EINTR else { throw lost(operation) }
      if ready > 0, functions.consumeInput(connection) == 0 { throw lost(operation) }
    }
  }

  private func lost(_ operation: String) -> ModelRecordError {
    let message = functions.errorMessage(connection).map { String(cString: $0) }
    let password = functions.pass(connection).map { String(cString: $0) }
    let reason = server.redacted(message ?? "the connection was lost", password: password)
    return .unreachable(server: server.name, reason: "\(operation): \(reason)")
  }

  private func failure(
    of result: postgres_result,
    _ operation: String
  ) -> ModelRecordError {
    let code = functions.resultErrorField(result, POSTGRES_FIELD_SQLSTATE.signed)
    let message = functions.resultErrorField(result, POSTGRES_FIELD_MESSAGE.signed)
    guard let code, let message else { return lost(operation) }
    return .server(
      server: server.name,
      operation: operation,
      code: String(cString: code),
      message: String(cString: message)
    )
  }

  private func columnCount(_ result: postgres_result) -> Int32 { functions.nfields(result) }

  private func rows(of result: postgres_result, columns: Int32) -> [[String?]] {
    (0..<functions.ntuples(result)).map { row in
      (0..<columns).map { column in
        guard functions.getisnull(result, row, column) == 0 else { return nil }
        return functions.getvalue(result, row, column).map { String(cString: $0) }
      }
    }
  }
}

/// Lends texts as C strings, `nil` as null pointers.
private func withTexts<Value>(
  _ texts: [String?],
  _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
) -> Value {
  let copies = texts.map { $0.flatMap { strdup($0) } }
  defer { for copy in copies { free(copy) } }
  // One more, so that there is an address when there is no text.
  let pointers = copies.map { $0.map { UnsafePointer($0) } } + [nil]
  return pointers.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("the array has an element") }
    return body(base)
  }
}

extension BinaryInteger {
  /// The value as C functions return and take it.
  fileprivate var signed: Int32 { Int32(self) }
}
