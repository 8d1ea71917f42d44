/// Keeps the trials of one study while it runs, so that a killed search goes on where it stopped.
///
/// A storage is told about every batch before it runs and about every trial when it ended, in the order
/// of their numbers; what it has been told is what ``open(_:)`` gives back in the next process.
/// ``StudyJournal`` keeps a study in a file; a registry keeps many in a database.
public protocol StudyStorage: Sendable {
  /// What can stop the storage.
  associatedtype Failure: Error

  /// The name of the study.
  var studyName: String { get }

  /// Takes the study for this process, and returns what was kept of it.
  ///
  /// A storage that holds nothing yet keeps the definition. Called once, before anything else.
  ///
  /// - Parameter definition: What the study is; one kept before must be the same.
  /// - Returns: Every trial kept so far; the last batch may have trials that have not ended.
  /// - Throws: When the definition is not the one that was kept, another process has the study, or what
  ///   was kept is damaged.
  func open(_ definition: StudyDefinition) throws(Failure) -> StudyHistory

  /// Keeps a batch of trials that are about to run.
  func recordAsked(_ batch: [TrialRecord]) throws(Failure)

  /// Keeps trials of the newest batch that ended.
  ///
  /// - Parameter trials: The next trials by number; none is running.
  /// - Throws: When they cannot be kept.
  func recordTold(_ trials: [TrialRecord]) throws(Failure)

  /// Returns when everything told so far would survive a power cut.
  ///
  /// Called at the end of each batch. What was told is safe from the death of the process before.
  func commit() throws(Failure)
}

/// The trials of a study and the batches in which they were asked for.
public struct StudyHistory: Hashable, Sendable {
  /// Every trial by its number; only trials of the last batch may be running.
  public private(set) var trials: [TrialRecord]

  /// The number of the first trial of each batch.
  public private(set) var batchStarts: [Int]

  /// Creates a history without trials.
  public init() {
    trials = []
    batchStarts = []
  }

  init(trials: [TrialRecord], batchStarts: [Int]) {
    self.trials = trials
    self.batchStarts = batchStarts
  }

  /// Adds a batch.
  public mutating func append(_ batch: [TrialRecord]) {
    guard !batch.isEmpty else { return }
    batchStarts.append(trials.count)
    trials += batch
  }

  /// Replaces trials by what became of them.
  ///
  /// - Precondition: Their numbers are those of trials in the history.
  public mutating func end(_ told: [TrialRecord]) {
    for trial in told { trials[trial.number] = trial }
  }

  /// The trials of the last batch that have not ended, by number.
  public var running: [TrialRecord] {
    trials[(batchStarts.last ?? 0)...].filter { $0.state == .running }
  }

  /// The batches in their order.
  public var batches: [ArraySlice<TrialRecord>] {
    zip(batchStarts, batchStarts.dropFirst() + [trials.count]).map { trials[$0..<$1] }
  }
}

/// Why a search that is kept in a storage stopped.
public enum StoredStudyError<Failure: Error>: Error {
  /// The search itself cannot go on.
  case study(StudyError)

  /// The storage cannot keep it.
  case storage(Failure)
}

extension StoredStudyError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .study(let error): error.description
    case .storage(let error): "\(error)"
    }
  }
}
