internal import GRDB
public import MarketModel

/// One pass of the research loop.
public struct CycleRecord: Hashable, Sendable {
  /// The identifier, chosen by the caller.
  public let id: String

  /// How far it has come.
  public let status: RunStatus

  /// The resolved configuration.
  public let configuration: String

  /// When it was begun last.
  public let begunAt: Timestamp

  /// When it ended, or `nil` while it has not.
  public let endedAt: Timestamp?

  /// Why it failed.
  public let failure: String?
}

/// The use of a run by a cycle.
public struct CycleRun: Hashable, Sendable {
  /// The run.
  public let run: RunID

  /// The name of the run within the cycle, such as `default` or `sweep_3`.
  public let tag: String

  /// Whether the run had been computed before.
  public let isReused: Bool

  /// Creates the use of a run.
  public init(run: RunID, tag: String, isReused: Bool) {
    self.run = run
    self.tag = tag
    self.isReused = isReused
  }
}

extension RunRegistry {
  /// Begins a cycle; one with the same identifier begins anew and forgets its list of runs.
  public func beginCycle(
    id: String,
    configuration: String,
    at now: Timestamp
  ) throws(RegistryError) {
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO cycles (cycle_id, status, config, begun_at) VALUES (?, 'running', ?, ?)
          ON CONFLICT (cycle_id) DO UPDATE SET status = 'running', config = excluded.config,
            begun_at = excluded.begun_at, ended_at = NULL, failure = NULL
          """,
        arguments: [id, configuration, now.nanoseconds]
      )
      try database.execute(sql: "DELETE FROM cycle_runs WHERE cycle_id = ?", arguments: [id])
    }
  }

  /// Adds runs to a cycle, after those that it has.
  ///
  /// - Throws: ``RegistryError/noSuchCycle(_:)``, otherwise the errors of any write; every run must
  ///   have been begun.
  public func add(_ runs: [CycleRun], toCycle id: String) throws(RegistryError) {
    try write { database in
      try requireCycle(id, database)
      let count = try Int.fetchOne(
        database,
        sql: "SELECT COUNT(*) FROM cycle_runs WHERE cycle_id = ?",
        arguments: [id]
      )
      for (position, run) in zip((count ?? 0)..., runs) {
        try database.execute(
          sql: """
            INSERT INTO cycle_runs (cycle_id, position, run_id, tag, reused) VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [id, position, run.run.hex, run.tag, run.isReused]
        )
      }
    }
  }

  /// Ends a cycle; with a reason when it failed.
  ///
  /// - Throws: ``RegistryError/noSuchCycle(_:)``, otherwise the errors of any write.
  public func endCycle(
    id: String,
    failure: String?,
    at now: Timestamp
  ) throws(RegistryError) {
    try write { database in
      try requireCycle(id, database)
      try database.execute(
        sql: "UPDATE cycles SET status = ?, ended_at = ?, failure = ? WHERE cycle_id = ?",
        arguments: [failure == nil ? "complete" : "failed", now.nanoseconds, failure, id]
      )
    }
  }

  /// Lists cycles, the newest first.
  public func cycles(limit: Int) throws(RegistryError) -> [CycleRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT * FROM cycles ORDER BY begun_at DESC, cycle_id LIMIT ?",
        arguments: [limit]
      ).map { try CycleRecord($0, path: self.path) }
    }
  }

  /// The runs of a cycle, in order.
  public func cycleRuns(_ id: String) throws(RegistryError) -> [CycleRun] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT run_id, tag, reused FROM cycle_runs WHERE cycle_id = ? ORDER BY position",
        arguments: [id]
      ).map { row in
        guard let run = RunID(row["run_id"] as String) else {
          throw RegistryError.damagedRow(
            path: self.path,
            table: "cycle_runs",
            key: id,
            column: "run_id"
          )
        }
        return CycleRun(run: run, tag: row["tag"], isReused: row["reused"])
      }
    }
  }
}

private func requireCycle(_ id: String, _ database: Database) throws {
  let found = try Bool.fetchOne(
    database,
    sql: "SELECT EXISTS (SELECT 1 FROM cycles WHERE cycle_id = ?)",
    arguments: [id]
  )
  guard found == true else { throw RegistryError.noSuchCycle(id) }
}

extension CycleRecord {
  fileprivate init(_ row: Row, path: String) throws {
    let id: String = row["cycle_id"]
    guard let status = RunStatus(rawValue: row["status"]) else {
      throw RegistryError.damagedRow(path: path, table: "cycles", key: id, column: "status")
    }
    self.init(
      id: id,
      status: status,
      configuration: row["config"],
      begunAt: Timestamp(nanoseconds: row["begun_at"]),
      endedAt: (row["ended_at"] as Int64?).map { Timestamp(nanoseconds: $0) },
      failure: row["failure"]
    )
  }
}
