internal import ExperimentRegistry

/// The tables in PostgreSQL; instants are nanoseconds since 1970, as in the registry.
enum ModelSchema {
  /// The version of the tables that this library makes and reads.
  static let current = 1

  static let resultColumns = """
    run_id, fold, model_id, in_sample_start, in_sample_end, oos_start, oos_end, params, metrics, \
    promoted, created_at
    """

  static let modelColumns = """
    model_id, name, run_id, fold, path, digest, gate, version, stage, created_at, promoted_at, \
    override_reason
    """

  static let upsertResult = """
    INSERT INTO walk_forward_results AS known (\(resultColumns))
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (run_id, fold, model_id) DO UPDATE SET
      in_sample_start = excluded.in_sample_start, in_sample_end = excluded.in_sample_end,
      oos_start = excluded.oos_start, oos_end = excluded.oos_end, params = excluded.params,
      metrics = excluded.metrics, promoted = known.promoted OR excluded.promoted
    """

  static let upsertModel = """
    INSERT INTO models AS known (model_id, name, run_id, fold, path, digest, gate, version, stage,
      created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7,
      (SELECT COALESCE(MAX(version), 0) + 1 FROM models WHERE name = $2), 'candidate', $8)
    ON CONFLICT (model_id) DO UPDATE SET path = excluded.path, digest = excluded.digest,
      gate = CASE WHEN known.stage = 'candidate' THEN excluded.gate ELSE known.gate END
    """

  private static let tables = [
    "CREATE TABLE assay_model_schema (version integer NOT NULL)",
    "INSERT INTO assay_model_schema (version) VALUES (\(current))",
    """
    CREATE TABLE walk_forward_results (
      run_id text NOT NULL,
      fold integer NOT NULL,
      model_id text NOT NULL,
      in_sample_start bigint NOT NULL,
      in_sample_end bigint NOT NULL,
      oos_start bigint NOT NULL,
      oos_end bigint NOT NULL,
      params json NOT NULL,
      metrics json NOT NULL,
      promoted boolean NOT NULL,
      created_at bigint NOT NULL,
      PRIMARY KEY (run_id, fold, model_id)
    )
    """,
    """
    CREATE TABLE models (
      model_id text NOT NULL PRIMARY KEY,
      name text NOT NULL,
      version integer NOT NULL,
      run_id text NOT NULL,
      fold integer NOT NULL,
      path text NOT NULL,
      digest text NOT NULL,
      stage text NOT NULL CHECK (stage IN ('candidate', 'green', 'deprecated')),
      gate json NOT NULL,
      created_at bigint NOT NULL,
      promoted_at bigint,
      override_reason text,
      UNIQUE (name, version)
    )
    """,
    "CREATE UNIQUE INDEX one_green_model ON models(name) WHERE stage = 'green'",
  ]

  /// The version of the tables that are there, or `nil` without any.
  ///
  /// - Throws: ``ModelRecordError/newerSchema(server:expected:found:)``, otherwise ``ModelRecordError``.
  static func version(
    _ connection: PostgresConnection,
    _ server: PostgresServer
  ) throws(ModelRecordError) -> Int? {
    let found = try connection.run(
      "SELECT to_regclass('assay_model_schema') IS NOT NULL",
      [],
      "look for the tables"
    )
    guard found.first?.first == "t" else { return nil }
    let rows = try connection.run(
      "SELECT MAX(version) FROM assay_model_schema",
      [],
      "read the version of the tables"
    )
    guard let version = rows.first?.first.flatMap({ $0 }).flatMap({ Int($0) }) else {
      throw .damagedRow(
        server: server.name,
        table: "assay_model_schema",
        key: "1",
        column: "version"
      )
    }
    guard version <= current else {
      throw .newerSchema(server: server.name, expected: current, found: version)
    }
    return version
  }

  /// Makes the tables.
  static func create(_ connection: PostgresConnection) throws(ModelRecordError) {
    for table in tables { _ = try connection.run(table, [], "make the tables") }
  }
}
