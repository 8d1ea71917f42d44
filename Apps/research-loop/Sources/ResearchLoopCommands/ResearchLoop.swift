internal import ArgumentParser
public import Backtest

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
    if let problem = misspeltCommand(in: context.arguments) {
      context.console.error("error: \(problem)")
      return ExitStatus.usage.rawValue
    }
    do {
      var command = try RootCommand.parseAsRoot(context.arguments)
      if let loopCommand = command as? any LoopCommand {
        try await loopCommand.run(strategies: strategies, context: context)
      } else {
        try command.run()
      }
      return ExitStatus.done.rawValue
    } catch let failure as CommandFailure {
      context.console.error("error: \(failure)")
      return failure.status.rawValue
    } catch {
      let message = RootCommand.fullMessage(for: error)
      guard RootCommand.exitCode(for: error) != .success else {
        context.console.print(message)
        return ExitStatus.done.rawValue
      }
      context.console.error(message)
      return ExitStatus.usage.rawValue
    }
  }
}

/// How a command ended.
enum ExitStatus: Int32 {
  /// Everything was done.
  case done = 0

  /// The run failed.
  case failed = 1

  /// The configuration or the command line is wrong.
  case usage = 2
}

/// A command that can be run.
protocol LoopCommand: ParsableCommand, Sendable {
  func run(strategies: StrategyRegistry, context: CommandContext) async throws
}

/// Why a command did not do what it was asked to.
struct CommandFailure: Error, CustomStringConvertible {
  let status: ExitStatus
  let description: String

  /// The run failed.
  static func failed(_ message: some CustomStringConvertible) -> CommandFailure {
    CommandFailure(status: .failed, description: message.description)
  }

  /// The configuration or the command line is wrong.
  static func usage(_ message: some CustomStringConvertible) -> CommandFailure {
    CommandFailure(status: .usage, description: message.description)
  }
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

      EXIT CODES:
        0  done
        1  the run failed
        2  the configuration or the command line is wrong
      """,
    subcommands: [
      RunCommand.self, DataCommand.self, StrategiesCommand.self, RunsCommand.self,
    ],
    defaultSubcommand: RunCommand.self
  )
}
