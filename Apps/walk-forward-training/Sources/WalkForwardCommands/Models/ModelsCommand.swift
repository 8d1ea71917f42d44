internal import ArgumentParser
internal import CommandSupport
internal import ExperimentRegistry
internal import ExperimentTracking

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "Look at models that were trained, put one into use, and send records to servers.",
    subcommands: [
      ListModels.self, ShowModel.self, PromoteModel.self, SyncModels.self,
    ]
  )
}

/// The options that say where models are recorded.
struct ModelRecordOptions: ParsableArguments {
  @Option(help: "The folder for the folders of runs; its registry.sqlite is read.")
  var output = "reports"

  @Option(
    help: """
      The address of a PostgreSQL database, without a password, such as \
      postgresql://user@host/database.
      """
  )
  var postgres: String?

  func validate() throws {
    if let problem = postgres.flatMap(PostgresServer.problem(ofAddress:)) {
      throw ValidationError("--postgres: \(problem)")
    }
  }

  /// The path of the registry.
  var registryPath: String { RegistryFile.path(in: output) }

  /// Opens the registry, which must exist.
  func registry() throws(CommandFailure) -> RunRegistry {
    try orFail { () throws(RegistryError) in
      try RunRegistry(path: registryPath, opening: .existingOnly)
    }
  }

  /// Opens the database when one is named, otherwise the registry.
  func records(_ context: CommandContext) throws(CommandFailure) -> any ModelRecords {
    guard let postgres else { return try registry() }
    return try orFail { () throws(ModelRecordError) in
      try context.postgresRecords(postgres)
    }
  }
}

/// Where the registry of trainings lies.
enum RegistryFile {
  /// The path of the registry in the folder for the folders of runs.
  static func path(in output: String) -> String {
    output.hasSuffix("/") ? output + "registry.sqlite" : output + "/registry.sqlite"
  }
}

extension CommandContext {
  /// Connects to a PostgreSQL database; `ASSAY_LIBPQ` names the client library, and nothing else is tried.
  func postgresRecords(_ url: String) throws(ModelRecordError) -> PostgresModelRecords {
    let location = PostgresLocation(
      explicit: environment["ASSAY_LIBPQ"],
      projectDirectories: projectDirectories
    )
    return try PostgresModelRecords(
      PostgresServer(url: url, connectTimeoutSeconds: 10, statementTimeoutSeconds: 30),
      library: .load(from: location)
    )
  }
}

/// Returns the model that a person means.
///
/// - Throws: ``CommandFailure`` with a suggestion where nothing is meant.
func model(
  _ reference: String,
  in records: any ModelRecords
) throws(CommandFailure) -> ModelRecord {
  try orFail { () throws(ModelRecordError) in try records.model(reference) }
}
