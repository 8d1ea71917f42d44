internal import Backtest
internal import DataLake
public import ExperimentRegistry
internal import MarketModel
internal import PerformanceMetrics

extension ResearchCycle {
  /// Runs the cycle.
  ///
  /// - Parameters:
  ///   - registry: Where runs and trials are kept.
  ///   - workers: The number of threads; results do not depend on it.
  ///   - environment: The circumstances, which change no number.
  ///   - observe: Is told what happens, on the calling thread.
  ///   - shouldStop: Asked between two units of work.
  /// - Returns: The verdict and the files.
  /// - Throws: ``CycleError``; what was completed before stays completed.
  public func run(
    registry: RunRegistry,
    workers: Int,
    environment: RunEnvironment,
    observe: @escaping @Sendable (CycleEvent) -> Void,
    shouldStop: @escaping @Sendable () -> Bool
  ) throws(CycleError) -> CycleReport {
    let control = CycleControl(observe: observe, shouldStop: shouldStop)
    let id = cycleID
    let text = resolvedText
    // What cannot be done at all leaves no trace: nothing is noted before these hold.
    let plan = try plan()
    try prepareFolders()
    try onRegistry { () throws(RegistryError) in
      try registry.beginCycle(id: id, configuration: text, at: now)
    }
    do throws(CycleError) {
      let report = try perform(plan, registry, workers, environment, control)
      try onRegistry { () throws(RegistryError) in
        try registry.endCycle(id: id, failure: nil, at: now)
      }
      return report
    } catch {
      // The reason of the cycle's end matters more than a registry that cannot note it.
      try? registry.endCycle(id: id, failure: "\(error)", at: now)
      throw error
    }
  }

  private func perform(
    _ plan: CyclePlan,
    _ registry: RunRegistry,
    _ workers: Int,
    _ environment: RunEnvironment,
    _ control: CycleControl
  ) throws(CycleError) -> CycleReport {
    if loaded.skippedCombinations > 0 {
      control.observe(.warning(.combinationsSkipped(loaded.skippedCombinations)))
    }
    for missing in plan.missing {
      control.observe(.warning(.symbolLeftOut(missing.symbol, reason: missing.reason)))
    }
    try ensureOutcomes(of: plan, control)
    try ensureRegimes(of: plan, control)
    let packs = try buildPacks(of: plan, control)
    let source = RunSource(configuration: resolvedText, packs: packs)
    let specID = try onRegistry { () throws(RegistryError) in
      try registry.recordSpec(source.json, at: now)
    }
    let laboratory = Laboratory(
      registry: registry,
      workers: workers,
      environment: environment,
      specID: specID
    )
    let runs = try runExperiments(packs.map(\.pack), laboratory, control)
    let deflations = try sharpeDeflations(of: runs.trials, registry)
    let (evaluation, files) = try evaluate(
      try runs.trials.map { (trial) throws(CycleError) in
        try evaluationRun(trial, deflations[trial.identity.runID])
      },
      benchmarks: try runs.benchmarks.map { (run) throws(CycleError) in
        try evaluationRun(run, nil)
      },
      control
    )
    try keepVerdicts(evaluation, of: runs.trials, registry)
    let folders = [
      CycleFile(
        content: .experiments,
        path: loaded.paths.artifact(loaded.config.experiment.outputDirectory)
      ),
      CycleFile(
        content: .packs,
        path: loaded.paths.artifact(loaded.config.pack.outputDirectory)
      ),
    ]
    return CycleReport(
      cycleID: cycleID,
      evaluation: evaluation,
      runCount: runs.trials.count,
      reusedCount: runs.trials.count { $0.isReused },
      files: files + folders
    )
  }

  /// Checks that the folders of all outputs can be written, before anything is computed.
  private func prepareFolders() throws(CycleError) {
    let config = loaded.config
    let folders = [
      config.pack.outputDirectory, config.experiment.outputDirectory,
      config.evaluation.rankingsOutputDirectory,
    ]
    for folder in folders {
      do throws(FileError) {
        try AtomicFile.prepareFolder(loaded.paths.artifact(folder))
      } catch {
        throw .file(error)
      }
    }
  }

  private func evaluationRun(
    _ outcome: ExperimentRunner.Outcome,
    _ deflation: SharpeDeflation?
  ) throws(CycleError) -> EvaluationRun {
    EvaluationRun(
      artifact: outcome.artifact,
      sourceFile: sourceFile(outcome.fileName, in: loaded.config.experiment.outputDirectory),
      deflatedSharpe: try onMetrics(outcome) { () throws(MetricError) in
        try deflation?.deflatedSharpeRatio
      },
      deflation: deflation
    )
  }
}
