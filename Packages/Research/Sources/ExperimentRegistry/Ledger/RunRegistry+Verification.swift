internal import GRDB

extension RunRegistry {
  /// Recomputes every hash of the ledger and names the first row that is not as it was written.
  ///
  /// Finds rows that were edited, removed (also from the end), exchanged, inserted or renumbered.
  /// Somebody who rewrites the whole chain with a new head can only be found by heads that were kept
  /// elsewhere.
  ///
  /// - Parameter heads: Copies of earlier heads; the ledger must still contain each.
  /// - Returns: The head, or the first fault.
  /// - Throws: The errors of any read; a damaged ledger is a verdict, not an error.
  /// - Complexity: O(rows) time, O(1) memory.
  public func verifyLedger(
    expecting heads: [LedgerHead] = []
  ) throws(RegistryError) -> LedgerVerdict {
    try read { database in
      guard let head = try StoredHead.fetch(database) else { return .broken(.missingHead) }
      var previous = [UInt8](repeating: 0, count: 32)
      var sequence = 0
      if let fault = forgotten(heads, sequence: 0, hash: previous) { return .broken(fault) }
      let cursor = try Row.fetchCursor(database, sql: "SELECT * FROM trials ORDER BY sequence")
      while let stored = try cursor.next() {
        sequence += 1
        guard stored["sequence"] == sequence else {
          return .broken(.missingRow(sequence: sequence))
        }
        guard let trial = try? StoredTrial(stored, path: self.path) else {
          return .broken(.editedRow(sequence: sequence))
        }
        guard trial.previousHash == previous else {
          return .broken(.brokenLink(sequence: sequence))
        }
        guard trial.isUnchanged else { return .broken(.editedRow(sequence: sequence)) }
        guard sequence <= head.count else { return .broken(.foreignRows(firstSequence: sequence)) }
        previous = trial.hash
        if let fault = forgotten(heads, sequence: sequence, hash: previous) {
          return .broken(fault)
        }
      }
      guard sequence == head.count else {
        return .broken(.truncated(lastSequence: sequence, expectedCount: head.count))
      }
      guard previous == head.hash else { return .broken(.otherHead(sequence: sequence)) }
      let beyond = heads.filter { $0.count > sequence || $0.count < 0 }
      if let lost = beyond.min(by: { $0.count < $1.count }) { return .broken(.forgottenHead(lost)) }
      return .intact(head.value)
    }
  }
}

private func forgotten(_ heads: [LedgerHead], sequence: Int, hash: [UInt8]) -> LedgerFault? {
  guard let head = heads.first(where: { $0.count == sequence }), head.hash != hexText(hash)
  else { return nil }
  return .forgottenHead(head)
}
