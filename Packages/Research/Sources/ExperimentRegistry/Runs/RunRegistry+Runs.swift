internal import ConfigValidation
internal import GRDB
public import MarketModel

extension RunRegistry {
  /// Returns a complete run with the identifier, or `nil` when it has to be computed.
  public func existing(_ id: RunID) throws(RegistryError) -> RunRecord? {
    try read { database in
      try self.fetchRun(id, database).flatMap { $0.status == .complete ? $0 : nil }
    }
  }

  /// Marks runs as running, except those that are complete, and says which must be computed.
  ///
  /// A run that is already marked as running was left by a process that died, or is computed by
  /// another one right now; both may be computed again, since the result is the same.
  ///
  /// - Parameters:
  ///   - runs: The runs, in trial order.
  ///   - now: The instant to record.
  /// - Returns: One decision for each run, in the same order.
  /// - Throws: ``RegistryError/shortIDCollision(_:existing:)``, otherwise the errors of any write.
  public func begin(
    _ runs: [RunRegistration],
    at now: Timestamp
  ) throws(RegistryError) -> [RunDecision] {
    try write { database in
      try runs.map { run in
        let id = run.identity.runID
        if let known = try self.fetchRun(id, database) {
          if known.status == .complete { return .reuse(known) }
          try database.execute(
            sql: """
              UPDATE runs SET status = 'running', attempts = attempts + 1, begun_at = ?,
                ended_at = NULL, failure = NULL, spec_id = COALESCE(?, spec_id) WHERE run_id = ?
              """,
            arguments: [now.nanoseconds, run.specID, id.hex]
          )
        } else {
          try self.insert(run, id: id, at: now, database)
        }
        return .compute
      }
    }
  }

  /// Stores the summaries and documents of finished runs, all in one transaction.
  ///
  /// Completing a run again replaces what was stored, which is the same.
  ///
  /// - Throws: ``RegistryError/runNotBegun(_:)``, otherwise the errors of any write.
  public func complete(
    _ completions: [RunCompletion],
    at now: Timestamp
  ) throws(RegistryError) {
    try write { database in
      for completion in completions {
        try database.execute(
          sql: """
            UPDATE runs SET status = 'complete', ended_at = ?, failure = NULL, summary = ?
            WHERE run_id = ?
            """,
          arguments: [
            now.nanoseconds, completion.summary.json.canonicalText, completion.id.hex,
          ]
        )
        guard database.changesCount == 1 else { throw RegistryError.runNotBegun(completion.id) }
        for document in completion.documents {
          try upsert(document, run: completion.id, database)
        }
      }
    }
  }

  /// Marks a run as failed; it will be computed again when it is asked for.
  ///
  /// - Throws: ``RegistryError/runNotBegun(_:)``, otherwise the errors of any write.
  public func fail(
    _ id: RunID,
    reason: String,
    at now: Timestamp
  ) throws(RegistryError) {
    try write { database in
      try database.execute(
        sql: """
          UPDATE runs SET status = 'failed', ended_at = ?, failure = ?, summary = NULL
          WHERE run_id = ?
          """,
        arguments: [now.nanoseconds, reason, id.hex]
      )
      guard database.changesCount == 1 else { throw RegistryError.runNotBegun(id) }
    }
  }

  /// Lists runs: in the order of a cycle when one is given, otherwise the newest first.
  public func runs(matching query: RunQuery) throws(RegistryError) -> [RunRecord] {
    var conditions = [
      "(?1 IS NULL OR r.strategy_id = ?1 OR r.strategy_class = ?1)",
      "(?2 IS NULL OR r.status = ?2)",
    ]
    var order = "r.begun_at DESC, r.run_id"
    if query.cycleID != nil {
      conditions.append("r.run_id IN (SELECT run_id FROM cycle_runs WHERE cycle_id = ?3)")
      order =
        "(SELECT MIN(position) FROM cycle_runs c WHERE c.run_id = r.run_id AND c.cycle_id = ?3)"
    } else {
      conditions.append("?3 IS NULL")
    }
    let sql = """
      SELECT r.* FROM runs r WHERE \(conditions.joined(separator: " AND "))
      ORDER BY \(order) LIMIT ?4
      """
    return try read { database in
      try Row.fetchAll(
        database,
        sql: sql,
        arguments: [query.strategy, query.status?.rawValue, query.cycleID, query.limit ?? -1]
      ).map { try RunRecord($0, path: self.path) }
    }
  }

  /// Returns the only run whose identifier begins with the given digits.
  ///
  /// - Throws: ``RegistryError/noSuchRun(prefix:)``, ``RegistryError/ambiguousRun(prefix:candidates:)``,
  ///   otherwise the errors of any read.
  public func run(beginningWith prefix: String) throws(RegistryError) -> RunRecord {
    let digits = prefix.lowercased()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ isHexDigit($0) }) else {
      throw .noSuchRun(prefix: prefix)
    }
    let found = try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT * FROM runs WHERE run_id >= ? AND run_id < ? ORDER BY run_id LIMIT 10",
        arguments: [digits, digits + "g"]
      ).map { try RunRecord($0, path: self.path) }
    }
    guard let first = found.first else { throw .noSuchRun(prefix: prefix) }
    guard found.count == 1 else {
      throw .ambiguousRun(prefix: prefix, candidates: found.map(\.id))
    }
    return first
  }

  private func fetchRun(_ id: RunID, _ database: Database) throws -> RunRecord? {
    try Row.fetchOne(database, sql: "SELECT * FROM runs WHERE run_id = ?", arguments: [id.hex])
      .map { try RunRecord($0, path: path) }
  }

  private func insert(
    _ run: RunRegistration,
    id: RunID,
    at now: Timestamp,
    _ database: Database
  ) throws {
    let other = try String.fetchOne(
      database,
      sql: "SELECT run_id FROM runs WHERE short_id = ?",
      arguments: [id.short]
    )
    if let other, let existing = RunID(other) {
      throw RegistryError.shortIDCollision(id, existing: existing)
    }
    try database.execute(
      sql: """
        INSERT INTO runs (run_id, short_id, strategy_id, strategy_class, parameters, identity,
          data_set, spec_id, status, attempts, begun_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'running', 1, ?)
        """,
      arguments: [
        id.hex, id.short, run.identity.strategyID, run.strategyClass,
        run.identity.parameters.json.canonicalText, run.identity.canonicalText,
        run.identity.dataSetID, run.specID, now.nanoseconds,
      ]
    )
  }
}
