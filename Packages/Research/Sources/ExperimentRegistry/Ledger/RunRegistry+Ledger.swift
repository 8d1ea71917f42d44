internal import GRDB
public import MarketModel

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension RunRegistry {
  /// Counts trials, in the order given; a trial that was counted before adds no row.
  ///
  /// One transaction for the whole batch: after a crash either all rows are there or none.
  ///
  /// - Parameters:
  ///   - trials: What is about to be evaluated, in trial order.
  ///   - now: The instant to record.
  /// - Returns: How many rows were added, and the end of the ledger afterwards.
  /// - Throws: ``RegistryError/brokenLedger(path:fault:)`` when the end of the ledger is not what
  ///   the registry left there, otherwise the errors of any write.
  /// - Complexity: O(*n* log *m*) for *n* trials and *m* rows.
  @discardableResult
  public func append(
    _ trials: [CountedTrial],
    at now: Timestamp
  ) throws(RegistryError) -> LedgerAppend {
    try write { database in try count(trials, at: now, database) }
  }

  /// Counts trials as part of a transaction; see ``append(_:at:)``.
  func count(
    _ trials: [CountedTrial],
    at now: Timestamp,
    _ database: Database
  ) throws -> LedgerAppend {
    var head = try checkedHead(database)
    let first = head.count
    let insert = try database.cachedStatement(sql: insertTrial)
    for trial in trials {
      let sequence = head.count + 1
      let hash = LedgerRow.hash(
        sequence: sequence,
        trial: trial,
        recordedAt: now,
        previous: head.hash
      )
      try insert.execute(arguments: [
        sequence, Data(trial.key), trial.dataSetID, trial.strategyID, trial.parameters,
        trial.settingsHash, trial.runID.hex, now.nanoseconds, Data(head.hash), Data(hash),
      ])
      if database.changesCount == 1 { head = StoredHead(count: sequence, hash: hash) }
    }
    try database.execute(
      sql: "UPDATE ledger_head SET row_count = ?, row_hash = ? WHERE id = 1",
      arguments: [head.count, Data(head.hash)]
    )
    let added = head.count - first
    return LedgerAppend(
      added: added,
      alreadyCounted: trials.count - added,
      head: head.value
    )
  }

  /// The end of the ledger, as the registry wrote it last.
  public func ledgerHead() throws(RegistryError) -> LedgerHead {
    try read { database in
      guard let head = try StoredHead.fetch(database) else {
        throw RegistryError.brokenLedger(path: self.path, fault: .missingHead)
      }
      return head.value
    }
  }

  /// How many trials were made, over all data sets and strategies or for one of each.
  ///
  /// - Parameters:
  ///   - dataSetID: The data; `nil` for all.
  ///   - strategyID: The strategy; `nil` for all.
  /// - Returns: Trials, and distinct parameter sets among them.
  /// - Throws: The errors of any read.
  public func trialTotals(
    dataSetID: String?,
    strategyID: String?
  ) throws(RegistryError) -> TrialTotals {
    try read { database in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT COUNT(*) AS trials, COUNT(DISTINCT strategy_id || char(0) || parameters) AS sets
          FROM trials WHERE (?1 IS NULL OR data_set = ?1) AND (?2 IS NULL OR strategy_id = ?2)
          """,
        arguments: [dataSetID, strategyID]
      )
      return TrialTotals(trials: row?["trials"] ?? 0, parameterSets: row?["sets"] ?? 0)
    }
  }

  /// How many trials of one strategy on one data set had been made when the last of some of them was.
  ///
  /// Later trials do not count, so the answer for the same trials never changes.
  ///
  /// - Parameters:
  ///   - trials: Trials of the strategy on the data set.
  ///   - dataSetID: The data.
  ///   - strategyID: The strategy.
  /// - Returns: Trials, and distinct parameter sets among them; zeros when none of `trials` was counted.
  /// - Throws: The errors of any read.
  /// - Complexity: O(*n* log *m*) for *n* trials, and O(*m*) for the *m* rows of data set and strategy.
  public func trialTotals(
    through trials: [CountedTrial],
    dataSetID: String,
    strategyID: String
  ) throws(RegistryError) -> TrialTotals {
    try read { database in
      let find = try database.cachedStatement(
        sql: "SELECT sequence FROM trials WHERE trial_key = ?"
      )
      var last = 0
      for trial in trials {
        last = max(last, try Int.fetchOne(find, arguments: [Data(trial.key)]) ?? 0)
      }
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT COUNT(*) AS trials, COUNT(DISTINCT parameters) AS sets
          FROM trials WHERE data_set = ? AND strategy_id = ? AND sequence <= ?
          """,
        arguments: [dataSetID, strategyID, last]
      )
      return TrialTotals(trials: row?["trials"] ?? 0, parameterSets: row?["sets"] ?? 0)
    }
  }

  /// Reads rows of the ledger in order.
  ///
  /// - Parameters:
  ///   - sequence: Rows after this position; 0 for all.
  ///   - limit: At most this many.
  /// - Returns: The rows in the order in which they were counted.
  /// - Throws: ``RegistryError/damagedRow(path:table:key:column:)``, otherwise the errors of any read.
  public func ledgerRows(
    after sequence: Int,
    limit: Int
  ) throws(RegistryError) -> [LedgerRow] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT * FROM trials WHERE sequence > ? ORDER BY sequence LIMIT ?",
        arguments: [sequence, limit]
      ).map { try StoredTrial($0, path: self.path).row }
    }
  }

  /// Returns the head when the last row agrees with it, which costs two look-ups.
  private func checkedHead(_ database: Database) throws -> StoredHead {
    guard let head = try StoredHead.fetch(database) else {
      throw RegistryError.brokenLedger(path: path, fault: .missingHead)
    }
    let last = try Row.fetchOne(
      database,
      sql: "SELECT sequence, row_hash FROM trials ORDER BY sequence DESC LIMIT 1"
    )
    let sequence: Int = last?["sequence"] ?? 0
    let hash: Data = last?["row_hash"] ?? Data(count: 32)
    let fault: LedgerFault? =
      if sequence < head.count {
        .truncated(lastSequence: sequence, expectedCount: head.count)
      } else if sequence > head.count {
        .foreignRows(firstSequence: head.count + 1)
      } else if Array(hash) != head.hash {
        .otherHead(sequence: sequence)
      } else {
        nil
      }
    if let fault { throw RegistryError.brokenLedger(path: path, fault: fault) }
    return head
  }
}

private let insertTrial = """
  INSERT INTO trials (sequence, trial_key, data_set, strategy_id, parameters, settings, run_id,
    recorded_at, previous_hash, row_hash)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (trial_key) DO NOTHING
  """
