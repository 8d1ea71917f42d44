internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import MajorsAlts

struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Run experiments of the majors/alts monitor.",
    subcommands: [RunExperiment.self]
  )
}

/// Runs one experiment.
struct RunExperiment: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run one experiment and write its artifacts.",
    discussion: """
      Writes manifest.json, metrics.json, regime_evaluation.json, regime_timeseries.parquet, returns.parquet
      and features.parquet under OUTPUT/runs, and a row of OUTPUT/catalog/catalog.parquet. An experiment that
      was run before over the same facts is not computed again.

      EXAMPLES:
        research-loop experiment run configs/experiments/msm/msm_v1_baseline.yaml --lake lake
        research-loop experiment run spec.yaml --lake lake --set costs.taker_bps=2 --output out
      """
  )

  @Argument(help: "The document of the experiment.")
  var spec: String

  @OptionGroup var options: ExperimentOptions

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let spec: ExperimentSpec
    do throws(ConfigurationError) {
      spec = try ExperimentSpec(path: self.spec, assignments: options.assignments)
    } catch {
      throw CommandFailure.usage(error)
    }
    let outcome = try await options.withBatch(context) { batch, reader in
      let facts = try reader.facts(spec.settings)
      return try orFail { () throws(ExperimentStoreError) in
        try batch.run(spec, over: facts)
      }
    }
    guard let folder = outcome.folder, let metrics = outcome.metrics else {
      throw CommandFailure.failed("\(self.spec): \(outcome.problem ?? "no result")")
    }
    let console = context.console
    console.print("\(spec.settings.title)\(outcome.isReused ? "  (reused)" : "")")
    console.print("")
    console.print(
      ExperimentTables.story(of: spec.settings.experimentID, metrics, in: console.style)
    )
    console.print("")
    console.print("run            \(folder)")
  }
}
