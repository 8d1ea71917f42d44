internal import Foundation
public import MarketModel

/// What a command may see of its surroundings; commands read nothing else.
public struct CommandContext: Sendable {
  /// The arguments without the name of the program.
  public var arguments: [String]

  /// Where text goes.
  public var console: Console

  /// The clock.
  public var now: @Sendable () -> Timestamp

  /// The environment variables.
  public var environment: [String: String]

  /// Folders in whose `.deps/lib` native libraries may lie, first choice first.
  public var projectDirectories: [String]

  /// The number of processors, which is the number of workers where none is given.
  public var processorCount: Int

  /// Whether SIGTERM and SIGINT are caught while cycles run.
  public var handlesSignals: Bool

  /// What this process says of itself to others that want the same registry.
  public var processName: String

  /// Creates a context.
  public init(
    arguments: [String],
    console: Console,
    now: @escaping @Sendable () -> Timestamp,
    environment: [String: String],
    projectDirectories: [String],
    processorCount: Int,
    handlesSignals: Bool,
    processName: String
  ) {
    self.arguments = arguments
    self.console = console
    self.now = now
    self.environment = environment
    self.projectDirectories = projectDirectories
    self.processorCount = processorCount
    self.handlesSignals = handlesSignals
    self.processName = processName
  }

  /// The surroundings of this process.
  ///
  /// - Parameter arguments: The arguments with the name of the program.
  /// - Returns: A context on the real clock, terminal and environment.
  public static func process(arguments: [String]) -> CommandContext {
    let working = FileManager.default.currentDirectoryPath
    let executable = URL(fileURLWithPath: arguments.first ?? "").resolvingSymlinksInPath().path
    let environment = ProcessInfo.processInfo.environment
    return CommandContext(
      arguments: Array(arguments.dropFirst()),
      console: .process(environment: environment),
      now: { Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e6) * 1_000) },
      environment: environment,
      projectDirectories: ancestors(of: working) + ancestors(of: executable),
      processorCount: ProcessInfo.processInfo.activeProcessorCount,
      handlesSignals: true,
      processName: "process \(ProcessInfo.processInfo.processIdentifier)"
    )
  }
}

/// A path's folder and every folder above it, nearest first; the path itself counts as a folder.
private func ancestors(of path: String) -> [String] {
  var folders: [String] = []
  var rest = path
  while !rest.isEmpty, rest != "/" {
    folders.append(rest)
    rest = String(rest[..<(rest.lastIndex(of: "/") ?? rest.startIndex)])
  }
  return folders
}
