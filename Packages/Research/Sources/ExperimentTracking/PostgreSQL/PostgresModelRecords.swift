internal import ConfigValidation
public import ExperimentRegistry
public import MarketModel

/// Walk-forward results and models in a PostgreSQL database.
///
/// Each call opens a connection of its own and closes it, so nothing is held between calls, and a
/// server that comes back is found again. Writers wait for each other (an advisory lock), so versions
/// of a name have no gaps. Tables that are missing are made in the first schema of the search path.
public final class PostgresModelRecords: ModelRecords {
  /// The server.
  public let server: PostgresServer

  private let library: PostgresLibrary

  /// Connects once, and makes the tables where they are missing.
  ///
  /// - Throws: ``ModelRecordError/unreachable(server:reason:)`` and what else a first connection shows.
  public init(_ server: PostgresServer, library: PostgresLibrary) throws(ModelRecordError) {
    self.server = server
    self.library = library
    let connection = try PostgresConnection(server, library)
    guard try ModelSchema.version(connection, server) == nil else { return }
    try Self.transaction(connection) { (connection) throws(ModelRecordError) in
      // Another process may have made them meanwhile.
      guard try ModelSchema.version(connection, self.server) == nil else { return }
      try ModelSchema.create(connection)
    }
  }

  /// Stores results; one that is there already is replaced.
  ///
  /// - Throws: ``ModelRecordError``.
  public func record(_ results: [WalkForwardResult]) throws(ModelRecordError) {
    try checkRecords(results.flatMap(\.problems))
    try Self.transaction(connect()) { (connection) throws(ModelRecordError) in
      for result in results {
        _ = try connection.run(
          ModelSchema.upsertResult,
          result.postgresValues,
          "record a walk-forward result"
        )
      }
    }
  }

  /// Returns the results of a run, or of all, ordered by run, fold and model.
  ///
  /// - Throws: ``ModelRecordError``.
  public func walkForwardResults(run: RunID?) throws(ModelRecordError) -> [WalkForwardResult] {
    let rows = try connect().run(
      """
      SELECT \(ModelSchema.resultColumns) FROM walk_forward_results
      WHERE $1::text IS NULL OR run_id = $1 ORDER BY run_id COLLATE "C", fold, model_id COLLATE "C"
      """,
      [run?.hex],
      "read walk-forward results"
    )
    return try rows.map { (row) throws(ModelRecordError) in
      try PostgresRow(row, server, table: "walk_forward_results", keyColumn: 2).result()
    }
  }

  /// Registers models as candidates, each as the next version of its name.
  ///
  /// - Throws: ``ModelRecordError/modelChanged(_:stage:expected:found:)``, otherwise
  ///   ``ModelRecordError``.
  public func register(
    _ models: [ModelRegistration],
    at now: Timestamp
  ) throws(ModelRecordError) -> [ModelRecord] {
    try checkRecords(models.flatMap(\.problems))
    return try Self.transaction(connect()) { (connection) throws(ModelRecordError) in
      try models.map { (model) throws(ModelRecordError) in
        if let known = try self.fetch(model.id, connection) { try checkUnchanged(known, by: model) }
        _ = try connection.run(
          ModelSchema.upsertModel,
          model.postgresValues + [String(now.nanoseconds)],
          "register a model"
        )
        guard let record = try self.fetch(model.id, connection) else {
          throw .noSuchModel(model.id.text, suggestion: nil)
        }
        return record
      }
    }
  }

  /// Returns the models that fit, ordered by name, the newest version first.
  ///
  /// - Throws: ``ModelRecordError``.
  public func models(
    name: String?,
    stage: ModelStage?
  ) throws(ModelRecordError) -> [ModelRecord] {
    try list(name: name, stage: stage, connect())
  }

  /// Makes a model green, and the one of its name that was green deprecated.
  ///
  /// - Throws: ``ModelRecordError/noSuchModel(_:suggestion:)``, ``ModelRecordError/gateFailed(_:reasons:)``,
  ///   ``ModelRecordError/emptyReason(_:)``, otherwise ``ModelRecordError``.
  public func promote(
    _ id: ModelID,
    overrideReason: String?,
    at now: Timestamp
  ) throws(ModelRecordError) -> ModelPromotion {
    try Self.transaction(connect()) { (connection) throws(ModelRecordError) in
      guard let model = try self.fetch(id, connection) else {
        let all = try self.list(name: nil, stage: nil, connection)
        throw .noSuchModel(id.text, among: all)
      }
      if model.stage == .green { return ModelPromotion(model: model, replaced: nil) }
      try checkPromotion(of: model, overrideReason: overrideReason)
      let replaced = try connection.run(
        """
        UPDATE models SET stage = 'deprecated' WHERE name = $1 AND stage = 'green'
        RETURNING model_id
        """,
        [model.registration.name],
        "deprecate a model"
      )
      try self.makeGreen(model, overrideReason, at: now, connection)
      guard let promoted = try self.fetch(id, connection) else {
        throw .noSuchModel(id.text, suggestion: nil)
      }
      return ModelPromotion(
        model: promoted,
        replaced: replaced.first?.first.flatMap { $0 }.map { ModelID($0) }
      )
    }
  }

  private func makeGreen(
    _ model: ModelRecord,
    _ overrideReason: String?,
    at now: Timestamp,
    _ connection: PostgresConnection
  ) throws(ModelRecordError) {
    _ = try connection.run(
      """
      UPDATE models SET stage = 'green', promoted_at = $1, override_reason = $2
      WHERE model_id = $3
      """,
      [String(now.nanoseconds), overrideReason, model.id.text],
      "promote a model"
    )
    _ = try connection.run(
      """
      UPDATE walk_forward_results SET promoted = true
      WHERE run_id = $1 AND fold = $2 AND model_id = $3
      """,
      [model.registration.run.hex, String(model.registration.fold), model.id.text],
      "promote a model"
    )
  }

  private func connect() throws(ModelRecordError) -> PostgresConnection {
    try PostgresConnection(server, library)
  }

  private func fetch(
    _ id: ModelID,
    _ connection: PostgresConnection
  ) throws(ModelRecordError) -> ModelRecord? {
    let rows = try connection.run(
      "SELECT \(ModelSchema.modelColumns) FROM models WHERE model_id = $1",
      [id.text],
      "read a model"
    )
    guard let row = rows.first else { return nil }
    return try PostgresRow(row, server, table: "models", keyColumn: 0).model()
  }

  private func list(
    name: String?,
    stage: ModelStage?,
    _ connection: PostgresConnection
  ) throws(ModelRecordError) -> [ModelRecord] {
    let rows = try connection.run(
      """
      SELECT \(ModelSchema.modelColumns) FROM models
      WHERE ($1::text IS NULL OR name = $1) AND ($2::text IS NULL OR stage = $2)
      ORDER BY name COLLATE "C", version DESC
      """,
      [name, stage?.rawValue],
      "read models"
    )
    return try rows.map { (row) throws(ModelRecordError) in
      try PostgresRow(row, server, table: "models", keyColumn: 0).model()
    }
  }

  /// Runs a body in one transaction that no other writer interrupts.
  private static func transaction<Value>(
    _ connection: PostgresConnection,
    _ body: (PostgresConnection) throws(ModelRecordError) -> Value
  ) throws(ModelRecordError) -> Value {
    _ = try connection.run("BEGIN", [], "begin")
    // The number is arbitrary, and the same in every version of this library.
    _ = try connection.run("SELECT pg_advisory_xact_lock(4735148870231)", [], "wait for writers")
    // An error closes the connection with its last reference, by which the server undoes everything.
    let value = try body(connection)
    _ = try connection.run("COMMIT", [], "commit")
    return value
  }
}
