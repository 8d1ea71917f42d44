internal import Backtest
internal import ConfigValidation
public import ExperimentRegistry
public import MarketModel
internal import Optimizer
internal import PerformanceMetrics

/// Runs a search: trials in batches, each batch in one pass over the data.
///
/// ```swift
/// let search = try LoadedSearch(path: "configs/optimize/spy_bars.yaml", overrides: [], strategies: registry)
/// let outcome = try SearchRunner(search, data: try search.data(in: lake.pin()), workers: 4).run()
/// ```
///
/// The outcome is the same for any number of workers. With a registry every trial is kept and counted before
/// its result is known, and a search that was killed goes on where it stopped.
public struct SearchRunner {
  /// The document.
  public let search: LoadedSearch

  /// What is replayed.
  public let data: SearchData

  /// What identifies the search.
  public let identity: SearchIdentity

  /// The number of threads; at least 1.
  public let workers: Int

  let evaluator: any TrialEvaluator
  private let keeping: Keeping?

  /// Where trials are kept.
  public struct Keeping: Sendable {
    /// The registry.
    public var registry: RunRegistry

    /// What another process is told that wants the same search.
    public var holder: String

    /// The instant to record.
    public var now: @Sendable () -> Timestamp

    /// Creates a place.
    public init(
      registry: RunRegistry,
      holder: String,
      now: @escaping @Sendable () -> Timestamp
    ) {
      self.registry = registry
      self.holder = holder
      self.now = now
    }
  }

  /// Creates a runner.
  ///
  /// - Parameters:
  ///   - search: The document.
  ///   - data: What is replayed; see ``LoadedSearch/data(in:)``.
  ///   - workers: The number of threads; at least 1.
  ///   - keeping: Where trials are kept, or `nil` to keep none.
  /// - Throws: ``SearchError`` for data of another kind than the document names.
  public init(
    _ search: LoadedSearch,
    data: SearchData,
    workers: Int,
    keeping: Keeping? = nil
  ) throws(SearchError) {
    self.search = search
    self.data = data
    self.workers = max(1, workers)
    self.keeping = keeping
    let (evaluator, fields) = try search.evaluator(over: data)
    self.evaluator = evaluator
    identity = SearchIdentity(search, dataHash: data.hash, execution: fields)
  }

  /// Runs the search to its end.
  ///
  /// - Parameters:
  ///   - progress: Called between batches.
  ///   - shouldStop: Asked between batches; what was tried is kept.
  /// - Returns: The trials and what they say.
  /// - Throws: ``SearchError``.
  public func run(
    progress: @escaping (SearchProgress) -> Void = { _ in },
    shouldStop: @escaping () -> Bool = { false }
  ) throws(SearchError) -> SearchOutcome {
    let findings: SearchOutcome.Findings =
      if search.config.optimization.walkForward == nil {
        .whole(try wholeSearch(progress, shouldStop))
      } else {
        .walkForward(try walkForward(progress, shouldStop))
      }
    return SearchOutcome(
      search: search,
      identity: identity,
      data: data,
      findings: findings,
      trialsEver: try trialsEver()
    )
  }

  /// How many trials of the strategy on these data the ledger has, forgotten searches included.
  private func trialsEver() throws(SearchError) -> Int? {
    guard let keeping else { return nil }
    do throws(RegistryError) {
      return try keeping.registry.trialTotals(
        dataSetID: identity.dataSetID,
        strategyID: identity.strategyID
      ).trials
    } catch {
      throw .registry(error)
    }
  }

  /// The number of trials of one study, at most; `nil` where a grid cannot be counted.
  public var trialsPerStudy: Int? {
    search.config.optimization.samples ?? search.space.combinationCount
  }

  // MARK: One study

  /// Runs a study over a stretch, kept under a name.
  func study(
    named name: String,
    over stretch: ReplayStretch,
    seed: UInt64,
    window: (index: Int, count: Int)?,
    _ progress: @escaping (SearchProgress) -> Void,
    _ shouldStop: @escaping () -> Bool
  ) throws(SearchError) -> Study {
    var run = StudyRun(
      search: search,
      evaluator: evaluator,
      stretch: stretch,
      seed: seed,
      workers: workers
    )
    run.shouldStop = shouldStop
    let total = trialsPerStudy
    run.progress = { progress(SearchProgress($0, total: total, window: window)) }
    guard let keeping else { return try run.run(ForgetfulStudy(studyName: name)) }
    let identity = identity
    let storage = RegistryStudy(
      registry: keeping.registry,
      name: name,
      purpose: StudyPurpose(
        objective: search.config.optimization.objectives.map(\.metric.rawValue)
          .joined(separator: ","),
        strategyID: identity.strategyID,
        dataSetID: identity.dataSetID,
        settings: identity.document
      ),
      holder: keeping.holder,
      now: keeping.now,
      counting: { identity.counted($0.parameters, over: stretch) }
    )
    do throws(SearchError) {
      let study = try run.run(storage)
      do throws(RegistryError) { try storage.finish(.complete, failure: nil) } catch {
        throw SearchError.registry(error)
      }
      return study
    } catch {
      if error != .cancelled { try? storage.finish(.failed, failure: "\(error)") }
      throw error
    }
  }

  private func wholeSearch(
    _ progress: @escaping (SearchProgress) -> Void,
    _ shouldStop: @escaping () -> Bool
  ) throws(SearchError) -> WholeOutcome {
    let study = try study(
      named: identity.experimentID,
      over: .all,
      seed: search.config.optimization.seed,
      window: nil,
      progress,
      shouldStop
    )
    let stretch = try StretchOutcome(study, search.config.robust)
    let spread = Self.sharpeSpread(stretch.trials)
    var chosen: [Int: ChosenTrial] = [:]
    let numbers = Set([stretch.best, stretch.recommended].compactMap(\.self)).sorted()
    try evaluator.replay(
      numbers.map { stretch.trials[$0].parameters },
      over: .all,
      keepsEquity: true,
      workers: workers
    ) { (index, replayed) throws(SearchError) in
      chosen[numbers[index]] = try ChosenTrial(
        number: numbers[index],
        replayed: replayed,
        trialCount: stretch.trials.count,
        sharpeSpread: spread,
        riskFreeRate: evaluator.periodRiskFreeRate
      )
    }
    return WholeOutcome(
      stretch: stretch,
      best: stretch.best.flatMap { chosen[$0] },
      recommended: stretch.recommended.flatMap { chosen[$0] }
    )
  }

  /// The sample deviation of the period Sharpe ratios of all trials that have one.
  static func sharpeSpread(_ trials: [SearchTrial]) -> Double? {
    var moments = StreamingMoments()
    for trial in trials { if let sharpe = trial.figures?.periodSharpe { moments.add(sharpe) } }
    return moments.sampleVariance.map { $0.squareRoot() }
  }
}

/// How far a search has come.
public struct SearchProgress: Hashable, Sendable {
  /// The window that is searched, and how many there are; `nil` without windows.
  public var window: Int?

  /// The number of windows.
  public var windowCount: Int?

  /// The trials that ended, of this study.
  public var done: Int

  /// The trials of this study, at most; `nil` where that is not known.
  public var total: Int?

  /// The trials given up or rejected.
  public var pruned: Int

  /// The trials that failed.
  public var failed: Int

  /// The best first objective so far, or `nil` without a ranked trial.
  public var best: Double?

  init(_ study: Study, total: Int?, window: (index: Int, count: Int)?) {
    self.window = window?.index
    windowCount = window?.count
    self.total = total
    done = study.trials.count { $0.state != .running }
    pruned = study.trials.count { $0.state == .pruned }
    failed = study.trials.count { if case .failed = $0.state { true } else { false } }
    best = study.best?.values[0]
  }
}
