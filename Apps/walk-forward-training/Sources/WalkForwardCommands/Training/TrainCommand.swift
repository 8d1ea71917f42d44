internal import ArgumentParser
internal import CommandSupport
internal import MarketModel
internal import TorchEngine

/// Trains the models of a document fold by fold, and judges them.
struct TrainCommand: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train models fold by fold, judge them out of sample, and gate them.",
    discussion: """
      The document names data, features, target, models, folds, gates and costs; docs/walk-forward.md explains
      every key. Each horizon is a run of its own. Results do not depend on the number of workers. OUTPUT/<run id>
      holds folds.json, metrics.json, gates.json, importance.json, predictions.parquet, resolved_config.yaml, and
      each fold's model under models. A run that was interrupted goes on where it stopped when the same command is
      given again.

      EXAMPLES:
        walk-forward-training train --config configs/training.yaml --lake lake --dry-run
        walk-forward-training train --config configs/training.yaml --lake lake --max-folds 2 --workers 2
        walk-forward-training train --config c.yaml --lake lake --symbol QQQ --set training.epochs=5

      EXIT CODES:
        0  done, whatever the gates say
        1  the training failed
        2  the document or the command line is wrong
      """
  )

  @Option(help: "The document.")
  var config: String

  @OptionGroup var lake: LakeOption

  @Option(help: "The symbol to train on, in place of the document's.")
  var symbol: String?

  @Option(help: "The number of folds to train, oldest first. (default: the document's, or all)")
  var maxFolds: Int?

  @Flag(help: "Show folds, models and about how long they take, and train nothing.")
  var dryRun = false

  @Flag(help: "Go on with a training that was begun before; fail when there is none.")
  var resume = false

  @Option(help: "The number of fits at the same time. (default: all processors)")
  var workers: Int?

  @Option(help: "Where networks are taught: cpu, cuda or cuda:1.")
  var device = "cpu"

  @Option(help: "The folder for the folders of runs.")
  var output = "reports"

  @Option(help: "The instant to use in place of the clock, such as 2024-06-30T20:00:00Z.")
  var now: String?

  @Flag(help: "Print the results as JSON in place of tables.")
  var json = false

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
    if let symbol, symbol.isEmpty { throw ValidationError("expected a name for --symbol") }
    if let now, Timestamp(now) == nil {
      throw ValidationError("expected an ISO 8601 instant for --now, found '\(now)'")
    }
  }

  func run(context: CommandContext) async throws {
    let job = try TrainJob(self, context)
    let horizons = try job.preparedHorizons()
    if dryRun {
      job.describe(horizons)
      return
    }
    let runs = try job.runs(of: horizons)
    if resume { try job.checkResume(runs) }
    try await job.train(runs)
  }
}
