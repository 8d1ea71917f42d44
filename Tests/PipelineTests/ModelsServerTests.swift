import ConfigValidation
import ExperimentRegistry
import ExperimentTracking
import ExperimentTrackingTesting
import Foundation
import MarketModel
import Testing

@Suite("A whole training on real servers", .enabled(if: LoopHarness.hasDatabase))
struct ModelsServerTests {
  static let library = PostgresLocation(explicit: nil, projectDirectories: [])

  static var hasPostgres: Bool {
    PostgresProcess.isAvailable && (try? PostgresLibrary.load(from: library)) != nil
  }

  private static let away =
    "mlflow_tracking_uri: 'http://127.0.0.1:9', postgres_url: 'postgresql://127.0.0.1:9/x'"

  /// Trains while no server is there.
  private func trained() async throws -> TrainingHarness {
    let harness = try TrainingHarness()
    let lake = await harness.makeLake(symbols: "SPY", days: 700)
    try #require(lake.code == 0, "\(lake.problems)")
    try TrackedTraining(baselines: "[naive]", servers: Self.away).write(to: harness)
    let outcome = await harness.run(TrackedTraining.command)
    try #require(outcome.code == 0, "\(outcome.problems)")
    return harness
  }

  private func metrics(_ harness: TrainingHarness, _ run: RunID) throws -> JSONValue {
    let path = harness.path("reports/walk_forward_\(run.hex.prefix(12))/metrics.json")
    return try JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test("PostgreSQL holds the rows of the registry", .enabled(if: hasPostgres))
  func postgres() async throws {
    let process = try PostgresProcess()
    defer { process.stop() }
    let url = try process.url()
    let harness = try await trained()
    let sync = await harness.run("models sync --output @reports --postgres \(url)")
    #expect(sync.code == 0, "\(sync.problems)")
    #expect(sync.output.contains("9 results, 9 models and"))
    let registry = try RunRegistry(path: harness.path("reports/registry.sqlite"))
    let records = try PostgresModelRecords(
      PostgresServer(url: url, connectTimeoutSeconds: 10, statementTimeoutSeconds: 30),
      library: .load(from: Self.library)
    )
    func compare() throws {
      #expect(try records.walkForwardResults(run: nil) == registry.walkForwardResults(run: nil))
      #expect(
        try records.models(name: nil, stage: nil) == registry.models(name: nil, stage: nil)
      )
    }
    try compare()
    let results = try records.walkForwardResults(run: nil)
    let numbers = try metrics(harness, try #require(results.first?.run))
    #expect(TrackedTraining.differences(results, numbers) == [])
    let listed = await harness.run("models list --postgres \(url)")
    let local = await harness.run("models list --output @reports")
    #expect(listed.output == local.output)
    let promoted = await harness.run([
      "models", "promote", "spy-1d-forward_return-h2-ewma@1", "--output", "@reports", "--postgres",
      url, "--reason", "to see",
    ])
    #expect(promoted.code == 0, "\(promoted.problems)")
    try compare()
    try TrackedTraining(baselines: "[naive]", servers: "postgres_url: '\(url)'").write(to: harness)
    let again = await harness.run(TrackedTraining.command)
    #expect(again.code == 0)
    #expect(again.problems.contains("has everything"), "\(again.problems)")
    try compare()
  }

  @Test(
    "MLflow holds the training and its folds, number for number",
    .enabled(if: MLflowProcess.isAvailable)
  )
  func mlflow() async throws {
    let process = try MLflowProcess()
    let harness = try await trained()
    let sync = await harness.run("models sync --output @reports --mlflow \(process.url)")
    #expect(sync.code == 0, "\(sync.problems)")
    #expect(sync.output.contains("4 runs made"))
    try TrackedTraining(
      baselines: "[naive]",
      servers: "mlflow_tracking_uri: '\(process.url)'"
    ).write(to: harness)
    let again = await harness.run(TrackedTraining.command)
    #expect(again.problems.contains("\(process.url): has everything"), "\(again.problems)")

    let runs = try #require(
      try process.runs(experiments: ["unified_tft"])["unified_tft"]?.arrayValue
    )
    #expect(runs.count == 4)
    let registry = try RunRegistry(path: harness.path("reports/registry.sqlite"))
    let results = try registry.walkForwardResults(run: nil)
    #expect(results.count == 9)
    for result in results {
      let run = try #require(runs.first { $0["name"]?.stringValue == "fold_\(result.fold)" })
      #expect(run["status"] == "FINISHED")
      let forecaster = try #require(result.parameters["forecaster"]?.stringValue)
      #expect(run["tags"]?["assay.model.\(forecaster)"]?.stringValue == result.model.text)
      for metric in TrackedMetric.numbers(in: result.metrics, prefix: forecaster + "/") {
        #expect(
          run["metrics"]?[metric.name]?.numberValue == metric.value,
          "\(result.model) \(metric.name)"
        )
      }
    }
    let parent = try #require(runs.first { $0["tags"]?["mlflow.parentRunId"] == nil })
    let artifacts = try #require(parent["artifacts"]?.objectValue?.map(\.name))
    #expect(
      Set(artifacts) == [
        "folds.json", "metrics.json", "gates.json", "importance.json", "predictions.parquet",
        "resolved_config.yaml",
      ]
    )
    #expect(parent["params"]?["data/symbol"] == "SPY")
    #expect(parent["tags"]?["mlflow.note.content"]?.stringValue?.contains("**ridge**") == true)
  }
}
