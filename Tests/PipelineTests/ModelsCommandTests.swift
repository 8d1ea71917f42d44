import ConfigValidation
import ExperimentRegistry
import Foundation
import MarketModel
import Testing

@Suite("walk-forward-training models", .enabled(if: LoopHarness.hasDatabase))
struct ModelsCommandTests {
  /// A folder with a lake, in which small trainings are run.
  private func trained(
    _ document: TrackedTraining = TrackedTraining(),
    command: String = ""
  ) async throws -> (harness: TrainingHarness, outcome: LoopHarness.Outcome) {
    let harness = try TrainingHarness()
    let lake = await harness.makeLake(symbols: "SPY", days: 700)
    try #require(lake.code == 0, "\(lake.problems)")
    try document.write(to: harness)
    return (harness, await harness.run(TrackedTraining.command + command))
  }

  private func rows(_ harness: TrainingHarness, _ line: String) async throws -> [JSONValue] {
    let outcome = await harness.run(line)
    try #require(outcome.code == 0, "\(outcome.problems)")
    return try #require(try JSONValue(parsing: outcome.output).arrayValue)
  }

  @Test("a training registers every fold's model, and the newest one that passed is green")
  func registers() async throws {
    let (harness, outcome) = try await trained()
    #expect(outcome.code == 0, "\(outcome.problems)")
    let models = try await rows(harness, "models list --output @reports --json")
    #expect(models.count == 6)
    for name in ["ridge", "ewma"] {
      let own = models.filter {
        $0["name"]?.stringValue == "spy-1d-forward_return-h2-\(name)"
      }
      #expect(own.map { $0["version"] } == [3, 2, 1])
      #expect(own.map { $0["stage"] } == ["green", "candidate", "candidate"])
      #expect(own.map { $0["gates"] } == ["passed", "passed", "passed"])
      let through = own.compactMap { $0["trained_through"]?.stringValue }
      #expect(through == through.sorted(by: >) && through.count == 3)
    }
    let registry = try RunRegistry(path: harness.path("reports/registry.sqlite"))
    let results = try registry.walkForwardResults(run: nil)
    #expect(results.count == 6)
    #expect(results.filter(\.isPromoted).map(\.fold) == [2, 2])
    let table = await harness.run("models list --output @reports --stage green")
    #expect(table.output.split(separator: "\n").count == 4)
    for word in ["spy-1d-forward_return-h2-ewma", "green", "passed", "trained through", "Sharpe"] {
      #expect(table.output.contains(word), "\(word) in\n\(table.output)")
    }
  }

  @Test("the recorded numbers are those of metrics.json")
  func numbers() async throws {
    let (harness, _) = try await trained()
    let registry = try RunRegistry(path: harness.path("reports/registry.sqlite"))
    let results = try registry.walkForwardResults(run: nil)
    let run = try #require(results.first?.run)
    let folder = harness.path("reports/walk_forward_\(run.hex.prefix(12))")
    let metrics = try JSONValue(
      parsing: Array(Data(contentsOf: URL(fileURLWithPath: folder + "/metrics.json")))
    )
    #expect(TrackedTraining.differences(results, metrics) == [])
    #expect(results.allSatisfy { $0.metrics["oos_sharpe"]?.numberValue != nil })
  }

  @Test("a training that is given again changes nothing")
  func again() async throws {
    let (harness, _) = try await trained()
    func state() throws -> [String] {
      let registry = try RunRegistry(path: harness.path("reports/registry.sqlite"))
      let spool = try harness.loop.files(in: "reports/tracking").sorted { $0.key < $1.key }
        .map { "\($0.key) \($0.value.hashValue)" }
      return try registry.models(name: nil, stage: nil).map { "\($0)" }
        + registry.walkForwardResults(run: nil).map { "\($0)" } + spool
    }
    let before = try state()
    let again = await harness.run(TrackedTraining.command)
    #expect(again.code == 0, "\(again.problems)")
    #expect(try state() == before)
    // What a person promoted since then stays.
    let promoted = await harness.run(
      "models promote spy-1d-forward_return-h2-ewma@1 --output @reports"
    )
    #expect(promoted.code == 0, "\(promoted.problems)")
    let after = try state()
    _ = await harness.run(TrackedTraining.command)
    #expect(try state() == after)
  }

  @Test("show tells everything about a model, and verifies its files")
  func shows() async throws {
    let (harness, _) = try await trained(TrackedTraining(baselines: "[naive]"))
    let all = try await rows(harness, "models list --output @reports --json")
    let id = try #require(
      all.first { $0["name"]?.stringValue?.hasSuffix("ridge") == true }?["model_id"]?.stringValue
    )
    let shown = await harness.run("models show \(id) --output @reports")
    #expect(shown.code == 0, "\(shown.problems)")
    for text in [
      id, "learnt from", "judged on", "penalties", "oos_sharpe", "net_sharpe", "min_oos_sharpe",
      "p-value", "naive", "model.json", "unchanged",
    ] { #expect(shown.output.contains(text), "\(text) in\n\(shown.output)") }
    let json = await harness.run("models show \(id) --output @reports --json")
    let value = try JSONValue(parsing: json.output)
    #expect(value["gate"]?["details"]?["baselines"]?[0]?["baseline"] == "naive")
    #expect(value["problems"] == [])
    let folder = try #require(value["folder"]?.stringValue)
    try Data("{}".utf8).write(to: URL(fileURLWithPath: folder + "/model.json"))
    let changed = await harness.run("models show \(id) --output @reports")
    #expect(changed.code == 1)
    #expect(changed.problems.contains("model.json: has changed since it was registered"))
    let refused = await harness.run("models promote \(id) --output @reports --reason because")
    #expect(refused.code == 1)
    #expect(refused.problems.contains("is not promoted"))
    try FileManager.default.removeItem(atPath: folder + "/files.json")
    let without = await harness.run("models show \(id) --output @reports")
    #expect(without.problems.contains("expected the list of the model's files, found none"))
  }

  @Test("a model that failed its gates is promoted only with a reason")
  func promotes() async throws {
    let (harness, outcome) = try await trained(
      TrackedTraining(sharpe: 90, baselines: "[naive]")
    )
    #expect(outcome.code == 0)
    let name = "spy-1d-forward_return-h2-ewma"
    let refused = await harness.run("models promote \(name)@2 --output @reports")
    #expect(refused.code == 1)
    #expect(refused.problems.contains("give a reason"))
    #expect(refused.problems.contains("min_oos_sharpe: expected at least 90"))
    let empty = await harness.run([
      "models", "promote", "\(name)@2", "--output", "@reports", "--reason", " ",
    ])
    #expect(empty.code == 2)
    let promoted = await harness.run([
      "models", "promote", "\(name)@2", "--output", "@reports", "--reason", "paper trading",
      "--now", "2021-02-03T04:05:06Z",
    ])
    #expect(promoted.code == 0, "\(promoted.problems)")
    let green = try await rows(harness, "models list --output @reports --stage green --json")
    #expect(green.map { $0["version"] } == [2])
    #expect(green[0]["override_reason"] == "paper trading")
    #expect(green[0]["promoted_at"]?.stringValue?.hasPrefix("2021-02-03T04:05:06") == true)
    let other = await harness.run([
      "models", "promote", "\(name)@3", "--output", "@reports", "--reason", "newer",
    ])
    #expect(other.output.contains("is deprecated"))
  }

  @Test("what is misspelt is named with what may be meant")
  func misspelt() async throws {
    let (harness, _) = try await trained()
    let cases: [(line: String, code: Int32, words: String)] = [
      ("models shw x", 2, "did you mean 'show'?"),
      ("models list --output @reports --stage gren", 2, "did you mean 'green'?"),
      (
        "models list --output @reports --name spy-1d-forward_return-h2-ridg", 1,
        "did you mean 'spy-1d-forward_return-h2-ridge'?"
      ),
      (
        "models show spy-1d-forward_return-h2-ewma@7 --output @reports", 1,
        "did you mean 'spy-1d-forward_return-h2-ewma@"
      ),
      ("models show x --output @nowhere", 1, "nowhere/registry.sqlite"),
      ("models sync --output @reports", 2, "expected --mlflow, --postgres or --config"),
      (
        "models list --postgres postgresql://me:hunter2@db/x", 2,
        "a password, which belongs into PGPASSWORD"
      ),
      ("models sync --output @reports --mlflow http://me:hunter2@host", 2, "credentials"),
    ]
    for (line, code, words) in cases {
      let outcome = await harness.run(line)
      #expect(outcome.code == code, "\(line): \(outcome.problems)")
      #expect(outcome.problems.contains(words), "\(line): \(outcome.problems)")
      #expect(!outcome.problems.contains("hunter2"), "\(line): \(outcome.problems)")
    }
    let prefix = await harness.run("models show 0123456789abcdef0123 --output @reports")
    #expect(prefix.code == 1)
  }

  @Test("servers that are away cost a warning, and what they lack is kept")
  func serversAway() async throws {
    let away = TrackedTraining(
      servers:
        "mlflow_tracking_uri: 'http://127.0.0.1:9', postgres_url: 'postgresql://127.0.0.1:9/x'"
    )
    let (harness, outcome) = try await trained(away)
    #expect(outcome.code == 0)
    #expect(outcome.problems.contains("warning: MLflow: "))
    #expect(outcome.problems.contains("warning: PostgreSQL: "))
    #expect(outcome.problems.contains("models sync --output \(harness.path("reports"))"))
    #expect(try await rows(harness, "models list --output @reports --json").count == 6)
    let sync = await harness.run("models sync --output @reports --config @training.yaml")
    #expect(sync.code == 1)
  }

  @Test("addresses with passwords are refused where they stand, without showing them")
  func secrets() async throws {
    let secrets = TrackedTraining(
      servers: "mlflow_tracking_uri: 'http://me:hunter2@host', "
        + "postgres_url: 'postgresql://me:hunter2@host/x', mlflow_experiment_name: ''"
    )
    let (_, outcome) = try await trained(secrets)
    #expect(outcome.code == 2)
    for name in ["mlflow_tracking_uri", "postgres_url", "mlflow_experiment_name"] {
      #expect(outcome.problems.contains("training.\(name): expected"), "\(outcome.problems)")
    }
    #expect(!outcome.problems.contains("hunter2"))
  }

  @Test("where a training is recorded decides no number, and names no other run")
  func whereabouts() async throws {
    let (harness, _) = try await trained()
    try TrackedTraining(servers: "mlflow_experiment_name: other").write(to: harness)
    let again = await harness.run(TrackedTraining.command)
    #expect(again.code == 0, "\(again.problems)")
    let registry = try RunRegistry(path: harness.path("reports/registry.sqlite"))
    #expect(Set(try registry.walkForwardResults(run: nil).map(\.run)).count == 1)
  }
}
