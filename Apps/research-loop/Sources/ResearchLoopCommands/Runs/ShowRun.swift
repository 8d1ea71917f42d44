internal import ArgumentParser
internal import Backtest
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
      An export replays the run from its packs, checks that it gives the recorded result, and writes
      <run>_fills and <run>_equity as CSV and Parquet.

      EXAMPLES:
        research-loop runs show 3f2a --lake lake
        research-loop runs show 3f2a --config configs/research_loop.yaml --export out
      """
  )

  @Argument(help: "The first digits of the run's identifier.")
  var run: String

  @OptionGroup var options: RegistryOptions

  @Flag(help: "Write JSON.")
  var json = false

  @Option(help: "The folder to which fills and equity are written; needs --config.")
  var export: String?

  @Option(help: "The folder that was given as --output when the cycle ran.")
  var output: String?

  func validate() throws {
    guard export == nil || options.config != nil else {
      throw ValidationError(
        "expected --config beside --export, to find the packs that the run replayed"
      )
    }
  }

  func run(strategies: StrategyRegistry, context: CommandContext) async throws {
    let registry = try options.open(context)
    let record: RunRecord
    let files: [ArtifactFile]
    let document: RunDocument?
    do throws(RegistryError) {
      record = try registry.run(beginningWith: run)
      files = try registry.artifacts(of: record.id)
      document = try registry.document("run", of: record.id)
    } catch {
      throw CommandFailure.failed(error)
    }
    guard let document else {
      let reason = record.failure.map { ": \($0)" } ?? ""
      throw CommandFailure.failed(
        "run \(record.id.short) is \(record.status.rawValue)\(reason); it has no result to show"
      )
    }
    let artifact: RunArtifact
    do throws(ArtifactError) {
      artifact = try RunArtifact(
        parsing: document.content,
        file: "run \(record.id.short) in \(registry.path)",
        environment: context.runEnvironment(at: record.endedAt ?? record.begunAt)
      )
    } catch {
      throw CommandFailure.failed(error)
    }
    if json {
      context.console.print(artifact.json.text(pretty: true))
    } else {
      context.console.print(RunStory(of: artifact).rendered(in: context.console.style))
      if !files.isEmpty {
        context.console.print("")
        for file in files { context.console.print("\(file.kind)  \(file.path)") }
      }
    }
    if let export, let configuration = options.config {
      let export = RunExport(
        artifact: artifact,
        registry: registry,
        configuration: configuration,
        output: output,
        folder: export
      )
      try export.write(strategies: strategies, context: context)
    }
  }
}
