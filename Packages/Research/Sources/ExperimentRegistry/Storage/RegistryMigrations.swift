internal import GRDB

/// The tables of the registry, as migrations that are never edited, only added to.
func registryMigrator() -> DatabaseMigrator {
  var migrator = DatabaseMigrator()
  migrator.registerMigration("1: specs, runs and documents") { database in
    try database.execute(sql: runTables)
  }
  migrator.registerMigration("2: trial ledger") { database in
    try database.execute(sql: ledgerTables)
  }
  migrator.registerMigration("3: cycles") { database in
    try database.execute(sql: cycleTables)
  }
  migrator.registerMigration("4: studies") { database in
    try database.execute(sql: studyTables)
  }
  migrator.registerMigration("5: models") { database in
    try database.execute(sql: modelTables)
  }
  return migrator
}

private let runTables = """
  CREATE TABLE specs (
    spec_id TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE runs (
    run_id TEXT NOT NULL PRIMARY KEY,
    short_id TEXT NOT NULL UNIQUE,
    strategy_id TEXT NOT NULL,
    strategy_class TEXT NOT NULL,
    parameters TEXT NOT NULL,
    identity TEXT NOT NULL,
    data_set TEXT NOT NULL,
    spec_id TEXT REFERENCES specs(spec_id),
    status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'failed')),
    attempts INTEGER NOT NULL,
    begun_at INTEGER NOT NULL,
    ended_at INTEGER,
    failure TEXT,
    summary TEXT
  ) STRICT;
  CREATE INDEX runs_by_strategy ON runs(strategy_id, begun_at);
  CREATE INDEX runs_by_class ON runs(strategy_class, begun_at);
  CREATE TABLE documents (
    run_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    digest TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (run_id, kind)
  ) STRICT;
  CREATE TABLE artifacts (
    run_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    byte_count INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (run_id, kind, path)
  ) STRICT;
  """

private let ledgerTables = """
  CREATE TABLE trials (
    sequence INTEGER NOT NULL PRIMARY KEY,
    trial_key BLOB NOT NULL UNIQUE,
    data_set TEXT NOT NULL,
    strategy_id TEXT NOT NULL,
    parameters TEXT NOT NULL,
    settings TEXT NOT NULL,
    run_id TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    previous_hash BLOB NOT NULL,
    row_hash BLOB NOT NULL
  ) STRICT;
  CREATE INDEX trials_by_data_set ON trials(data_set, strategy_id);
  CREATE TABLE ledger_head (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    row_count INTEGER NOT NULL,
    row_hash BLOB NOT NULL
  ) STRICT;
  INSERT INTO ledger_head (id, row_count, row_hash) VALUES (1, 0, zeroblob(32));
  CREATE TRIGGER trials_are_never_changed BEFORE UPDATE ON trials
  BEGIN SELECT RAISE(ABORT, 'a ledger row is never changed'); END;
  CREATE TRIGGER trials_are_never_removed BEFORE DELETE ON trials
  BEGIN SELECT RAISE(ABORT, 'a ledger row is never removed'); END;
  """

private let cycleTables = """
  CREATE TABLE cycles (
    cycle_id TEXT NOT NULL PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'failed')),
    config TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    ended_at INTEGER,
    failure TEXT
  ) STRICT;
  CREATE TABLE cycle_runs (
    cycle_id TEXT NOT NULL REFERENCES cycles(cycle_id),
    position INTEGER NOT NULL,
    run_id TEXT NOT NULL REFERENCES runs(run_id),
    tag TEXT NOT NULL,
    reused INTEGER NOT NULL,
    PRIMARY KEY (cycle_id, position)
  ) STRICT;
  CREATE INDEX cycle_runs_by_run ON cycle_runs(run_id);
  """

private let studyTables = """
  CREATE TABLE studies (
    study_id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    space TEXT NOT NULL,
    directions TEXT NOT NULL,
    sampler TEXT NOT NULL,
    pruner TEXT NOT NULL,
    seed TEXT NOT NULL,
    batch_size INTEGER NOT NULL,
    objective TEXT NOT NULL,
    strategy_id TEXT,
    data_set TEXT,
    settings TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'failed')),
    failure TEXT,
    running_count INTEGER NOT NULL DEFAULT 0,
    complete_count INTEGER NOT NULL DEFAULT 0,
    pruned_count INTEGER NOT NULL DEFAULT 0,
    failed_count INTEGER NOT NULL DEFAULT 0,
    begun_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE study_trials (
    study_id INTEGER NOT NULL REFERENCES studies(study_id),
    number INTEGER NOT NULL,
    batch_start INTEGER NOT NULL,
    parameters TEXT NOT NULL,
    proposals INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'complete', 'pruned', 'failed')),
    objective_values TEXT,
    reports TEXT,
    notes TEXT,
    reason TEXT,
    asked_at INTEGER NOT NULL,
    told_at INTEGER,
    PRIMARY KEY (study_id, number)
  ) STRICT, WITHOUT ROWID;
  """

private let modelTables = """
  CREATE TABLE walk_forward_results (
    run_id TEXT NOT NULL,
    fold INTEGER NOT NULL,
    model_id TEXT NOT NULL,
    in_sample_start INTEGER NOT NULL,
    in_sample_end INTEGER NOT NULL,
    oos_start INTEGER NOT NULL,
    oos_end INTEGER NOT NULL,
    params TEXT NOT NULL,
    metrics TEXT NOT NULL,
    promoted INTEGER NOT NULL CHECK (promoted IN (0, 1)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (run_id, fold, model_id)
  ) STRICT;
  CREATE TABLE models (
    model_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    fold INTEGER NOT NULL,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('candidate', 'green', 'deprecated')),
    gate TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    promoted_at INTEGER,
    override_reason TEXT,
    UNIQUE (name, version)
  ) STRICT;
  CREATE UNIQUE INDEX one_green_model ON models(name) WHERE stage = 'green';
  """
