internal import Backtest
internal import ConfigValidation
internal import ExperimentRegistry
internal import MarketModel
internal import ReplayPacks
internal import Strategies

/// The runs of a cycle.
struct CycleRuns {
  var trials: [ExperimentRunner.Outcome] = []
  var benchmarks: [ExperimentRunner.Outcome] = []
}

/// What the experiments of a cycle share.
struct Laboratory {
  let registry: RunRegistry
  let workers: Int
  let environment: RunEnvironment
  let specID: String
}

extension ResearchCycle {
  /// Runs every parameter set of every strategy, and buying and holding every symbol.
  func runExperiments(
    _ packs: [ReplayPack],
    _ laboratory: Laboratory,
    _ control: CycleControl
  ) throws(CycleError) -> CycleRuns {
    let settings = experimentSettings
    let runner = try runner(on: packs, settings, laboratory)
    control.observe(.began(.experiments, total: loaded.trialCount))
    var runs = CycleRuns()
    for (entry, definition) in zip(loaded.config.strategies, loaded.definitions) {
      try control.checkStop(.experiments)
      let done = runs.trials.count
      let tags =
        entry.sweep == nil
        ? ["default"] : entry.grid.indices.map { "sweep_\($0)" }
      do throws(ExperimentError) {
        let outcomes = try runner.run(
          definition,
          sets: entry.grid,
          tags: tags,
          progress: { control.observe(.advanced(.experiments, completed: done + $0)) },
          shouldStop: control.shouldStop
        )
        runs.trials += outcomes
      } catch {
        if case .cancelled = error { throw .stopped(during: .experiments) }
        throw .experiment(error)
      }
      try onRegistry { () throws(RegistryError) in
        try laboratory.registry.add(
          runs.trials[done...].map {
            CycleRun(run: $0.artifact.manifest.runID, tag: $0.tag, isReused: $0.isReused)
          },
          toCycle: cycleID
        )
      }
      stress(definition, entry, runner, control)
    }
    for pack in packs {
      try control.checkStop(.experiments)
      runs.benchmarks += try benchmark(of: pack, laboratory)
    }
    let reused = runs.trials.count { $0.isReused }
    control.observe(
      .ended(
        .experiments,
        result: "\(runs.trials.count) runs (\(reused) reused), \(runs.benchmarks.count) benchmarks"
      )
    )
    return runs
  }

  /// Runs the base parameters on the bars of each regime alone; a failure only warns.
  private func stress(
    _ definition: StrategyDefinition,
    _ entry: StrategyConfig,
    _ runner: ExperimentRunner,
    _ control: CycleControl
  ) {
    do {
      let parameters = try definition.schema.resolve(entry.parameters)
      _ = try runner.stressRegimes(definition, parameters: parameters)
    } catch {
      control.observe(.warning(.stressFailed(strategy: definition.name, reason: "\(error)")))
    }
  }

  /// A benchmark is measured like every run; tests of its robustness would say nothing.
  var benchmarkSettings: ExperimentSettings {
    var settings = experimentSettings
    settings.walkForward = nil
    settings.stressesRegimes = false
    return settings
  }

  /// How the document's runs are executed, measured and tested.
  var experimentSettings: ExperimentSettings {
    ExperimentSettings(
      loaded.config.experiment,
      monteCarloThresholds: loaded.monteCarloThresholds,
      impliedPeriodsPerYear: periodsPerYear
    )
  }

  private func runner(
    on packs: [ReplayPack],
    _ settings: ExperimentSettings,
    _ laboratory: Laboratory
  ) throws(CycleError) -> ExperimentRunner {
    ExperimentRunner(
      data: try experimentData(of: packs),
      settings: settings,
      registry: laboratory.registry,
      outputDirectory: loaded.paths.artifact(loaded.config.experiment.outputDirectory),
      environment: laboratory.environment,
      workers: laboratory.workers,
      specID: laboratory.specID
    )
  }

  /// Buys one symbol with all cash and holds it: what every strategy has to beat.
  private func benchmark(
    of pack: ReplayPack,
    _ laboratory: Laboratory
  ) throws(CycleError) -> [ExperimentRunner.Outcome] {
    let runner = try runner(on: [pack], benchmarkSettings, laboratory)
    do throws(ExperimentError) {
      let definition = try benchmarkDefinition()
      return try runner.run(
        definition,
        sets: [definition.schema.defaults],
        tags: ["\(RunArtifact.benchmarkTag)_\(pack.symbol)"],
        isCounted: false
      )
    } catch {
      throw .experiment(error)
    }
  }

  private func benchmarkDefinition() throws(ExperimentError) -> StrategyDefinition {
    do throws(BacktestError) {
      return try BuiltInStrategies.registry.definition(named: "BuyAndHold")
    } catch {
      throw .backtest(strategy: "BuyAndHold", error)
    }
  }
}
