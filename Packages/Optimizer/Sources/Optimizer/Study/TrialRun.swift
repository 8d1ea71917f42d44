public import ConfigValidation

/// How one trial ended, with everything that is kept of it.
public struct TrialEnd: Hashable, Sendable {
  /// The number of the trial.
  public let number: Int

  /// How it ended.
  public let outcome: TrialOutcome

  /// What it reported on the way, steps rising.
  public let reports: [TrialReport]

  /// What is kept beside its values, by name.
  public let notes: [JSONMember]

  /// Creates an end.
  public init(number: Int, outcome: TrialOutcome, reports: [TrialReport], notes: [JSONMember]) {
    self.number = number
    self.outcome = outcome
    self.reports = reports
    self.notes = notes
  }
}

extension Study {
  /// Takes the end of a running trial; see ``tell(_:_:reports:notes:)``.
  public mutating func tell(_ end: TrialEnd) throws(StudyError) {
    try tell(end.number, end.outcome, reports: end.reports, notes: end.notes)
  }
}

/// What running a trial may come to.
enum TrialRun: Sendable {
  /// The trial ended.
  case ended(TrialEnd)

  /// The search was cancelled and the objective heeded it: nothing is known of the trial.
  case cancelled

  /// The objective asked for a parameter that is not there: the search is wrong, not the trial.
  case refused(TrialAccessError)

  /// Sorts out what an objective returned or threw.
  init(_ trial: ActiveTrial, _ result: Result<[Double], any Error>, isCancelled: Bool) {
    let outcome: TrialOutcome
    switch result {
    case .success(let values): outcome = .complete(values: values)
    case .failure(let error as TrialAccessError):
      self = .refused(error)
      return
    case .failure(is CancellationError) where isCancelled:
      self = .cancelled
      return
    case .failure(TrialInterruption.pruned): outcome = .pruned
    case .failure(let error): outcome = .failed(reason: "\(error)")
    }
    self = .ended(
      TrialEnd(
        number: trial.number,
        outcome: outcome,
        reports: trial.reports,
        notes: trial.notes
      )
    )
  }
}

/// Makes the trials of a batch for an objective to use.
struct TrialMaker: Sendable {
  let space: SearchSpace
  let direction: SearchDirection
  let pruning: PruningContext?

  func trial(_ record: TrialRecord) -> ActiveTrial {
    ActiveTrial(record, space: space, direction: direction, pruning: pruning)
  }
}

/// Runs trials several at a time, and gives their ends in the order of the trials.
///
/// - Parameters:
///   - asked: The trials.
///   - workers: How many run at once; at least 1.
///   - maker: Makes the trials.
///   - objectives: The values of a trial.
///   - receive: Takes each run as soon as all before it ended; returns `false` to give up the rest.
func runTrials(
  _ asked: [TrialRecord],
  workers: Int,
  maker: TrialMaker,
  _ objectives: @escaping @Sendable (ActiveTrial) async throws -> [Double],
  receive: (TrialRun) -> Bool
) async {
  await withTaskGroup(of: (place: Int, run: TrialRun).self) { group in
    var started = 0
    var early: [Int: TrialRun] = [:]
    var next = 0
    while next < asked.count {
      while started < asked.count, started - next - early.count < workers {
        let (place, record) = (started, asked[started])
        group.addTask {
          let trial = maker.trial(record)
          do {
            let values = try await objectives(trial)
            return (place, TrialRun(trial, .success(values), isCancelled: Task.isCancelled))
          } catch {
            return (place, TrialRun(trial, .failure(error), isCancelled: Task.isCancelled))
          }
        }
        started += 1
      }
      guard let ended = await group.next() else { return }
      early[ended.place] = ended.run
      while let run = early.removeValue(forKey: next) {
        next += 1
        guard receive(run) else {
          group.cancelAll()
          return
        }
      }
    }
  }
}
