public import ArgumentParser

/// A program of several commands: parses a command line, runs it and returns the code to exit with.
public struct CommandLineProgram: Sendable {
  private let root: any ParsableCommand.Type

  /// Creates a program.
  ///
  /// - Parameter root: The command whose subcommands a person may type.
  public init(root: any ParsableCommand.Type) {
    self.root = root
  }

  /// Runs a command line.
  ///
  /// - Parameters:
  ///   - context: The arguments, and what the commands may see of their surroundings.
  ///   - execute: Runs a parsed command; commands that only print help never reach it.
  /// - Returns: 0 done, 1 the run failed, 2 the configuration or the command line is wrong.
  public func main(
    context: CommandContext,
    execute: (any ParsableCommand) async throws -> Void
  ) async -> Int32 {
    if let problem = misspeltCommand(in: context.arguments, under: root) {
      context.console.error("error: \(problem)")
      return ExitStatus.usage.rawValue
    }
    do {
      try await execute(root.parseAsRoot(context.arguments))
      return ExitStatus.done.rawValue
    } catch let failure as CommandFailure {
      context.console.error("error: \(failure)")
      return failure.status.rawValue
    } catch {
      let message = root.fullMessage(for: error)
      guard root.exitCode(for: error) != .success else {
        context.console.print(message)
        return ExitStatus.done.rawValue
      }
      context.console.error(message)
      return ExitStatus.usage.rawValue
    }
  }
}
