import ExperimentRegistry
import GRDB
import Testing

@Suite("RunRegistry.verifyLedger(expecting:)")
struct LedgerVerificationTests {
  /// A ledger of eight rows, changed behind the registry's back.
  private func verdict(
    after sql: String,
    expecting heads: [LedgerHead] = []
  ) throws
    -> LedgerVerdict
  {
    let folder = try TemporaryFolder()
    try folder.registry().append(trials(1...8), at: noon)
    try folder.tamper(sql)
    return try folder.registry().verifyLedger(expecting: heads)
  }

  @Test(
    "names the first row that was edited, whatever the field",
    arguments: [
      "parameters = '{}'", "data_set = 'x'", "strategy_id = 'x'", "settings = 'x'",
      "run_id = 'x'", "recorded_at = recorded_at + 1", "trial_key = zeroblob(32)",
      "row_hash = zeroblob(32)",
    ]
  )
  func findsEditedRow(change: String) throws {
    let found = try verdict(after: "UPDATE trials SET \(change) WHERE sequence = 5")
    #expect(found == .broken(.editedRow(sequence: 5)))
  }

  @Test("names the first of several edited rows")
  func namesFirst() throws {
    let found = try verdict(after: "UPDATE trials SET settings = 'x' WHERE sequence IN (7, 3)")
    #expect(found == .broken(.editedRow(sequence: 3)))
  }

  @Test("finds rows removed from the start, the middle and the end")
  func findsRemovedRows() throws {
    #expect(
      try verdict(after: "DELETE FROM trials WHERE sequence = 1")
        == .broken(.missingRow(sequence: 1))
    )
    #expect(
      try verdict(after: "DELETE FROM trials WHERE sequence IN (4, 5)")
        == .broken(.missingRow(sequence: 4))
    )
    #expect(
      try verdict(after: "DELETE FROM trials WHERE sequence > 6")
        == .broken(.truncated(lastSequence: 6, expectedCount: 8))
    )
    #expect(
      try verdict(after: "DELETE FROM trials")
        == .broken(.truncated(lastSequence: 0, expectedCount: 8))
    )
  }

  @Test("finds rows that were renumbered to hide a removal")
  func findsRenumberedRows() throws {
    let found = try verdict(
      after: """
        DELETE FROM trials WHERE sequence = 4;
        UPDATE trials SET sequence = sequence - 1 WHERE sequence > 4;
        UPDATE ledger_head SET row_count = 7;
        """
    )
    #expect(found == .broken(.brokenLink(sequence: 4)))
  }

  @Test("finds rows that were exchanged")
  func findsExchangedRows() throws {
    let found = try verdict(
      after: """
        UPDATE trials SET sequence = 100 WHERE sequence = 3;
        UPDATE trials SET sequence = 3 WHERE sequence = 6;
        UPDATE trials SET sequence = 6 WHERE sequence = 100;
        """
    )
    #expect(found == .broken(.brokenLink(sequence: 3)))
  }

  @Test("finds a tail cut off together with its head, when an earlier head was kept elsewhere")
  func findsRewrittenHead() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    let early = try registry.append(trials(1...3), at: noon).head
    let late = try registry.append(trials(4...8), at: noon).head
    try folder.tamper(
      """
      DELETE FROM trials WHERE sequence > 5;
      UPDATE ledger_head SET row_count = 5,
        row_hash = (SELECT row_hash FROM trials WHERE sequence = 5);
      """
    )
    let again = try folder.registry()
    let shortened = try again.ledgerHead()
    #expect(try again.verifyLedger() == .intact(shortened))
    #expect(try again.verifyLedger(expecting: [early]) == .intact(shortened))
    #expect(try again.verifyLedger(expecting: [early, late]) == .broken(.forgottenHead(late)))
    // Growing again to the old length gives another hash at the same place.
    try again.append(trials(20...22), at: noon)
    #expect(try again.verifyLedger(expecting: [late]) == .broken(.forgottenHead(late)))
  }

  @Test("finds a head that was changed or removed")
  func findsChangedHead() throws {
    #expect(
      try verdict(after: "UPDATE ledger_head SET row_hash = zeroblob(32)")
        == .broken(.otherHead(sequence: 8))
    )
    #expect(
      try verdict(after: "UPDATE ledger_head SET row_count = 6")
        == .broken(.foreignRows(firstSequence: 7))
    )
    #expect(try verdict(after: "DELETE FROM ledger_head") == .broken(.missingHead))
  }

  @Test("an empty ledger is intact")
  func acceptsEmptyLedger() throws {
    let folder = try TemporaryFolder()
    let empty = LedgerHead(count: 0, hash: String(repeating: "0", count: 64))
    #expect(try folder.registry().verifyLedger() == .intact(empty))
    #expect(try folder.registry().verifyLedger(expecting: [empty]) == .intact(empty))
  }

  @Test("nothing is appended to a ledger whose end was changed")
  func refusesToAppendToBrokenEnd() throws {
    let folder = try TemporaryFolder()
    try folder.registry().append(trials(1...8), at: noon)
    try folder.tamper("DELETE FROM trials WHERE sequence = 8")
    let registry = try folder.registry()
    let fault = LedgerFault.truncated(lastSequence: 7, expectedCount: 8)
    #expect(throws: RegistryError.brokenLedger(path: folder.registryPath, fault: fault)) {
      try registry.append(trials(9...9), at: noon)
    }
  }

  @Test("the file itself refuses to change or remove a row")
  func fileRefusesChanges() throws {
    let folder = try TemporaryFolder()
    try folder.registry().append(trials(1...2), at: noon)
    let queue = try DatabaseQueue(path: folder.registryPath)
    for sql in ["UPDATE trials SET settings = 'x'", "DELETE FROM trials WHERE sequence = 2"] {
      #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
    }
    #expect(try folder.registry().ledgerHead().count == 2)
  }
}
