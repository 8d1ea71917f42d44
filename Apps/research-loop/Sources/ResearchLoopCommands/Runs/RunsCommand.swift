internal import ArgumentParser
internal import Backtest
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
  @Option(help: "The folder of the lake that the registry belongs to.")
  var lake: String?

  @Option(help: "The file of the registry, where it is not that of a lake.")
  var registry: String?

  @Option(help: "The configuration whose lake has the registry.")
  var config: String?

  func validate() throws {
    guard [lake, registry, config].count(where: { $0 != nil }) <= 1 else {
      throw ValidationError("expected one of --lake, --registry and --config, found several")
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

  private func registryPath(_ context: CommandContext) throws -> String {
    if let registry { return registry }
    if let lake { return RegistryFile.path(inLake: lake) }
    return RegistryFile.path(inLake: try context.lakeDirectory(ofConfiguration: config))
  }
}

/// Where the registry of a lake lies.
enum RegistryFile {
  /// The path of the registry of a lake.
  static func path(inLake directory: String) -> String {
    directory.hasSuffix("/") ? directory + "registry.sqlite" : directory + "/registry.sqlite"
  }
}
