public import ConfigValidation
internal import QuantMath

/// A search: which points were tried, what came of them, and which to try next.
///
/// Trials are asked for in batches of a declared size and learnt from when the whole batch is told,
/// in the order of their numbers. The history is therefore a function of space, sampler, pruner, seed
/// and batch size alone: 1 or 16 workers, fast or slow trials give the same one.
///
/// ```swift
/// let space = try SearchSpace([.number("x", -5...5), .number("y", -5...5)])
/// var study = try Study(
///   space: space, sampler: TPESampler(.standard), pruner: nil, directions: [.minimize],
///   seed: 42, batchSize: 1)
/// try study.optimize(trials: 100) { trial in
///   let (x, y) = try (trial.double("x"), trial.double("y"))
///   return (x - 1) * (x - 1) + y * y
/// }
/// study.best?.parameters
/// ```
public struct Study: Sendable {
  /// What is searched.
  public let space: SearchSpace

  /// One direction for each objective.
  public let directions: [SearchDirection]

  /// The seed of every draw.
  public let seed: UInt64

  /// How many trials are asked for before the next is learnt from.
  public let batchSize: Int

  /// Every trial by its number.
  public private(set) var trials: [TrialRecord] = []

  /// How points are proposed.
  private(set) var sampler: any TrialSampler

  /// Which trials are given up early.
  let pruner: (any TrialPruner)?

  private var batchStarts: [Int] = []
  private var batch: Range<Int> = 0..<0

  /// What the trials of the newest batch share when they report.
  private(set) var pruning: PruningContext?

  /// How many proposals of a trial may break a constraint before chance takes over, and how many
  /// of chance after them.
  public static let constraintTries = 1_000

  /// Creates a study without trials.
  ///
  /// - Parameters:
  ///   - space: What is searched.
  ///   - sampler: How points are proposed.
  ///   - pruner: Which trials are given up early, or `nil` for none.
  ///   - directions: One direction for each objective.
  ///   - seed: The seed of every draw.
  ///   - batchSize: How many trials are asked for before the next is learnt from; at least the
  ///     number of workers keeps all of them busy.
  /// - Throws: ``StudyError/noObjectives``, ``StudyError/batchSizeNotPositive(_:)``, and what the
  ///   sampler has against the space.
  public init(
    space: SearchSpace,
    sampler: some TrialSampler,
    pruner: (any TrialPruner)?,
    directions: [SearchDirection],
    seed: UInt64,
    batchSize: Int
  ) throws(StudyError) {
    guard !directions.isEmpty else { throw .noObjectives }
    guard batchSize > 0 else { throw .batchSizeNotPositive(batchSize) }
    if pruner != nil, directions.count > 1 {
      throw .tooManyObjectives(of: "pruner", limit: 1, found: directions.count)
    }
    var ready: any TrialSampler = sampler
    try ready.prepare(for: space, objectives: directions.count)
    self.space = space
    self.sampler = ready
    self.pruner = pruner
    self.directions = directions
    self.seed = seed
    self.batchSize = batchSize
    if let pruner { pruning = PruningContext(pruner: pruner, finished: []) }
  }

  // MARK: Ask and tell

  /// The trials of the newest batch that have not been told, by number.
  public var running: [TrialRecord] { trials[batch].filter { $0.state == .running } }

  /// Every trial, and the batches in which they were asked for.
  public var history: StudyHistory {
    StudyHistory(trials: trials, batchStarts: batchStarts)
  }

  /// Returns the next batch of trials; fewer than the batch size, or none, when the sampler has no
  /// more points.
  ///
  /// - Parameter limit: At most so many trials.
  /// - Returns: The trials, running.
  /// - Throws: ``StudyError/batchUnfinished(running:)``, ``StudyError/constraintsUnsatisfied(tries:)``.
  public mutating func ask(limit: Int = .max) throws(StudyError) -> [TrialRecord] {
    let running = running
    guard running.isEmpty else { throw .batchUnfinished(running: running.map(\.number)) }
    var asked: [TrialRecord] = []
    var points: [SearchPoint] = []
    for offset in 0..<max(0, min(limit, batchSize)) {
      guard
        let (point, proposals) = try suggestion(trial: trials.count + offset, running: points)
      else { break }
      points.append(point)
      asked.append(
        TrialRecord(
          number: trials.count + offset,
          parameters: space.parameters(at: point),
          point: point,
          proposals: proposals,
          state: .running,
          values: [],
          reports: [],
          notes: []
        )
      )
    }
    start(asked)
    return asked
  }

  private mutating func start(_ asked: [TrialRecord]) {
    batch = trials.count..<trials.count + asked.count
    if !asked.isEmpty { batchStarts.append(trials.count) }
    trials += asked
  }

  private mutating func suggestion(
    trial: Int,
    running: [SearchPoint]
  ) throws(StudyError) -> (SearchPoint, proposals: Int)? {
    for attempt in 0..<Self.constraintTries {
      let request = SampleRequest(trial: trial, attempt: attempt, running: running, seed: seed)
      guard let point = sampler.suggest(request) else { return nil }
      if isAllowed(point) { return (point, attempt + 1) }
    }
    for attempt in 0..<Self.constraintTries {
      let request = SampleRequest(trial: trial, attempt: attempt, running: running, seed: seed)
      var stream = request.stream(purpose: DrawPurpose.fallback)
      let point = space.uniformPoint(&stream)
      if isAllowed(point) { return (point, Self.constraintTries) }
    }
    throw .constraintsUnsatisfied(tries: 2 * Self.constraintTries)
  }

  private func isAllowed(_ point: SearchPoint) -> Bool {
    space.constraints.isEmpty || space.isAllowed(space.parameters(at: point))
  }

  /// Takes the outcome of a running trial, in any order within a batch.
  ///
  /// Values that are not finite fail the trial. When the last trial of the batch is told, the sampler
  /// learns from all of them.
  ///
  /// - Parameters:
  ///   - number: The number of the trial.
  ///   - outcome: How it ended.
  ///   - reports: What it reported on the way, steps rising.
  ///   - notes: What is kept beside its values; no sampler sees it.
  /// - Throws: ``StudyError/notRunning(trial:)``, ``StudyError/valueCount(trial:expected:found:)``,
  ///   ``StudyError/reportNotFinite(trial:step:)``.
  public mutating func tell(
    _ number: Int,
    _ outcome: TrialOutcome,
    reports: [TrialReport] = [],
    notes: [JSONMember] = []
  ) throws(StudyError) {
    guard batch.contains(number), trials[number].state == .running else {
      throw .notRunning(trial: number)
    }
    if let bad = reports.first(where: { !$0.value.isFinite }) {
      throw .reportNotFinite(trial: number, step: bad.step)
    }
    switch outcome {
    case .complete(let values):
      guard values.count == directions.count else {
        throw .valueCount(trial: number, expected: directions.count, found: values.count)
      }
      if let bad = values.firstIndex(where: { !$0.isFinite }) {
        let reason = "objective \(bad): expected a finite value, found \(values[bad])"
        trials[number].state = .failed(reason: reason)
      } else {
        trials[number].state = .complete
        trials[number].values = values
      }
    case .pruned: trials[number].state = .pruned
    case .failed(let reason): trials[number].state = .failed(reason: reason)
    }
    trials[number].reports = reports
    trials[number].notes = notes
    if trials[batch].allSatisfy({ $0.state != .running }) { learn() }
  }

  private mutating func learn() {
    sampler.observe(trials[batch].map(observation))
    guard let pruning else { return }
    let reports = trials[batch].map(finishedReports)
    self.pruning = PruningContext(pruner: pruning.pruner, finished: pruning.finished + reports)
  }

  private func finishedReports(_ trial: TrialRecord) -> FinishedReports {
    FinishedReports(
      number: trial.number,
      loss: trial.values.first.map(directions[0].loss),
      reports: trial.reports.map(loss)
    )
  }

  private func observation(_ trial: TrialRecord) -> TrialObservation {
    let outcome: TrialObservation.Outcome =
      switch trial.state {
      case .complete:
        .complete(losses: zip(directions, trial.values).map { $0.loss($1) })
      case .pruned: .pruned(trial.reports.last.map(loss))
      case .running, .failed: .failed
      }
    return TrialObservation(number: trial.number, point: trial.point, outcome: outcome)
  }

  private func loss(_ report: TrialReport) -> TrialReport {
    TrialReport(step: report.step, value: directions[0].loss(report.value))
  }

  /// Returns whether the pruner gives a running trial up after its newest report.
  ///
  /// For objectives that report for many trials at once; ``ActiveTrial/report(_:step:)`` asks by itself.
  /// The answer depends on the trials told before the newest batch alone.
  ///
  /// - Parameters:
  ///   - trial: The number of the trial.
  ///   - reports: What it reported, steps rising; never empty.
  /// - Returns: `false` without a pruner.
  public func shouldPrune(_ trial: Int, reports: [TrialReport]) -> Bool {
    pruning?.shouldPrune(trial, reports: reports, direction: directions[0]) ?? false
  }

  // MARK: Going on

  /// Takes back a history that this study, or one of the same definition, had before.
  ///
  /// The study then continues as the one that had the history would have: trials that were running are
  /// running again, see ``running``. Nothing is asked for again, so that it is not noticed when the
  /// history is another study's; ``replay(_:)`` notices.
  ///
  /// - Parameter history: What a storage kept.
  /// - Throws: ``StudyError/historyNotAtStart(trials:)`` unless the study has no trials.
  /// - Complexity: O(trials · parameters) for samplers that learn nothing, and about as much as learning
  ///   from every batch once for the others.
  public mutating func restore(_ history: StudyHistory) throws(StudyError) {
    guard trials.isEmpty else { throw .historyNotAtStart(trials: trials.count) }
    trials = history.trials
    batchStarts = history.batchStarts
    guard let last = batchStarts.last else { return }
    batch = last..<trials.count
    let isWhole = running.isEmpty
    sampler.restore(
      history.batches.map { batch in
        SampledBatch(
          trials: batch.map { trial in
            SampledTrial(proposals: trial.proposals, observation: observation(trial))
          },
          isTold: isWhole || batch.startIndex != last
        )
      },
      seed: seed
    )
    guard let pruning else { return }
    let finished = isWhole ? trials[...] : trials[..<last]
    self.pruning = PruningContext(pruner: pruning.pruner, finished: finished.map(finishedReports))
  }

  /// Takes back a history from before, such as from a journal: asks for every trial again and checks
  /// that it is the recorded one.
  ///
  /// The study then continues as the one that wrote the history would have.
  ///
  /// - Parameter history: Finished trials by number, whole batches; the last may be shorter.
  /// - Throws: ``StudyError/historyMismatch(trial:expected:found:)`` when space, sampler, seed or batch
  ///   size differ; what ``ask(limit:)`` and ``tell(_:_:reports:)`` throw.
  public mutating func replay(_ history: [TrialRecord]) throws(StudyError) {
    var rest = history[...]
    while !rest.isEmpty {
      let asked = try ask(limit: rest.count)
      for (trial, record) in zip(asked, rest) {
        guard trial.number == record.number, trial.parameters == record.parameters else {
          throw .historyMismatch(
            trial: trial.number,
            expected: trial.parameters,
            found: record.parameters
          )
        }
        let outcome: TrialOutcome =
          switch record.state {
          case .complete: .complete(values: record.values)
          case .pruned: .pruned
          case .failed(let reason): .failed(reason: reason)
          case .running: throw .notRunning(trial: record.number)
          }
        try tell(trial.number, outcome, reports: record.reports, notes: record.notes)
      }
      guard !asked.isEmpty else {
        throw .historyMismatch(
          trial: trials.count,
          expected: ParameterSet(),
          found: rest.first?.parameters ?? ParameterSet()
        )
      }
      rest = rest.dropFirst(asked.count)
    }
  }
}
