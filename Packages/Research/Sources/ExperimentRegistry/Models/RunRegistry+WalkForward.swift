internal import ConfigValidation
internal import GRDB
internal import MarketModel

extension RunRegistry: ModelRecords {
  /// Stores results; one that is there already is replaced.
  ///
  /// - Throws: ``ModelRecordError``.
  public func record(_ results: [WalkForwardResult]) throws(ModelRecordError) {
    try checkRecords(results.flatMap(\.problems))
    try transaction { database in
      for result in results { try insert(result, database) }
    }
  }

  /// Returns the results of a run, or of all, ordered by run, fold and model.
  ///
  /// - Throws: ``ModelRecordError``.
  public func walkForwardResults(run: RunID?) throws(ModelRecordError) -> [WalkForwardResult] {
    try query { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM walk_forward_results WHERE ?1 IS NULL OR run_id = ?1
          ORDER BY run_id, fold, model_id
          """,
        arguments: [run?.hex]
      ).map { try WalkForwardResult($0, path: self.path) }
    }
  }

  /// Runs a body in one transaction, with the errors of the role.
  func transaction<Value>(
    _ body: (Database) throws -> Value
  ) throws(ModelRecordError) -> Value {
    var refusal: ModelRecordError?
    do {
      return try write { database in
        do {
          return try body(database)
        } catch let error as ModelRecordError {
          refusal = error
          throw error
        }
      }
    } catch {
      throw refusal ?? .registry(error)
    }
  }

  /// Runs a body on a consistent view, with the errors of the role.
  func query<Value>(_ body: (Database) throws -> Value) throws(ModelRecordError) -> Value {
    do { return try read(body) } catch { throw .registry(error) }
  }
}

private func insert(_ result: WalkForwardResult, _ database: Database) throws {
  try database.execute(
    sql: """
      INSERT INTO walk_forward_results (run_id, fold, model_id, in_sample_start, in_sample_end,
        oos_start, oos_end, params, metrics, promoted, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run_id, fold, model_id) DO UPDATE SET
        in_sample_start = excluded.in_sample_start, in_sample_end = excluded.in_sample_end,
        oos_start = excluded.oos_start, oos_end = excluded.oos_end, params = excluded.params,
        metrics = excluded.metrics, promoted = MAX(promoted, excluded.promoted)
      """,
    arguments: [
      result.run.hex, result.fold, result.model.text,
      result.inSample.lowerBound.nanoseconds, result.inSample.upperBound.nanoseconds,
      result.outOfSample.lowerBound.nanoseconds, result.outOfSample.upperBound.nanoseconds,
      result.parameters.text(pretty: false), result.metrics.text(pretty: false),
      result.isPromoted, result.createdAt.nanoseconds,
    ]
  )
}

extension WalkForwardResult {
  fileprivate init(_ row: Row, path: String) throws {
    let model: String = row["model_id"]
    func damaged(_ column: String) -> RegistryError {
      .damagedRow(path: path, table: "walk_forward_results", key: model, column: column)
    }
    func span(_ name: String) throws -> Range<Timestamp> {
      let start: Int64 = row["\(name)_start"]
      let end: Int64 = row["\(name)_end"]
      guard start <= end else { throw damaged("\(name)_end") }
      return Timestamp(nanoseconds: start)..<Timestamp(nanoseconds: end)
    }
    func json(_ column: String) throws -> JSONValue {
      guard let value = try? JSONValue(parsing: row[column] as String) else {
        throw damaged(column)
      }
      return value
    }
    guard let run = RunID(row["run_id"] as String) else { throw damaged("run_id") }
    self.init(
      run: run,
      fold: row["fold"],
      model: ModelID(model),
      inSample: try span("in_sample"),
      outOfSample: try span("oos"),
      parameters: try json("params"),
      metrics: try json("metrics"),
      isPromoted: row["promoted"],
      createdAt: Timestamp(nanoseconds: row["created_at"])
    )
  }
}
