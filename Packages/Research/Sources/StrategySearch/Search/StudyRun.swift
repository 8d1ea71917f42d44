internal import ConfigValidation
internal import ExperimentRegistry
internal import Optimizer

/// One study over one stretch of data: batches of parameter sets, each in one pass.
struct StudyRun {
  let search: LoadedSearch
  let evaluator: any TrialEvaluator
  let stretch: ReplayStretch
  let seed: UInt64
  let workers: Int

  /// Tells that a batch ended, with every trial so far.
  var progress: (Study) -> Void = { _ in }

  /// Asked between batches.
  var shouldStop: () -> Bool = { false }

  private var config: SearchConfig { search.config }

  /// Runs the study to its end, from where the storage has it.
  func run<Storage: StudyStorage>(_ storage: Storage) throws(SearchError) -> Study
  where Storage.Failure == RegistryError {
    var study = try makeStudy()
    var failure: SearchError?
    do throws(StoredStudyError<RegistryError>) {
      try study.optimizeBatches(totalTrials: config.optimization.samples ?? .max, storage: storage)
      {
        study,
        batch in
        if study.trials.count > batch.count { progress(study) }
        guard !shouldStop() else {
          failure = .cancelled
          return nil
        }
        do throws(SearchError) {
          return try evaluate(batch, study)
        } catch {
          failure = error
          return nil
        }
      }
    } catch {
      switch error {
      case .study(let error): throw .study(error)
      case .storage(let error): throw .registry(error)
      }
    }
    if let failure { throw failure }
    progress(study)
    return study
  }

  private func evaluate(
    _ batch: [TrialRecord],
    _ study: Study
  ) throws(SearchError) -> [TrialEnd] {
    let evaluated = try evaluator.evaluate(
      batch.map(\.parameters),
      over: stretch,
      workers: workers,
      watch: watch(batch, study)
    )
    return zip(batch, evaluated).map { SearchTrial($0, $1, config).end }
  }

  private func watch(_ batch: [TrialRecord], _ study: Study) -> TrialWatch? {
    guard let pruner = config.optimization.pruner else { return nil }
    let metric = config.optimization.objectives[0].metric
    return TrialWatch(
      checkpoints: pruner.checkpoints,
      shouldPrune: { study.shouldPrune(batch[$0].number, reports: $1) },
      report: { soFar, before in
        guard case .wilcoxon = pruner.rule else { return soFar[metric] }
        return soFar.finalEquity / (before?.finalEquity ?? soFar.startingCash) - 1
      }
    )
  }

  // MARK: The study

  /// Creates the study without trials.
  func makeStudy() throws(SearchError) -> Study {
    let settings = config.optimization
    do throws(StudyError) {
      return try Study(
        space: search.space,
        sampler: try sampler(),
        pruner: try settings.pruner?.makePruner(),
        directions: settings.objectives.map(\.direction),
        seed: seed,
        batchSize: settings.batchSize
      )
    } catch {
      throw .study(error)
    }
  }

  private func sampler() throws(StudyError) -> any TrialSampler {
    let settings = config.optimization
    switch settings.method {
    case .grid: return GridSampler()
    case .monteCarlo: return RandomSampler(avoidsRepeats: settings.avoidsRepeats)
    case .latinHypercube: return LatinHypercubeSampler(count: settings.samples ?? 1)
    case .sobol: return SobolSampler(isScrambled: true)
    case .tpe: return TPESampler(.standard)
    case .cmaes:
      var standard = CMAESSettings.standard
      standard.population = settings.population
      return CMAESSampler(standard)
    case .nsga2: return NSGAIISampler(.standard(population: settings.population ?? 2))
    }
  }
}

extension PrunerConfig {
  /// Creates the rule over checkpoints 1, 2, ….
  fileprivate func makePruner() throws(StudyError) -> any TrialPruner {
    switch rule {
    case .median(let trials):
      try MedianPruner(startupTrials: trials, firstStep: 1, stepInterval: 1, leastTrials: 1)
    case .successiveHalving(let reduction):
      try SuccessiveHalvingPruner(firstStep: 1, reduction: reduction, skippedRungs: 0)
    case .hyperband(let reduction):
      try HyperbandPruner(firstStep: 1, lastStep: checkpoints, reduction: reduction)
    case .wilcoxon(let threshold):
      try WilcoxonPruner(threshold: threshold, startupSteps: 2)
    }
  }
}

/// A storage that keeps nothing, for searches that need not be continued.
struct ForgetfulStudy: StudyStorage {
  let studyName: String

  func open(_ definition: StudyDefinition) throws(RegistryError) -> StudyHistory { StudyHistory() }

  func recordAsked(_ batch: [TrialRecord]) throws(RegistryError) {}

  func recordTold(_ trials: [TrialRecord]) throws(RegistryError) {}

  func commit() throws(RegistryError) {}
}
