import ConfigValidation
import ExperimentRegistry
import ExperimentTracking
import ExperimentTrackingTesting
import Foundation
import MarketModel
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite("ModelRecords in PostgreSQL")
struct PostgresModelRecordsTests {
  static let location = PostgresLocation(explicit: nil, projectDirectories: [])

  static var isReady: Bool {
    PostgresProcess.isAvailable && (try? PostgresLibrary.load(from: location)) != nil
  }

  private func server(_ url: String, seconds: Int = 30) -> PostgresServer {
    PostgresServer(url: url, connectTimeoutSeconds: seconds, statementTimeoutSeconds: seconds)
  }

  @Test("does what every store must, on a real server", .enabled(if: isReady))
  func conformsOnRealServer() throws {
    let process = try PostgresProcess()
    defer { process.stop() }
    let library = try PostgresLibrary.load(from: Self.location)
    for (index, conformance) in ModelRecordsConformance.cases.enumerated() {
      _ = try process.psql("CREATE SCHEMA case\(index)")
      let store = try PostgresModelRecords(
        server(process.url(schema: "case\(index)")),
        library: library
      )
      try conformance.body(store)
    }
    try holdsTheSameNumbers(process, library)
    try reopens(process, library)
    try checksCertificates(process, library)
    try refusesNewerTables(process, library)
    try refusesWrongPassword(process, library)
    try waitsForWriters(process, library)
    try givesUpOnFrozenServer(process, library)
  }

  /// A writer that another one keeps waiting gives up, and so does one whose server stops answering.
  private func waitsForWriters(_ process: PostgresProcess, _ library: PostgresLibrary) throws {
    _ = try process.psql("CREATE SCHEMA waiting")
    let store = try PostgresModelRecords(
      server(process.url(schema: "waiting"), seconds: 3),
      library: library
    )
    let holder = try process.hold("SELECT pg_advisory_xact_lock(4735148870231)", seconds: 12)
    let refused = #expect(throws: ModelRecordError.self) { try store.record([result(fold: 0)]) }
    #expect(
      refused?.description.contains("'wait for writers'") == true,
      "\(String(describing: refused))"
    )
    let stopped = Mutex<ModelRecordError?>(nil)
    let done = DispatchGroup()
    DispatchQueue.global().async(group: done) {
      do throws(ModelRecordError) { try store.record([result(fold: 0)]) } catch {
        stopped.withLock { $0 = error }
      }
    }
    let worker = try process.waitingWorker()
    kill(worker, SIGSTOP)
    done.wait()
    kill(worker, SIGCONT)
    let expected = ModelRecordError.timedOut(
      server: "postgresql://127.0.0.1:\(process.port)/postgres",
      operation: "wait for writers",
      seconds: 5
    )
    #expect(stopped.withLock { $0 } == expected)
    holder.waitUntilExit()
    try store.record([result(fold: 0)])
    #expect(try store.walkForwardResults(run: nil).count == 1)
  }

  /// The server's own view of the numbers, read by psql.
  private func holdsTheSameNumbers(
    _ process: PostgresProcess,
    _ library: PostgresLibrary
  ) throws {
    _ = try process.psql("CREATE SCHEMA numbers")
    let store = try PostgresModelRecords(server(process.url(schema: "numbers")), library: library)
    let rows = (0..<5).map { result(fold: $0) }
    try store.record(rows)
    let text = try process.psql(
      """
      SELECT fold, metrics->>'train_loss', metrics->>'oos_sharpe', params->'optimizer'->>'name',
        extract(epoch FROM to_timestamp(oos_start / 1e9))::bigint
      FROM numbers.walk_forward_results ORDER BY fold
      """
    )
    let expected = rows.map { row in
      let numbers = ["train_loss", "oos_sharpe"].map { row.metrics[$0]?.numberValue?.description }
      return
        "\(row.fold)|\(numbers[0] ?? "")|\(numbers[1] ?? "")|adam|\(row.outOfSample.lowerBound.seconds)"
    }
    #expect(text.split(separator: "\n").map(String.init) == expected)
  }

  private func reopens(_ process: PostgresProcess, _ library: PostgresLibrary) throws {
    let again = try PostgresModelRecords(server(process.url(schema: "numbers")), library: library)
    #expect(try again.walkForwardResults(run: nil).count == 5)
  }

  private func refusesNewerTables(_ process: PostgresProcess, _ library: PostgresLibrary) throws {
    _ = try process.psql("UPDATE numbers.assay_model_schema SET version = 2")
    #expect(
      throws: ModelRecordError.newerSchema(
        server: "postgresql://127.0.0.1:\(process.port)/postgres",
        expected: 1,
        found: 2
      )
    ) { try PostgresModelRecords(server(process.url(schema: "numbers")), library: library) }
  }

  private func refusesWrongPassword(_ process: PostgresProcess, _ library: PostgresLibrary) throws {
    let url = process.url(schema: "numbers", password: "hunter2")
    let error = #expect(throws: ModelRecordError.self) {
      try PostgresModelRecords(server(url), library: library)
    }
    let message = error?.description ?? ""
    #expect(message.contains("password authentication failed"))
    #expect(!message.contains("hunter2"))
  }

  /// The options of the address decide on TLS: the server must prove who it is.
  private func checksCertificates(
    _ process: PostgresProcess,
    _ library: PostgresLibrary
  ) throws {
    guard let certificate = process.certificate else { return }
    let checked = process.url(schema: "numbers") + "&sslmode=verify-full&sslrootcert="
    let store = try PostgresModelRecords(server(checked + certificate), library: library)
    #expect(try store.walkForwardResults(run: nil).count == 5)
    let other = try TemporaryFolder()
    for root in [other.path + "/none.crt", try other.write("no certificate", to: "root.crt")] {
      let refusal = #expect(throws: ModelRecordError.self) {
        try PostgresModelRecords(server(checked + root), library: library)
      }
      #expect(refusal?.description.contains("root certificate file") == true)
    }
  }

  private func givesUpOnFrozenServer(_ process: PostgresProcess, _ library: PostgresLibrary) throws
  {
    _ = try process.psql("CREATE SCHEMA frozen")
    let store = try PostgresModelRecords(
      server(process.url(schema: "frozen"), seconds: 2),
      library: library
    )
    process.freeze(true)
    let error = #expect(throws: ModelRecordError.self) { try store.record([result(fold: 0)]) }
    process.freeze(false)
    #expect(
      error?.description.contains("cannot be reached") == true,
      "\(String(describing: error))"
    )
    try store.record([result(fold: 0)])
    #expect(try store.walkForwardResults(run: nil).count == 1)
    process.stop()
    #expect(throws: ModelRecordError.self) { try store.record([result(fold: 1)]) }
  }

  @Test("says where it looked for the library, and how to install it")
  func namesPlacesOfLibrary() {
    let error = #expect(throws: ModelRecordError.self) {
      try PostgresLibrary.load(from: PostgresLocation(files: ["/nowhere/libpq.so", "/dev/null"]))
    }
    let message = error?.description ?? ""
    #expect(message.hasPrefix("libpq cannot be loaded; to install it, run: "))
    #expect(message.contains("\n  /nowhere/libpq.so: "))
    #expect(message.contains("\n  /dev/null: "))
    #expect(PostgresLocation(explicit: "/x", projectDirectories: ["/y"]).paths == ["/x"])
  }

  @Test("says that a server is away, without the password", .enabled(if: isReady))
  func namesUnreachableServer() throws {
    let library = try PostgresLibrary.load(from: Self.location)
    let port = try freePort()
    let url = "postgresql://me:hunter2@127.0.0.1:\(port)/assay?sslpassword=hunter3"
    let error = #expect(throws: ModelRecordError.self) {
      try PostgresModelRecords(server(url), library: library)
    }
    let message = error?.description ?? ""
    #expect(message.hasPrefix("postgresql://127.0.0.1:\(port)/assay: cannot be reached: "))
    #expect(message.contains("refused"))
    #expect(!message.contains("hunter"))
    for bad in ["host=127.0.0.1", "http://127.0.0.1", "postgresql://u:hunter4@[::1/x?nonsense=1"] {
      let error = #expect(throws: ModelRecordError.self) {
        try PostgresModelRecords(server(bad), library: library)
      }
      #expect(error?.description.contains("hunter4") == false)
    }
  }
}
