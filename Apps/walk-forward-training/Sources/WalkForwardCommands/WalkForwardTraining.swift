internal import ArgumentParser
internal import Foundation

/// The command line of the training app.
///
/// Training is not part of this version: the command says so and names what exists.
public enum WalkForwardTraining {
  /// Runs a command line, and returns its exit code: 0 done, 2 the command line is wrong.
  ///
  /// - Parameter arguments: The arguments without the name of the program.
  /// - Returns: The code to exit with.
  public static func main(_ arguments: [String]) -> Int32 {
    do {
      _ = try TrainingCommand.parse(arguments)
      print(TrainingCommand.helpMessage())
      return 0
    } catch {
      let message = TrainingCommand.fullMessage(for: error)
      guard TrainingCommand.exitCode(for: error) != .success else {
        print(message)
        return 0
      }
      FileHandle.standardError.write(Data((message + "\n").utf8))
      return 2
    }
  }
}

struct TrainingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "walk-forward-training",
    abstract: "Train and validate forecasting models by walk-forward.",
    discussion: """
      This version has no training commands yet: the program prints this help and does nothing else.
      The parts that exist are libraries: walk-forward schedules (WalkForward), parameter grids
      (Optimizer) and the research cycle of the sister program, research-loop.
      """
  )
}
