/// How a command ended.
public enum ExitStatus: Int32, Sendable {
  /// Everything was done.
  case done = 0

  /// The run failed.
  case failed = 1

  /// The configuration or the command line is wrong.
  case usage = 2
}

/// Why a command did not do what it was asked to.
public struct CommandFailure: Error, CustomStringConvertible {
  /// The code to exit with.
  public let status: ExitStatus

  /// What to tell the person.
  public let description: String

  /// Creates a failure.
  public init(status: ExitStatus, description: String) {
    self.status = status
    self.description = description
  }

  /// The run failed.
  public static func failed(_ message: some CustomStringConvertible) -> CommandFailure {
    CommandFailure(status: .failed, description: message.description)
  }

  /// The configuration or the command line is wrong.
  public static func usage(_ message: some CustomStringConvertible) -> CommandFailure {
    CommandFailure(status: .usage, description: message.description)
  }
}
