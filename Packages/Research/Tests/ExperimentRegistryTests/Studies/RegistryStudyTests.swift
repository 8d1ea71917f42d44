import ConfigValidation
import ExperimentRegistry
import MarketModel
import Optimizer
import Testing

@Suite("Studies of a registry")
struct RegistryStudyTests {
  @Test("keeps a study and gives it back")
  func keeps() async throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    var study = try madeStudy()
    let storage = madeStorage(registry)
    try await study.run(30, storage: storage)
    try storage.finish(.complete, failure: nil)
    var alone = try madeStudy()
    try alone.optimizeAll(trials: 30) { try madeLosses($0, objectives: 1) }
    #expect(study.history == alone.history)
    let archive = try registry.archive(ofStudy: "made")
    #expect(archive.history == alone.history)
    #expect(archive.definition == alone.definition(named: "made"))
    let record = try registry.study(named: "made")
    #expect(record.status == .complete)
    #expect(record.counts.total == 30)
    #expect(
      record.counts.failed == alone.trials.count { $0.state != .complete && $0.state != .pruned }
    )
    #expect(record.counts.pruned == alone.trials.count { $0.state == .pruned })
    #expect(record.counts.pruned > 0)
    #expect(try registry.studies() == [record])
    let times = try registry.times(ofStudy: "made")
    #expect(times.count == 30)
    #expect(times.allSatisfy { $0.asked < $0.told ?? $0.asked })
  }

  @Test("goes on after any stop, and counts each trial once, in order")
  func goesOn() async throws {
    let whole = try TemporaryFolder()
    var study = try madeStudy()
    try await study.run(26, storage: madeStorage(try whole.registry()))
    let rows = try whole.registry().ledgerRows(after: 0, limit: 100)
    #expect(rows.count == 26)
    #expect(rows.map(\.trial.parameters) == study.trials.map { $0.parameters.json.canonicalText })
    for stop in 0..<26 {
      let folder = try TemporaryFolder()
      let registry = try folder.registry()
      // A process that dies after it asked and before it told leaves its batch running.
      var first = try madeStudy()
      let dying = DyingStorage(madeStorage(registry), after: stop)
      await #expect(throws: StoredStudyError<DyingStorage.Death>.self) {
        try await first.run(26, storage: dying)
      }
      dying.release()
      var second = try madeStudy()
      try await second.run(26, storage: madeStorage(registry))
      #expect(second.history == study.history)
      #expect(try registry.archive(ofStudy: "made").history == study.history)
      let counted = try registry.ledgerRows(after: 0, limit: 100)
      #expect(counted.map(\.trial) == rows.map(\.trial))
      guard case .intact = try registry.verifyLedger() else {
        Issue.record("the ledger is broken")
        return
      }
    }
  }

  @Test("refuses another study, another purpose and another process")
  func refuses() async throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    var study = try madeStudy()
    let storage = madeStorage(registry, holder: "process 12")
    try await study.run(4, storage: storage)
    let definition = study.definition(named: "made")
    #expect(throws: RegistryError.studyHeld(name: "made", holder: "process 12")) {
      try madeStorage(registry).open(definition)
    }
    #expect(try registry.archive(ofStudy: "made").trials.count == 4)
    let other = try madeStudy(seed: 6, batchSize: 8).definition(named: "other")
    var first: RegistryStudy? = madeStorage(registry, name: "other")
    _ = try first?.open(study.definition(named: "other"))
    first = nil
    #expect {
      try madeStorage(registry, name: "other", objective: "sharpe").open(other)
    } throws: { error in
      guard case .studyDiffers("other", let differences)? = error as? RegistryError else {
        return false
      }
      return differences.map(\.description) == [
        "seed: expected \"5\", found \"6\"", "batch_size: expected 4, found 8",
        "objective: expected \"loss\", found \"sharpe\"",
      ]
    }
  }

  @Test("knows the nearest name")
  func suggests() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    _ = try madeStorage(registry, name: "tpe-ofi").open(
      try madeStudy().definition(named: "tpe-ofi")
    )
    #expect(throws: RegistryError.noSuchStudy(name: "tpe-of", suggestion: "tpe-ofi")) {
      try registry.study(named: "tpe-of")
    }
    #expect(throws: RegistryError.noSuchStudy(name: "t", suggestion: "tpe-ofi")) {
      try registry.archive(ofStudy: "t")
    }
    #expect(throws: RegistryError.noSuchStudy(name: "zzz", suggestion: nil)) {
      try registry.archive(ofStudy: "zzz")
    }
  }

  @Test("tells nothing to a study that was not opened")
  func needsOpening() throws {
    let folder = try TemporaryFolder()
    let registry = try folder.registry()
    #expect(throws: RegistryError.studyNotOpen(name: "made")) {
      try madeStorage(registry).commit()
    }
  }

  @Test("names the row that was damaged")
  func namesDamage() async throws {
    let folder = try TemporaryFolder()
    var study = try madeStudy()
    try await study.run(8, storage: madeStorage(try folder.registry()))
    try folder.tamper("UPDATE study_trials SET parameters = '{\"fast\":1}' WHERE number = 3")
    #expect(
      throws: RegistryError.damagedRow(
        path: folder.registryPath,
        table: "study_trials",
        key: "1/3",
        column: "parameters"
      )
    ) { try folder.registry().archive(ofStudy: "made") }
  }
}

/// A storage whose process dies after so many calls.
private final class DyingStorage: StudyStorage {
  enum Death: Error {
    case dead
    case other(RegistryError)
  }

  var studyName: String { inner?.studyName ?? "" }

  nonisolated(unsafe) private var inner: RegistryStudy?
  nonisolated(unsafe) private var left: Int

  init(_ inner: RegistryStudy, after calls: Int) {
    self.inner = inner
    left = calls
  }

  func release() { inner = nil }

  private func live() throws(Death) -> RegistryStudy {
    left -= 1
    guard left >= 0, let inner else { throw .dead }
    return inner
  }

  func open(_ definition: StudyDefinition) throws(Death) -> StudyHistory {
    let inner = try live()
    do throws(RegistryError) { return try inner.open(definition) } catch { throw .other(error) }
  }

  func recordAsked(_ batch: [TrialRecord]) throws(Death) {
    let inner = try live()
    do throws(RegistryError) { try inner.recordAsked(batch) } catch { throw .other(error) }
  }

  func recordTold(_ trials: [TrialRecord]) throws(Death) {
    let inner = try live()
    do throws(RegistryError) { try inner.recordTold(trials) } catch { throw .other(error) }
  }

  func commit() throws(Death) {
    let inner = try live()
    do throws(RegistryError) { try inner.commit() } catch { throw .other(error) }
  }
}
