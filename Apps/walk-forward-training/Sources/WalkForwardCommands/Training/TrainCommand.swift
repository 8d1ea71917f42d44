internal import ArgumentParser
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import Forecasting
internal import ModelTraining
internal import TorchEngine

/// Trains the models of a document fold by fold, and judges them.
struct TrainCommand: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train models fold by fold, judge them out of sample, and gate them.",
    discussion: """
      The document names data, features, target, models, folds, gates and costs; docs/walk-forward.md explains
      every key. Results do not depend on the number of workers. OUTPUT/<run id> holds folds.json, metrics.json,
      gates.json, importance.json, predictions.parquet, resolved_config.yaml, and each fold's model under models.
      A run that was interrupted goes on where it stopped when the same command is given again.

      EXAMPLES:
        walk-forward-training train --config configs/training.yaml --lake lake --dry-run
        walk-forward-training train --config configs/training.yaml --lake lake --max-folds 2 --workers 2
        walk-forward-training train --config c.yaml --lake lake --set training.epochs=5

      EXIT CODES:
        0  done, whatever the gates say
        1  the training failed
        2  the document or the command line is wrong
      """
  )

  @Option(help: "The document.")
  var config: String

  @OptionGroup var lake: LakeOption

  @Option(help: "The number of folds to train, oldest first. (default: all)")
  var maxFolds: Int?

  @Flag(help: "Show folds and models, and train nothing.")
  var dryRun = false

  @Option(help: "The number of fits at the same time. (default: all processors)")
  var workers: Int?

  @Option(help: "Where networks are taught: cpu, cuda or cuda:1.")
  var device = "cpu"

  @Option(help: "The folder for the folders of runs.")
  var output = "reports"

  @Option(
    name: .customLong("set"),
    help: "A value in place of the document's, such as training.epochs=5; may be repeated."
  )
  var assignments: [String] = []

  func validate() throws {
    for (option, count) in [("--max-folds", maxFolds), ("--workers", workers)] {
      if let count, count < 1 {
        throw ValidationError("expected 1 or more for \(option), found \(count)")
      }
    }
    if TorchDevice(device) == nil {
      throw ValidationError("expected cpu, cuda or cuda:N for --device, found '\(device)'")
    }
  }

  func run(context: CommandContext) async throws {
    let training = try loaded()
    let lake = try context.openExistingLake(lake.directory)
    let snapshot = try orFail { () throws(LakeError) in try lake.pin() }
    let data = try orFail { () throws(TrainingError) in try training.config.data(in: snapshot) }
    let plan = try orFail { () throws(TrainingError) in
      try training.config.plan(over: data, maximumFolds: maxFolds)
    }
    let report = TrainingReport(console: context.console)
    if dryRun {
      report.show(training, data, plan)
      return
    }
    let engines = try engines(training, context)
    let run = try orFail { () throws(TrainingError) in
      try TrainingRun(training, data: data, plan: plan, engines: engines)
    }
    try orFail { () throws(FileError) in try AtomicFile.prepareFolder(output) }
    let display = TrainingDisplay(context, fitCount: run.fitCount)
    let outcome = try orFail { () throws(TrainingError) in
      let outcome = try run.run(
        output: output,
        workers: workers ?? context.processorCount,
        progress: { display.show($0) }
      )
      try outcome.write(database: lake.database)
      return outcome
    }
    report.show(outcome)
  }

  private func loaded() throws(CommandFailure) -> LoadedTraining {
    do throws(ConfigurationError) {
      return try LoadedTraining(path: config, overrides: assignments)
    } catch {
      throw .usage(error)
    }
  }

  private func engines(
    _ training: LoadedTraining,
    _ context: CommandContext
  ) throws(CommandFailure) -> TrainingEngines {
    try orFail { () throws(ForecastError) in
      try TrainingEngines(
        for: training.config.models,
        torch: TorchLocation(explicit: nil, projectDirectories: context.projectDirectories),
        boosting: LightGBMLocation(explicit: nil, projectDirectories: context.projectDirectories),
        device: TorchDevice(device) ?? .cpu
      )
    }
  }
}
