internal import ArgumentParser
internal import Backtest
internal import CommandSupport
internal import ConfigValidation
internal import ExperimentRegistry
internal import MarketModel
internal import Reporting
internal import Research

/// Tells the whole story of one run.
struct ShowRun: LoopCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Tell the whole story of one run, and export its fills and equity.",
    discussion: """
      An export replays the run on the lake, checks that the data are those that were recorded and that
      they give the recorded result, and writes <run>_fills and <run>_equity as CSV and Parquet and
      <run>_metrics as JSON.

      EXAMPLES:
        research-loop runs show 3f2a --lake lake
        research-loop runs show 3f2a --lake lake --export out
      """
  )

  @Argument(help: "The first digits of the run's identifier.")
  var run: String

  @OptionGroup var options: RegistryOptions

  @Flag(help: "Write JSON.")
  var json = false

  @Option(help: "The folder to which fills, equity and figures are written; needs the lake.")
  var export: String?

  func validate() throws {
    guard export == nil || options.lake != nil || options.config != nil else {
      throw ValidationError("expected --lake beside --export, to replay the run on its data")
    }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let registry = try options.open(context)
    let record = try orFail { () throws(RegistryError) in try registry.run(beginningWith: run) }
    if let metrics = try experiment(of: record, registry) {
      context.console.print(
        json
          ? metrics.text(pretty: true)
          : ExperimentTables.story(of: record.id.short, metrics, in: context.console.style)
      )
      return
    }
    guard let artifact = try artifact(of: record, registry, context) else {
      let reason = record.failure.map { ": \($0)" } ?? ""
      throw CommandFailure.failed(
        "run \(record.id.short) is \(record.status.rawValue)\(reason); it has no result to show"
      )
    }
    let verdict = try verdict(on: record, registry)
    if json {
      var value = artifact.json
      if let verdict { value["verdict"] = verdict.json }
      context.console.print(value.text(pretty: true))
    } else {
      let story = RunStory(
        of: artifact,
        verdict: verdict,
        benchmarks: try benchmarks(of: record, artifact, registry, context)
      )
      context.console.print(story.rendered(in: context.console.style))
    }
    if let export {
      let lake = try context.openExistingLake(try options.lakeDirectory(context))
      let export = RunExport(
        artifact: artifact,
        record: record,
        registry: registry,
        lake: lake,
        folder: export
      )
      let files = try export.write(strategies: strategies, context: context)
      guard !json else { return }
      context.console.print("")
      for file in files { context.console.print(file) }
    }
  }

  private func artifact(
    of record: RunRecord,
    _ registry: RunRegistry,
    _ context: CommandContext
  ) throws -> RunArtifact? {
    let document = try orFail { () throws(RegistryError) in
      try registry.document("run", of: record.id)
    }
    guard let document else { return nil }
    return try orFail { () throws(ArtifactError) in
      try RunArtifact(
        parsing: document.content,
        file: "run \(record.id.short) in \(registry.path)",
        environment: context.runEnvironment(at: record.endedAt ?? record.begunAt)
      )
    }
  }

  /// The measures of a run of the majors/alts monitor, or `nil` for any other run.
  private func experiment(
    of record: RunRecord,
    _ registry: RunRegistry
  ) throws -> JSONValue? {
    let document = try orFail { () throws(RegistryError) in
      try registry.document("experiment", of: record.id)
    }
    return document.flatMap { try? JSONValue(parsing: $0.content) }
  }

  private func verdict(on record: RunRecord, _ registry: RunRegistry) throws -> RunVerdict? {
    let document = try orFail { () throws(RegistryError) in
      try registry.document(RunVerdict.documentKind, of: record.id)
    }
    guard let document else { return nil }
    return try orFail { () throws(ArtifactError) in
      try RunVerdict(
        parsing: document.content,
        file: "verdict on run \(record.id.short) in \(registry.path)"
      )
    }
  }

  /// Buying and holding each of the run's symbols, under the run's own costs and measures.
  private func benchmarks(
    of record: RunRecord,
    _ artifact: RunArtifact,
    _ registry: RunRegistry,
    _ context: CommandContext
  ) throws -> [RunArtifact] {
    let hashes = Set(artifact.manifest.replayPacks.map(\.hash))
    let records = try orFail { () throws(RegistryError) in
      try registry.runs(matching: RunQuery(strategy: "BuyAndHoldStrategy", status: .complete))
    }
    var found: [RunArtifact] = []
    for other in records where other.id != record.id && other.hasConditions(of: record) {
      guard let benchmark = try self.artifact(of: other, registry, context),
        benchmark.manifest.replayPacks.count == 1,
        benchmark.manifest.replayPacks.allSatisfy({ hashes.contains($0.hash) })
      else { continue }
      found.append(benchmark)
    }
    return found.sorted {
      ($0.manifest.replayPacks[0].path, $0.manifest.runID)
        < ($1.manifest.replayPacks[0].path, $1.manifest.runID)
    }
  }
}

extension RunRecord {
  /// Whether both runs traded at the same costs and were measured alike.
  fileprivate func hasConditions(of other: RunRecord) -> Bool {
    guard let own = try? JSONValue(parsing: identityText),
      let others = try? JSONValue(parsing: other.identityText)
    else { return false }
    return own["execution"] == others["execution"] && own["metrics"] == others["metrics"]
  }
}
