internal import ConfigValidation
internal import GRDB
public import MarketModel

extension RunRegistry {
  /// Registers models as candidates, each as the next version of its name.
  ///
  /// - Throws: ``ModelRecordError/modelChanged(_:stage:expected:found:)``, otherwise
  ///   ``ModelRecordError``.
  public func register(
    _ models: [ModelRegistration],
    at now: Timestamp
  ) throws(ModelRecordError) -> [ModelRecord] {
    try checkRecords(models.flatMap(\.problems))
    return try transaction { database in
      try models.map { try self.register($0, at: now, database) }
    }
  }

  /// Returns the models that fit, ordered by name, the newest version first.
  ///
  /// - Throws: ``ModelRecordError``.
  public func models(
    name: String?,
    stage: ModelStage?
  ) throws(ModelRecordError) -> [ModelRecord] {
    try query { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM models WHERE (?1 IS NULL OR name = ?1) AND (?2 IS NULL OR stage = ?2)
          ORDER BY name, version DESC
          """,
        arguments: [name, stage?.rawValue]
      ).map { try ModelRecord($0, path: self.path) }
    }
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
    try transaction { database in
      guard let model = try self.fetchModel(id, database) else {
        let all = try Row.fetchAll(database, sql: "SELECT * FROM models ORDER BY name, version")
          .map { try ModelRecord($0, path: self.path) }
        throw ModelRecordError.noSuchModel(id.text, among: all)
      }
      if model.stage == .green { return ModelPromotion(model: model, replaced: nil) }
      try checkPromotion(of: model, overrideReason: overrideReason)
      let replaced = try String.fetchOne(
        database,
        sql: """
          UPDATE models SET stage = 'deprecated' WHERE name = ? AND stage = 'green'
          RETURNING model_id
          """,
        arguments: [model.registration.name]
      )
      try self.makeGreen(model, overrideReason, at: now, database)
      guard let promoted = try self.fetchModel(id, database) else {
        throw ModelRecordError.noSuchModel(id.text, suggestion: nil)
      }
      return ModelPromotion(model: promoted, replaced: replaced.map { ModelID($0) })
    }
  }

  private func makeGreen(
    _ model: ModelRecord,
    _ overrideReason: String?,
    at now: Timestamp,
    _ database: Database
  ) throws {
    try database.execute(
      sql: """
        UPDATE models SET stage = 'green', promoted_at = ?, override_reason = ? WHERE model_id = ?
        """,
      arguments: [now.nanoseconds, overrideReason, model.id.text]
    )
    try database.execute(
      sql: """
        UPDATE walk_forward_results SET promoted = 1
        WHERE run_id = ? AND fold = ? AND model_id = ?
        """,
      arguments: [model.registration.run.hex, model.registration.fold, model.id.text]
    )
  }

  private func fetchModel(_ id: ModelID, _ database: Database) throws -> ModelRecord? {
    try Row.fetchOne(
      database,
      sql: "SELECT * FROM models WHERE model_id = ?",
      arguments: [id.text]
    ).map { try ModelRecord($0, path: path) }
  }

  private func register(
    _ model: ModelRegistration,
    at now: Timestamp,
    _ database: Database
  ) throws -> ModelRecord {
    if let known = try fetchModel(model.id, database) { try checkUnchanged(known, by: model) }
    try database.execute(
      sql: """
        INSERT INTO models (model_id, name, version, run_id, fold, path, digest, stage, gate,
          created_at)
        VALUES (?1, ?2, (SELECT COALESCE(MAX(version), 0) + 1 FROM models WHERE name = ?2), ?3, ?4,
          ?5, ?6, 'candidate', ?7, ?8)
        ON CONFLICT (model_id) DO UPDATE SET path = excluded.path, digest = excluded.digest,
          gate = CASE WHEN stage = 'candidate' THEN excluded.gate ELSE gate END
        """,
      arguments: [
        model.id.text, model.name, model.run.hex, model.fold, model.path, model.digest,
        model.gate.json.text(pretty: false), now.nanoseconds,
      ]
    )
    guard let record = try fetchModel(model.id, database) else {
      throw ModelRecordError.noSuchModel(model.id.text, suggestion: nil)
    }
    return record
  }
}

extension ModelRecord {
  fileprivate init(_ row: Row, path: String) throws {
    let id: String = row["model_id"]
    func damaged(_ column: String) -> RegistryError {
      .damagedRow(path: path, table: "models", key: id, column: column)
    }
    guard let run = RunID(row["run_id"] as String) else { throw damaged("run_id") }
    guard let stage = ModelStage(rawValue: row["stage"]) else { throw damaged("stage") }
    let gate = (try? JSONValue(parsing: row["gate"] as String)).flatMap { ModelVerdict(json: $0) }
    guard let gate else { throw damaged("gate") }
    self.init(
      registration: ModelRegistration(
        id: ModelID(id),
        name: row["name"],
        run: run,
        fold: row["fold"],
        path: row["path"],
        digest: row["digest"],
        gate: gate
      ),
      version: row["version"],
      stage: stage,
      createdAt: Timestamp(nanoseconds: row["created_at"]),
      promotedAt: (row["promoted_at"] as Int64?).map { Timestamp(nanoseconds: $0) },
      overrideReason: row["override_reason"]
    )
  }
}
