internal import GRDB
internal import MarketModel

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The row that says where the ledger ends.
struct StoredHead {
  var count: Int
  var hash: [UInt8]

  static func fetch(_ database: Database) throws -> StoredHead? {
    try Row.fetchOne(database, sql: "SELECT row_count, row_hash FROM ledger_head WHERE id = 1")
      .map { StoredHead(count: $0["row_count"], hash: Array($0["row_hash"] as Data)) }
  }

  var value: LedgerHead { LedgerHead(count: count, hash: hexText(hash)) }
}

/// A row of the ledger with its links.
struct StoredTrial {
  let row: LedgerRow
  let key: [UInt8]
  let previousHash: [UInt8]
  let hash: [UInt8]

  init(_ stored: Row, path: String) throws {
    let sequence: Int = stored["sequence"]
    guard let run = RunID(stored["run_id"] as String) else {
      throw RegistryError.damagedRow(
        path: path,
        table: "trials",
        key: String(sequence),
        column: "run_id"
      )
    }
    key = Array(stored["trial_key"] as Data)
    previousHash = Array(stored["previous_hash"] as Data)
    hash = Array(stored["row_hash"] as Data)
    row = LedgerRow(
      sequence: sequence,
      trial: CountedTrial(
        dataSetID: stored["data_set"],
        strategyID: stored["strategy_id"],
        parameters: stored["parameters"],
        settingsHash: stored["settings"],
        runID: run
      ),
      recordedAt: Timestamp(nanoseconds: stored["recorded_at"]),
      hash: hexText(hash)
    )
  }

  /// Whether the fields still give the stored hash and key.
  var isUnchanged: Bool {
    hash
      == LedgerRow.hash(
        sequence: row.sequence,
        trial: row.trial,
        recordedAt: row.recordedAt,
        previous: previousHash
      ) && key == row.trial.key
  }
}
