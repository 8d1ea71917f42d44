internal import ArgumentParser
public import Backtest
public import CommandSupport

/// The research loop as a command line that any executable can run with its own strategies.
///
/// ```swift
/// exit(await ResearchLoop.main(
///   strategies: myRegistry, context: .process(arguments: CommandLine.arguments)))
/// ```
public enum ResearchLoop {
  /// Runs a command line, and returns its exit code.
  ///
  /// - Parameters:
  ///   - strategies: The strategies that configurations may name.
  ///   - context: The arguments, and what the commands may see of their surroundings.
  /// - Returns: 0 done, 1 the run failed, 2 the configuration or the command line is wrong.
  public static func main(strategies: StrategyRegistry, context: CommandContext) async -> Int32 {
    await CommandLineProgram(root: RootCommand.self).main(context: context) { command in
      var command = command
      if let loopCommand = command as? any LoopCommand {
        try await loopCommand.run(strategies: strategies, context: context)
      } else {
        try command.run()
      }
    }
  }
}

/// A command that can be run.
protocol LoopCommand: ParsableCommand, Sendable {
  func run(strategies: StrategyRegistry, context: CommandContext) async throws
}

struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "research-loop",
    abstract: "Try strategies over market data, kill most of them with evidence, rank the rest.",
    discussion: """
      EXAMPLES:
        research-loop data import SPY.csv --lake lake --format yahoo --symbol SPY --interval 1d \\
          --provider yahoo --adjust split
        research-loop --config configs/research_loop.yaml --once
        research-loop --config configs/research_loop.yaml --once --dry-run
        research-loop runs show 3f2a --lake lake
        research-loop check-causality configs/research_loop.yaml

      EXIT CODES:
        0  done
        1  the run failed
        2  the configuration or the command line is wrong
      """,
    subcommands: [
      RunCommand.self, DataCommand.self, StrategiesCommand.self, RunsCommand.self,
      OptimizeCommand.self, StudiesCommand.self,
      ExperimentCommand.self, SweepCommand.self, SignalsCommand.self,
      CheckCausality.self,
    ],
    defaultSubcommand: RunCommand.self
  )
}
