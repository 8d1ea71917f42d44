internal import ConfigValidation

extension Study {
  /// What the study is, under a name.
  public func definition(named name: String) -> StudyDefinition {
    StudyDefinition(
      name: name,
      space: space.canonicalForm,
      directions: directions,
      sampler: sampler.canonicalForm,
      pruner: pruner?.canonicalForm ?? .null,
      seed: seed,
      batchSize: batchSize
    )
  }

  /// Runs an objective until the study has so many trials, kept in a storage.
  ///
  /// A study without trials goes on with those that the storage kept: the same program started again
  /// after it was killed ends with the same trials. Trials that had not ended are run again.
  ///
  /// ```swift
  /// let journal = StudyJournal(path: "depth.jsonl")
  /// try await study.optimize(totalTrials: 1_000, workers: 4, storage: journal) { trial in … }
  /// ```
  ///
  /// - Parameters:
  ///   - total: How many trials the study has at the end; fewer when the sampler has no more points.
  ///   - workers: How many trials may run at once; changes nothing but the time.
  ///   - storage: Keeps the trials.
  ///   - objective: The value of the first and only objective.
  /// - Throws: ``StoredStudyError``.
  public mutating func optimize<Storage: StudyStorage>(
    totalTrials total: Int,
    workers: Int,
    storage: Storage,
    _ objective: @escaping @Sendable (ActiveTrial) async throws -> Double
  ) async throws(StoredStudyError<Storage.Failure>) {
    try await optimizeAll(totalTrials: total, workers: workers, storage: storage) {
      try await [objective($0)]
    }
  }

  /// Runs a function of several objectives until the study has so many trials, kept in a storage; see
  /// ``optimize(totalTrials:workers:storage:_:)``.
  ///
  /// A cancelled task stops after the batch that runs, or in it where the objective throws a
  /// `CancellationError`.
  public mutating func optimizeAll<Storage: StudyStorage>(
    totalTrials total: Int,
    workers: Int,
    storage: Storage,
    _ objectives: @escaping @Sendable (ActiveTrial) async throws -> [Double]
  ) async throws(StoredStudyError<Storage.Failure>) {
    try takeBack(storage)
    while !Task.isCancelled, let asked = try nextTrials(total: total, storage) {
      let isWhole = try await run(asked, workers: workers, objectives) {
        (study, end) throws(StoredStudyError<Storage.Failure>) in
        try study.tell(end, storage)
      }
      try commit(storage)
      guard isWhole else { return }
    }
  }

  /// Runs whole batches until the study has so many trials, kept in a storage.
  ///
  /// For objectives that evaluate many parameter sets at once, such as one pass over market data; see
  /// ``shouldPrune(_:reports:)`` for giving trials up on the way.
  ///
  /// - Parameters:
  ///   - total: How many trials the study has at the end; fewer when the sampler has no more points.
  ///   - storage: Keeps the trials.
  ///   - evaluate: Returns one end for each trial of a batch, or `nil` to stop the search and leave the batch
  ///     to be run again.
  /// - Throws: ``StoredStudyError``.
  public mutating func optimizeBatches<Storage: StudyStorage>(
    totalTrials total: Int,
    storage: Storage,
    _ evaluate: (_ study: Study, _ batch: [TrialRecord]) -> [TrialEnd]?
  ) throws(StoredStudyError<Storage.Failure>) {
    try takeBack(storage)
    while let asked = try nextTrials(total: total, storage) {
      guard let ends = evaluate(self, asked) else { return }
      do throws(StudyError) { for end in ends { try tell(end) } } catch { throw .study(error) }
      let told = asked.map { trials[$0.number] }.filter { $0.state != .running }
      do throws(Storage.Failure) { try storage.recordTold(told) } catch { throw .storage(error) }
      try commit(storage)
      guard running.isEmpty else { return }
    }
  }

  /// Takes the storage for this process and, in a study without trials, the history that it kept.
  private mutating func takeBack<Storage: StudyStorage>(
    _ storage: Storage
  ) throws(StoredStudyError<Storage.Failure>) {
    let kept: StudyHistory
    do throws(Storage.Failure) {
      kept = try storage.open(definition(named: storage.studyName))
    } catch {
      throw .storage(error)
    }
    guard kept != history else { return }
    do throws(StudyError) { try restore(kept) } catch { throw .study(error) }
  }

  private mutating func nextTrials<Storage: StudyStorage>(
    total: Int,
    _ storage: Storage
  ) throws(StoredStudyError<Storage.Failure>) -> [TrialRecord]? {
    let asked: [TrialRecord]?
    let known = trials.count
    do throws(StudyError) { asked = try nextTrials(total: total) } catch { throw .study(error) }
    guard let asked, trials.count > known else { return asked }
    do throws(Storage.Failure) { try storage.recordAsked(asked) } catch { throw .storage(error) }
    return asked
  }

  private mutating func tell<Storage: StudyStorage>(
    _ end: TrialEnd,
    _ storage: Storage
  ) throws(StoredStudyError<Storage.Failure>) {
    do throws(StudyError) { try tell(end) } catch { throw .study(error) }
    do throws(Storage.Failure) { try storage.recordTold([trials[end.number]]) } catch {
      throw .storage(error)
    }
  }

  private func commit<Storage: StudyStorage>(
    _ storage: Storage
  ) throws(StoredStudyError<Storage.Failure>) {
    do throws(Storage.Failure) { try storage.commit() } catch { throw .storage(error) }
  }
}
