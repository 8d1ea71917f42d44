internal import ConfigValidation
internal import GRDB
internal import MarketModel
internal import Optimizer

extension StoredStudy {
  /// Adds a batch of trials that are about to run; those that are there stay as they are.
  static func insert(
    _ batch: [TrialRecord],
    start: Int,
    _ key: Int64,
    at now: Timestamp,
    _ database: Database
  ) throws {
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO study_trials (study_id, number, batch_start, parameters, proposals, state, asked_at)
        VALUES (?, ?, ?, ?, ?, 'running', ?) ON CONFLICT (study_id, number) DO NOTHING
        """
    )
    var added = 0
    for trial in batch {
      try insert.execute(arguments: [
        key, trial.number, start, trial.parameters.json.text(pretty: false), trial.proposals,
        now.nanoseconds,
      ])
      added += database.changesCount
    }
    try database.execute(
      sql: """
        UPDATE studies SET running_count = running_count + ?, updated_at = ? WHERE study_id = ?
        """,
      arguments: [added, now.nanoseconds, key]
    )
  }

  /// Says what became of trials; those that ended before stay as they are.
  static func end(
    _ trials: [TrialRecord],
    _ key: Int64,
    at now: Timestamp,
    _ database: Database
  ) throws {
    let update = try database.cachedStatement(
      sql: """
        UPDATE study_trials SET state = ?, objective_values = ?, reports = ?, notes = ?, reason = ?,
          told_at = ? WHERE study_id = ? AND number = ? AND state = 'running'
        """
    )
    var counts = StudyCounts()
    for trial in trials {
      let texts = TrialTexts(trial)
      try update.execute(arguments: [
        texts.state, texts.values, texts.reports, texts.notes, texts.reason, now.nanoseconds, key,
        trial.number,
      ])
      let changed = database.changesCount
      switch trial.state {
      case .running: break
      case .complete: counts.complete += changed
      case .pruned: counts.pruned += changed
      case .failed: counts.failed += changed
      }
    }
    try database.execute(
      sql: """
        UPDATE studies SET running_count = running_count - ?, complete_count = complete_count + ?,
          pruned_count = pruned_count + ?, failed_count = failed_count + ?, updated_at = ?
        WHERE study_id = ?
        """,
      arguments: [
        counts.total, counts.complete, counts.pruned, counts.failed, now.nanoseconds, key,
      ]
    )
  }

  /// Reads the trials of a study.
  static func history(
    _ key: Int64,
    space: JSONValue,
    _ database: Database,
    path: String
  ) throws -> StudyHistory {
    guard let space = SearchSpace(canonicalForm: space) else {
      throw RegistryError.damagedRow(path: path, table: "studies", key: "\(key)", column: "space")
    }
    let cursor = try Row.fetchCursor(
      database,
      sql: """
        SELECT number, batch_start, parameters, proposals, state, objective_values, reports, notes,
          reason FROM study_trials WHERE study_id = ? ORDER BY number
        """,
      arguments: [key]
    )
    var history = StudyHistory()
    var (batch, start) = ([TrialRecord](), 0)
    var count = 0
    while let row = try cursor.next() {
      let trial = try TrialRecord(row, space: space, study: key, path: path)
      let first: Int = row[1]
      guard trial.number == count, first == start || first == count else {
        throw RegistryError.damagedRow(
          path: path,
          table: "study_trials",
          key: "\(key)/\(trial.number)",
          column: "number"
        )
      }
      if first != start {
        history.append(batch)
        (batch, start) = ([], first)
      }
      batch.append(trial)
      count += 1
    }
    history.append(batch)
    return history
  }
}

/// The columns of a trial that ended.
private struct TrialTexts {
  let state: String
  var reason: String?
  let values: String?
  let reports: String?
  let notes: String?

  init(_ trial: TrialRecord) {
    switch trial.state {
    case .running: state = "running"
    case .complete: state = "complete"
    case .pruned: state = "pruned"
    case .failed(let why):
      state = "failed"
      reason = why
    }
    values = Self.text(trial.values.map { .number($0) })
    reports = Self.text(
      trial.reports.map { .array([.integer(Int64($0.step)), .number($0.value)]) }
    )
    notes = trial.notes.isEmpty ? nil : JSONValue.object(trial.notes).text(pretty: false)
  }

  private static func text(_ elements: [JSONValue]) -> String? {
    elements.isEmpty ? nil : JSONValue.array(elements).text(pretty: false)
  }
}

extension TrialRecord {
  /// Reads a row; the columns in the order of ``StoredStudy/history(_:space:_:path:)``.
  fileprivate init(_ row: Row, space: SearchSpace, study: Int64, path: String) throws {
    let number: Int = row[0]
    func damaged(_ column: String) -> RegistryError {
      .damagedRow(path: path, table: "study_trials", key: "\(study)/\(number)", column: column)
    }
    func json(_ index: Int, _ column: String) throws -> JSONValue? {
      guard let text = row[index] as String? else { return nil }
      guard let value = try? JSONValue(parsing: text) else { throw damaged(column) }
      return value
    }
    guard let document = try json(2, "parameters"), let parameters = ParameterSet(json: document),
      let point = try? space.point(of: parameters)
    else { throw damaged("parameters") }
    let state: TrialState
    switch row[4] as String {
    case "running": state = .running
    case "complete": state = .complete
    case "pruned": state = .pruned
    default: state = .failed(reason: (row[8] as String?) ?? "")
    }
    let values = try json(5, "objective_values")?.arrayValue ?? []
    let numbers = values.compactMap(\.numberValue)
    guard numbers.count == values.count else { throw damaged("objective_values") }
    let listed = try json(6, "reports")?.arrayValue ?? []
    let reports: [TrialReport] = listed.compactMap { report in
      guard let step = report[0]?.integerValue, let value = report[1]?.numberValue else {
        return nil
      }
      return TrialReport(step: Int(step), value: value)
    }
    guard reports.count == listed.count else { throw damaged("reports") }
    self.init(
      number: number,
      parameters: parameters,
      point: point,
      proposals: row[3],
      state: state,
      values: numbers,
      reports: reports,
      notes: try json(7, "notes")?.objectValue ?? []
    )
  }
}
