extension Study {
  /// Runs an objective on new trials, one after another.
  ///
  /// What the objective throws fails its trial, except a pruner's interruption, which prunes it, and
  /// a ``TrialAccessError``, which ends the search.
  ///
  /// - Parameters:
  ///   - count: How many trials to run; fewer when the sampler has no more points.
  ///   - objective: The value of the first and only objective.
  /// - Throws: What ``ask(limit:)`` throws, and ``StudyError/access(_:)``.
  public mutating func optimize(
    trials count: Int,
    _ objective: (ActiveTrial) throws -> Double
  ) throws(StudyError) {
    try optimizeAll(trials: count) { try [objective($0)] }
  }

  /// Runs a function of several objectives on new trials, one after another.
  ///
  /// - Parameters:
  ///   - count: How many trials to run; fewer when the sampler has no more points.
  ///   - objectives: One value for each direction.
  /// - Throws: What ``ask(limit:)`` throws, ``StudyError/valueCount(trial:expected:found:)`` and
  ///   ``StudyError/access(_:)``.
  public mutating func optimizeAll(
    trials count: Int,
    _ objectives: (ActiveTrial) throws -> [Double]
  ) throws(StudyError) {
    let total = trials.count + count
    while let asked = try nextTrials(total: total) {
      let maker = maker
      for record in asked {
        let trial = maker.trial(record)
        let run = TrialRun(trial, Result { try objectives(trial) }, isCancelled: false)
        guard let end = try run.end else { return }
        try tell(end)
      }
    }
  }

  /// Runs an objective on new trials, several at a time.
  ///
  /// - Parameters:
  ///   - count: How many trials to run; fewer when the sampler has no more points.
  ///   - workers: How many trials may run at once; changes nothing but the time. At most the batch
  ///     size are busy.
  ///   - objective: The value of the first and only objective.
  /// - Throws: What ``ask(limit:)`` throws, and ``StudyError/access(_:)``.
  public mutating func optimize(
    trials count: Int,
    workers: Int,
    _ objective: @escaping @Sendable (ActiveTrial) async throws -> Double
  ) async throws(StudyError) {
    try await optimizeAll(trials: count, workers: workers) { try await [objective($0)] }
  }

  /// Runs a function of several objectives on new trials, several at a time.
  ///
  /// A cancelled task stops after the batch that runs, or in it where the objective throws a
  /// `CancellationError`; the trials that did not end are the first that the next call runs.
  ///
  /// - Parameters:
  ///   - count: How many trials to run; fewer when the sampler has no more points.
  ///   - workers: How many trials may run at once; changes nothing but the time.
  ///   - objectives: One value for each direction.
  /// - Throws: What ``ask(limit:)`` throws, ``StudyError/valueCount(trial:expected:found:)`` and
  ///   ``StudyError/access(_:)``.
  public mutating func optimizeAll(
    trials count: Int,
    workers: Int,
    _ objectives: @escaping @Sendable (ActiveTrial) async throws -> [Double]
  ) async throws(StudyError) {
    let total = trials.count + count
    while !Task.isCancelled, let asked = try nextTrials(total: total) {
      let isWhole = try await run(asked, workers: workers, objectives) {
        (study, end) throws(StudyError) in
        try study.tell(end)
      }
      guard isWhole else { return }
    }
  }

  /// The trials to run next: those of the newest batch that did not end, else a new batch; `nil` when
  /// there are enough or no more.
  mutating func nextTrials(total: Int) throws(StudyError) -> [TrialRecord]? {
    let left = running
    guard left.isEmpty else { return left }
    guard trials.count < total else { return nil }
    let asked = try ask(limit: total - trials.count)
    return asked.isEmpty ? nil : asked
  }

  /// Runs trials several at a time and hands their ends on in the order of their numbers.
  ///
  /// - Returns: Whether all of them ended; `false` when the search was cancelled.
  mutating func run<Failure: Error>(
    _ asked: [TrialRecord],
    workers: Int,
    _ objectives: @escaping @Sendable (ActiveTrial) async throws -> [Double],
    receive: (inout Study, TrialEnd) throws(Failure) -> Void
  ) async throws(Failure) -> Bool where Failure: SearchFailure {
    var isWhole = true
    var failure: Failure?
    await runTrials(asked, workers: max(1, workers), maker: maker, objectives) { run in
      do throws(Failure) {
        let end: TrialEnd?
        do throws(StudyError) { end = try run.end } catch { throw Failure(error) }
        guard let end else {
          isWhole = false
          return false
        }
        try receive(&self, end)
        return true
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    return isWhole
  }

  private var maker: TrialMaker {
    TrialMaker(space: space, direction: directions[0], pruning: pruning)
  }
}

/// An error that can tell of a search that cannot go on.
protocol SearchFailure: Error {
  init(_ error: StudyError)
}

extension StudyError: SearchFailure {
  init(_ error: StudyError) { self = error }
}

extension StoredStudyError: SearchFailure {
  init(_ error: StudyError) { self = .study(error) }
}

extension TrialRun {
  /// How the trial ended; `nil` when the search was cancelled.
  ///
  /// - Throws: ``StudyError/access(_:)``.
  fileprivate var end: TrialEnd? {
    get throws(StudyError) {
      switch self {
      case .ended(let end): end
      case .cancelled: nil
      case .refused(let error): throw .access(error)
      }
    }
  }
}
