internal import ArgumentParser
internal import CommandSupport
internal import ConfigValidation
internal import ExperimentRegistry
internal import ModelTraining

/// Tells everything about one model.
struct ShowModel: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Tell everything about one model, and verify its files.",
    discussion: """
      A model is named by its identifier or the unique beginning of it, by name@version, or by its name alone,
      which means the green one.

      EXAMPLES:
        walk-forward-training models show 9f86d081884c7d65-2-tft --output reports
        walk-forward-training models show spy-1d-forward_return-h5-tft@3 --output reports --json

      EXIT CODES:
        0  shown, and the files are those that were registered
        1  there is no such model, or its files have changed
      """
  )

  @Argument(help: "The identifier or its beginning, name@version, or a name.")
  var model: String

  @OptionGroup var options: ModelRecordOptions

  @Flag(help: "Write JSON.")
  var json = false

  func run(context: CommandContext) async throws {
    let records = try options.records(context)
    let record = try WalkForwardCommands.model(model, in: records)
    let inspected = try orFail { () throws(ModelRecordError) in
      try InspectedModel(record, in: records, output: options.output)
    }
    let story = ModelStory(inspected)
    context.console.print(
      json ? story.json.text(pretty: true) : story.rendered(in: context.console.style)
    )
    guard inspected.problems.isEmpty else {
      throw CommandFailure.failed(inspected.problems.joined(separator: "\n"))
    }
  }
}
