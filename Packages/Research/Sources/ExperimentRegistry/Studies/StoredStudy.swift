internal import ConfigValidation
internal import GRDB
internal import MarketModel
internal import Optimizer

/// A row of the table of studies.
struct StoredStudy {
  let key: Int64
  let record: StudyRecord

  init(_ row: Row, path: String) throws {
    let name: String = row["name"]
    func damaged(_ column: String) -> RegistryError {
      .damagedRow(path: path, table: "studies", key: name, column: column)
    }
    func json(_ column: String) throws -> JSONValue {
      guard let value = try? JSONValue(parsing: row[column] as String) else {
        throw damaged(column)
      }
      return value
    }
    let words = try json("directions").arrayValue ?? []
    let directions = words.compactMap { $0.stringValue.flatMap(SearchDirection.init(rawValue:)) }
    guard directions.count == words.count, !directions.isEmpty else { throw damaged("directions") }
    guard let seed = UInt64(row["seed"] as String) else { throw damaged("seed") }
    guard let status = StudyStatus(rawValue: row["status"]) else { throw damaged("status") }
    var counts = StudyCounts()
    counts.running = row["running_count"]
    counts.complete = row["complete_count"]
    counts.pruned = row["pruned_count"]
    counts.failed = row["failed_count"]
    key = row["study_id"]
    record = StudyRecord(
      definition: StudyDefinition(
        name: name,
        space: try json("space"),
        directions: directions,
        sampler: try json("sampler"),
        pruner: try json("pruner"),
        seed: seed,
        batchSize: row["batch_size"]
      ),
      purpose: StudyPurpose(
        objective: row["objective"],
        strategyID: row["strategy_id"],
        dataSetID: row["data_set"],
        settings: try json("settings")
      ),
      status: status,
      failure: row["failure"],
      counts: counts,
      begunAt: Timestamp(nanoseconds: row["begun_at"]),
      updatedAt: Timestamp(nanoseconds: row["updated_at"])
    )
  }

  static func fetch(named name: String, _ database: Database, path: String) throws -> StoredStudy? {
    try Row.fetchOne(database, sql: "SELECT * FROM studies WHERE name = ?", arguments: [name])
      .map { try StoredStudy($0, path: path) }
  }

  static func insert(
    _ definition: StudyDefinition,
    named name: String,
    _ purpose: StudyPurpose,
    at now: Timestamp,
    _ database: Database
  ) throws -> Int64 {
    let directions = JSONValue.array(definition.directions.map { .string($0.rawValue) })
    try database.execute(
      sql: """
        INSERT INTO studies (name, space, directions, sampler, pruner, seed, batch_size, objective,
          strategy_id, data_set, settings, status, begun_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?)
        """,
      arguments: [
        name, definition.space.text(pretty: false), directions.text(pretty: false),
        definition.sampler.text(pretty: false), definition.pruner.text(pretty: false),
        String(definition.seed), definition.batchSize, purpose.objective, purpose.strategyID,
        purpose.dataSetID, purpose.settings.text(pretty: false), now.nanoseconds, now.nanoseconds,
      ]
    )
    return database.lastInsertedRowID
  }

  static func resume(_ key: Int64, at now: Timestamp, _ database: Database) throws {
    try database.execute(
      sql:
        "UPDATE studies SET status = 'running', failure = NULL, updated_at = ? WHERE study_id = ?",
      arguments: [now.nanoseconds, key]
    )
  }

  static func finish(
    _ key: Int64,
    _ status: StudyStatus,
    failure: String?,
    at now: Timestamp,
    _ database: Database
  ) throws {
    try database.execute(
      sql: "UPDATE studies SET status = ?, failure = ?, updated_at = ? WHERE study_id = ?",
      arguments: [status.rawValue, failure, now.nanoseconds, key]
    )
  }
}
