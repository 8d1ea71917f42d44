internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ExperimentRegistry

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "Look at runs that were recorded.",
    subcommands: [ListRuns.self, ShowRun.self, VerifyLedger.self]
  )
}

/// The options that name a registry.
struct RegistryOptions: ParsableArguments {
  @Option(help: "The folder of the lake; its registry is read.")
  var lake: String?

  @Option(help: "The file of the registry, where it is not that of the lake.")
  var registry: String?

  @Option(help: "The configuration that names the lake, in place of --lake.")
  var config: String?

  func validate() throws {
    guard lake == nil || config == nil else {
      throw ValidationError("expected one of --lake and --config, found both")
    }
  }

  /// Opens the registry for reading.
  func open(_ context: CommandContext) throws -> RunRegistry {
    let path = try registryPath(context)
    do throws(RegistryError) {
      return try RunRegistry(path: path, opening: .existingOnly)
    } catch {
      throw CommandFailure.failed(error)
    }
  }

  /// The folder of the lake.
  func lakeDirectory(_ context: CommandContext) throws -> String {
    if let lake { return lake }
    return try context.lakeDirectory(ofConfiguration: config)
  }

  private func registryPath(_ context: CommandContext) throws -> String {
    if let registry { return registry }
    return RegistryFile.path(inLake: try lakeDirectory(context))
  }
}

/// Where the registry of a lake lies.
enum RegistryFile {
  /// The path of the registry of a lake.
  static func path(inLake directory: String) -> String {
    directory.hasSuffix("/") ? directory + "registry.sqlite" : directory + "/registry.sqlite"
  }
}
