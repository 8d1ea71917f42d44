internal import ArgumentParser
public import CommandSupport

/// The training app as a command line that any executable can run.
///
/// ```swift
/// exit(await WalkForwardTraining.main(context: .process(arguments: CommandLine.arguments)))
/// ```
public enum WalkForwardTraining {
  /// Runs a command line, and returns its exit code.
  ///
  /// - Parameter context: The arguments, and what the commands may see of their surroundings.
  /// - Returns: 0 done, 1 the run failed, 2 the configuration or the command line is wrong.
  public static func main(context: CommandContext) async -> Int32 {
    await CommandLineProgram(root: RootCommand.self).main(context: context) { command in
      var command = command
      if let trainingCommand = command as? any TrainingCommand {
        try await trainingCommand.run(context: context)
      } else {
        try command.run()
      }
    }
  }
}

/// A command that can be run.
protocol TrainingCommand: ParsableCommand, Sendable {
  func run(context: CommandContext) async throws
}

struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "walk-forward-training",
    abstract: "Prepare data sets for forecasting models, and validate the models by walk-forward.",
    discussion: """
      Without the name of a command, train is meant.

      EXIT CODES:
        0  done
        1  the run failed
        2  the configuration or the command line is wrong
      """,
    subcommands: [TrainCommand.self, FeaturesCommand.self, ModelsCommand.self],
    defaultSubcommand: TrainCommand.self
  )
}
