internal import ArgumentParser
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import Forecasting
internal import MarketModel
internal import ModelSearch
internal import ModelTraining
internal import NeuralForecasting
internal import TorchEngine

/// Searches the sizes of networks and how they are taught.
struct HpoCommand: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "hpo",
    abstract: "Search the architecture and the training of a network for a budget of parameters.",
    discussion: """
      The document names experiment, budget, data, target, and what is tried; docs/scaling.md explains every key.
      Trials are compared on validation samples; only the best one is measured on the test samples, once. Results do
      not depend on the number of workers. OUTPUT/<experiment> holds <experiment>_<budget>_best.json, which
      `scaling fit` and `scaling report` read, experiments.csv and experiments.md, and a folder for each budget with
      its trials. A search that was interrupted goes on where it stopped when the same command is given again.

      EXAMPLES:
        walk-forward-training hpo --config configs/hpo.yaml --lake lake --dry-run
        walk-forward-training hpo --config configs/hpo.yaml --lake lake --budget 100K --trials 8
        walk-forward-training hpo --config configs/hpo.yaml --lake lake --budget 20M --device cuda --timeout 4h
        walk-forward-training scaling fit reports/spy_direction

      EXIT CODES:
        0  done
        1  the search failed
        2  the document or the command line is wrong
      """
  )

  @Option(help: "The document.")
  var config: String

  @OptionGroup var lake: LakeOption

  @Option(help: "A symbol in place of the document's.")
  var symbol: String?

  @Option(help: "A budget in place of the document's, such as 2M.")
  var budget: String?

  @Option(help: "A number of trials in place of the document's.")
  var trials: Int?

  @Option(help: "How long trials may begin, such as 30m or 4h, in place of the document's limit.")
  var timeout: String?

  @Flag(help: "Show data, grid, memory and what is tried, and train nothing.")
  var dryRun = false

  @Flag(help: "Go on with a search that was begun before; fail when there is none.")
  var resume = false

  @Option(help: "The number of trials at the same time. (default: all processors)")
  var workers: Int?

  @Option(help: "Where networks are taught: cpu, cuda or cuda:1.")
  var device = "cpu"

  @Option(help: "The memory that trials may take together, such as 8G. (default: the machine's)")
  var memory: String?

  @Option(help: "The folder for the folders of experiments.")
  var output = "reports"

  @Option(help: "The instant to write into results in place of the clock's.")
  var now: String?

  @Option(
    name: .customLong("set"),
    help: "A value in place of the document's, such as training.patience=3; may be repeated."
  )
  var assignments: [String] = []

  @Flag(help: "Print the result as JSON in place of tables.")
  var json = false

  func validate() throws {
    for (option, count) in [("--trials", trials), ("--workers", workers)] {
      if let count, count < 1 {
        throw ValidationError("expected 1 or more for \(option), found \(count)")
      }
    }
    if let budget { _ = try parameterBudget(budget, option: "--budget") }
    if let timeout, durationInSeconds(timeout) == nil {
      throw ValidationError(
        "expected a length of time such as 90s, 30m or 4h for --timeout, found '\(timeout)'"
      )
    }
    if let memory, byteCount(memory) == nil {
      throw ValidationError("expected bytes such as 800M or 8G for --memory, found '\(memory)'")
    }
    if TorchDevice(device) == nil {
      throw ValidationError("expected cpu, cuda or cuda:N for --device, found '\(device)'")
    }
    if let now, Timestamp(now) == nil {
      throw ValidationError("expected an ISO 8601 instant for --now, found '\(now)'")
    }
  }

  func run(context: CommandContext) async throws {
    try HpoJob(self, context).run()
  }
}

/// Reads a budget of the command line.
func parameterBudget(_ text: String, option: String) throws -> ParameterBudget {
  if let budget = ParameterBudget(text) { return budget }
  let near = ParameterBudget.suggestion(for: text).map { "; did you mean '\($0)'?" } ?? ""
  throw ValidationError("expected \(ParameterBudget.form) for \(option), found '\(text)'\(near)")
}

/// Reads a number of bytes with K, M, G or T, in units of 1024; `nil` for anything else.
func byteCount(_ text: String) -> Int? {
  let units: [Character: Double] = ["K": 0x1p10, "M": 0x1p20, "G": 0x1p30, "T": 0x1p40]
  guard let unit = text.uppercased().last.flatMap({ units[$0] }),
    let number = Double(text.dropLast()), number > 0, number * unit < 0x1p62
  else { return nil }
  return Int(number * unit)
}
