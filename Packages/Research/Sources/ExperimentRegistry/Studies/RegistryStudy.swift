internal import GRDB
public import MarketModel
public import Optimizer
internal import Synchronization

/// Keeps one study in a registry, and counts its trials in the ledger before they run.
///
/// One process at a time works on a study (an advisory lock beside the registry); reading needs no lock.
/// Every batch is two transactions, each on the disk when the call returns: the trials asked for, with
/// their rows of the ledger, and the trials told. A killed search leaves a batch asked for and not told,
/// which is run again and not counted again.
public final class RegistryStudy: StudyStorage {
  /// The registry.
  public let registry: RunRegistry

  /// The name of the study, which no other study of the registry has.
  public let studyName: String

  private let purpose: StudyPurpose
  private let holder: String
  private let now: @Sendable () -> Timestamp
  private let counting: (@Sendable (TrialRecord) -> CountedTrial)?
  private let state = Mutex<OpenStudy?>(nil)

  /// Creates the storage of a study, which need not be in the registry yet.
  ///
  /// - Parameters:
  ///   - registry: The registry.
  ///   - name: The name of the study.
  ///   - purpose: What its objective is.
  ///   - holder: What another process is told that wants the study, such as a process identifier.
  ///   - now: The instant to record.
  ///   - counting: The row of the trial ledger for a trial, where a strategy is evaluated.
  public init(
    registry: RunRegistry,
    name: String,
    purpose: StudyPurpose,
    holder: String,
    now: @escaping @Sendable () -> Timestamp,
    counting: (@Sendable (TrialRecord) -> CountedTrial)?
  ) {
    self.registry = registry
    studyName = name
    self.purpose = purpose
    self.holder = holder
    self.now = now
    self.counting = counting
  }

  /// Takes the study for this process until the storage goes out of use, and returns the trials kept so far.
  ///
  /// - Throws: ``RegistryError/studyHeld(name:holder:)``, ``RegistryError/studyDiffers(name:differences:)``,
  ///   ``RegistryError/damagedRow(path:table:key:column:)``, otherwise the errors of any write.
  /// - Complexity: O(trials).
  public func open(_ definition: StudyDefinition) throws(RegistryError) -> StudyHistory {
    try withState { (state) throws(RegistryError) in
      let kept = state?.lock
      let lock = if let kept { kept } else { try takeLock() }
      let instant = now()
      let key = try registry.write { database in
        if let found = try StoredStudy.fetch(named: studyName, database, path: registry.path) {
          let differences =
            found.record.definition.differences(to: definition)
            + found.record.purpose.differences(to: purpose)
          guard differences.isEmpty else {
            throw RegistryError.studyDiffers(name: studyName, differences: differences)
          }
          try StoredStudy.resume(found.key, at: instant, database)
          return found.key
        }
        return try StoredStudy.insert(definition, named: studyName, purpose, at: instant, database)
      }
      let history = try registry.read { database in
        try StoredStudy.history(key, space: definition.space, database, path: registry.path)
      }
      state = OpenStudy(lock: lock, key: key, told: [])
      return history
    }
  }

  /// Keeps a batch that is about to run, and counts its trials in the ledger; one transaction.
  ///
  /// Trials that are there already are left as they are.
  ///
  /// - Throws: ``RegistryError/brokenLedger(path:fault:)``, otherwise the errors of any write.
  public func recordAsked(_ batch: [TrialRecord]) throws(RegistryError) {
    guard let first = batch.first else { return }
    try withOpen { (study) throws(RegistryError) in
      let instant = now()
      try registry.write { database in
        if let counting {
          _ = try registry.count(batch.map(counting), at: instant, database)
        }
        try StoredStudy.insert(batch, start: first.number, study.key, at: instant, database)
      }
    }
  }

  /// Takes trials that ended; they are kept by the next ``commit()``.
  public func recordTold(_ trials: [TrialRecord]) throws(RegistryError) {
    try withOpen { (study) throws(RegistryError) in study.told += trials }
  }

  /// Keeps the trials told since the last call; one transaction.
  ///
  /// - Throws: The errors of any write; the trials are then still to be kept.
  public func commit() throws(RegistryError) {
    try withOpen { (study) throws(RegistryError) in
      guard !study.told.isEmpty else { return }
      let (key, told, instant) = (study.key, study.told, now())
      try registry.write { database in
        try StoredStudy.end(told, key, at: instant, database)
      }
      study.told.removeAll(keepingCapacity: true)
    }
  }

  /// Says how the study ended.
  ///
  /// A study that came to its end may be opened again and given more trials.
  public func finish(_ status: StudyStatus, failure: String?) throws(RegistryError) {
    try commit()
    try withOpen { (study) throws(RegistryError) in
      let (key, instant) = (study.key, now())
      try registry.write { database in
        try StoredStudy.finish(key, status, failure: failure, at: instant, database)
      }
    }
  }

  private func takeLock() throws(RegistryError) -> CycleLock {
    // The name may hold anything, so its digest names the file.
    let path = registry.path + ".study-" + String(sha256Hex(studyName).prefix(16))
    do throws(RegistryError) {
      return try CycleLock(registryPath: path, holder: holder, waitSeconds: 0)
    } catch {
      guard case .lockHeld(_, let other, _) = error else { throw error }
      throw .studyHeld(name: studyName, holder: other)
    }
  }

  private func withOpen(
    _ body: (inout OpenStudy) throws(RegistryError) -> Void
  ) throws(RegistryError) {
    try withState { (state) throws(RegistryError) in
      guard var study = state else { throw .studyNotOpen(name: studyName) }
      try body(&study)
      state = study
    }
  }

  private func withState<Value: Sendable>(
    _ body: (inout sending OpenStudy?) throws(RegistryError) -> sending Value
  ) throws(RegistryError) -> Value {
    try state.withLock(body)
  }
}

/// What an open study knows.
private struct OpenStudy {
  let lock: CycleLock
  let key: Int64
  var told: [TrialRecord]
}

extension StudyPurpose {
  /// The fields in which another purpose differs from this one.
  func differences(to other: StudyPurpose) -> [DefinitionDifference] {
    DefinitionDifference.between(canonicalForm, other.canonicalForm)
  }
}
