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
    let target = trials.count + count
    while trials.count < target {
      let asked = try ask(limit: target - trials.count)
      guard !asked.isEmpty else { return }
      for record in asked {
        let trial = activeTrial(record)
        let ended = Result { try objectives(trial) }
        let outcome = try TrialOutcome(ended)
        try tell(record.number, outcome, reports: trial.reports)
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
  /// A cancelled task stops after the batch that runs.
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
    let target = trials.count + count
    while trials.count < target, !Task.isCancelled {
      let asked = try ask(limit: target - trials.count)
      guard !asked.isEmpty else { return }
      let ended = await run(asked, workers: max(1, workers), objectives)
      for end in ended {
        try tell(end.number, TrialOutcome(end.result), reports: end.reports)
      }
    }
  }

  /// The ends of the trials of a batch, in the order of their numbers.
  private func run(
    _ asked: [TrialRecord],
    workers: Int,
    _ objectives: @escaping @Sendable (ActiveTrial) async throws -> [Double]
  ) async -> [TrialEnd] {
    await withTaskGroup(of: TrialEnd.self) { group in
      var ended: [TrialEnd] = []
      for (position, record) in asked.enumerated() {
        if position >= workers, let end = await group.next() { ended.append(end) }
        group.addTask {
          let trial = activeTrial(record)
          do {
            let values = try await objectives(trial)
            return TrialEnd(
              number: record.number,
              result: .success(values),
              reports: trial.reports
            )
          } catch {
            return TrialEnd(
              number: record.number,
              result: .failure(error),
              reports: trial.reports
            )
          }
        }
      }
      for await end in group { ended.append(end) }
      return ended.sorted { $0.number < $1.number }
    }
  }
}

/// How the objective of one trial ended.
private struct TrialEnd: Sendable {
  let number: Int
  let result: Result<[Double], any Error>
  let reports: [TrialReport]
}

extension TrialOutcome {
  /// Sorts out what an objective returned or threw.
  ///
  /// - Throws: ``StudyError/access(_:)``.
  fileprivate init(_ result: Result<[Double], any Error>) throws(StudyError) {
    switch result {
    case .success(let values): self = .complete(values: values)
    case .failure(let error as TrialAccessError): throw .access(error)
    case .failure(TrialInterruption.pruned): self = .pruned
    case .failure(let error): self = .failed(reason: "\(error)")
    }
  }
}
