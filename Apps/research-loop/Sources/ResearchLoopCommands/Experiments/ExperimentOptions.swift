internal import ArgumentParser
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import ExperimentRegistry
internal import MajorsAlts
internal import MarketModel

/// The options of commands that run experiments of the majors/alts monitor.
struct ExperimentOptions: ParsableArguments {
  @OptionGroup var lake: LakeOption

  @Option(help: "The folder for runs and catalog.")
  var output = "experiments"

  @Option(help: "The instant to use in place of the clock, such as 2024-06-30T20:00:00Z.")
  var now: String?

  @Option(help: "The file of the registry. (default: registry.sqlite in the lake)")
  var registry: String?

  @Option(
    name: .customLong("set"),
    help: "A value in place of the document's, such as costs.taker_bps=2; may be repeated."
  )
  var assignments: [String] = []

  func validate() throws {
    if let now, Timestamp(now) == nil {
      throw ValidationError("expected an ISO 8601 instant for --now, found '\(now)'")
    }
  }

  /// Opens lake and registry for a body that has the registry for itself.
  func withBatch<Value>(
    _ context: CommandContext,
    _ body: (ExperimentBatch, FactsReader) async throws -> Value
  ) async throws -> Value {
    let lake = try context.openExistingLake(lake.directory)
    let path = registry ?? RegistryFile.path(inLake: lake.directory)
    let registry = try orFail { () throws(RegistryError) in try RunRegistry(path: path) }
    let lock = try orFail { () throws(RegistryError) in
      try CycleLock(registryPath: path, holder: context.processName, waitSeconds: 0)
    }
    defer { withExtendedLifetime(lock) {} }
    let store = ExperimentStore(directory: output, database: lake.database, registry: registry)
    let circumstances = ExperimentCircumstances(
      now: now.flatMap { Timestamp($0) } ?? context.now(),
      gitCommit: context.environment["ASSAY_GIT_COMMIT"]
    )
    return try await body(
      ExperimentBatch(store: store, circumstances: circumstances),
      try FactsReader(lake)
    )
  }
}

/// Reads the facts of experiments, once for all that want the same.
final class FactsReader {
  private let snapshot: LakeSnapshot
  private var known: [(settings: DataSettings, facts: ExperimentFacts)] = []

  init(_ lake: Lake) throws(CommandFailure) {
    snapshot = try orFail { () throws(LakeError) in try lake.pin() }
  }

  /// The facts that an experiment asks for.
  func facts(_ settings: MonitorSettings) throws(CommandFailure) -> ExperimentFacts {
    if let entry = known.first(where: { $0.settings == settings.data }) { return entry.facts }
    let facts = try orFail { () throws(PanelLoadError) in
      try ExperimentFacts(reading: settings.data, from: snapshot)
    }
    known.append((settings.data, facts))
    return facts
  }
}
