internal import ArgumentParser
internal import CommandSupport
internal import ExperimentRegistry
internal import MarketModel
internal import ModelTraining

/// Puts a model into use.
struct PromoteModel: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote",
    abstract: "Put a model into use; the one of its name that was in use is deprecated.",
    discussion: """
      Its files are verified first. A model whose gates failed, or which is a baseline, is promoted only with a
      reason, which is stored. With --postgres the promotion is written there, too.

      EXAMPLES:
        walk-forward-training models promote 9f86d081884c7d65-2-tft --output reports
        walk-forward-training models promote spy-1d-forward_return-h5-tft@3 --output reports --reason "on paper"

      EXIT CODES:
        0  the model is green
        1  there is no such model, its gates failed and no reason was given, or its files have changed
        2  the command line is wrong
      """
  )

  @Argument(help: "The identifier or its beginning, name@version, or a name.")
  var model: String

  @OptionGroup var options: ModelRecordOptions

  @Option(help: "Why a model is promoted whose gates failed.")
  var reason: String?

  @Option(help: "The instant to use in place of the clock, such as 2024-06-30T20:00:00Z.")
  var now: String?

  func validate() throws {
    if let now, Timestamp(now) == nil {
      throw ValidationError("expected an ISO 8601 instant for --now, found '\(now)'")
    }
    if let reason, reason.allSatisfy(\.isWhitespace) {
      throw ValidationError("expected words for --reason, found none")
    }
  }

  func run(context: CommandContext) async throws {
    let registry = try options.registry()
    let record = try WalkForwardCommands.model(model, in: registry)
    let inspected = try orFail { () throws(ModelRecordError) in
      try InspectedModel(record, in: registry, output: options.output)
    }
    guard inspected.problems.isEmpty else {
      throw CommandFailure.failed(
        "\(record.versionedName) is not promoted:\n" + inspected.problems.joined(separator: "\n")
      )
    }
    let instant = now.flatMap { Timestamp($0) } ?? context.now()
    let promotion = try orFail { () throws(ModelRecordError) in
      try registry.promote(record.id, overrideReason: reason, at: instant)
    }
    let before = promotion.replaced.map { "; \($0) is deprecated" } ?? ""
    context.console.print("\(promotion.model.versionedName) (\(record.id)) is green\(before)")
    if let postgres = options.postgres {
      let sender = RecordSender(output: options.output, context: context)
      sender.warn(
        of: sender.send(registry, toPostgres: postgres),
        option: "--postgres \(postgres)"
      )
    }
  }
}
