import ConfigValidation
import ExperimentRegistry
import Foundation
import MarketModel
import Optimizer
import Testing

@Suite("research-loop studies")
struct StudiesCommandTests {
  /// Makes a registry with a study of 40 trials, some of which failed.
  private static func makeStudy(_ harness: LoopHarness) throws {
    let registry = try RunRegistry(path: harness.path("registry.sqlite"))
    let space = try SearchSpace([
      .number("x", -1...1), .choice("side", ["long", "short"]),
    ])
    var study = try Study(
      space: space,
      sampler: TPESampler(.standard),
      pruner: nil,
      directions: [.maximize],
      seed: 1,
      batchSize: 10
    )
    let storage = RegistryStudy(
      registry: registry,
      name: "ofi-tpe",
      purpose: StudyPurpose(
        objective: "sharpe",
        strategyID: "OFI_V1",
        dataSetID: "09af",
        settings: [:]
      ),
      holder: "a test",
      now: { Timestamp("2020-01-02T12:00:00Z") ?? Timestamp(nanoseconds: 0) },
      counting: nil
    )
    try study.optimizeBatches(totalTrials: 40, storage: storage) { _, batch in
      batch.map { trial in
        let x = trial.point.values[0] ?? 0
        let outcome: TrialOutcome =
          trial.number == 7 ? .failed(reason: "no data") : .complete(values: [1 - x * x])
        return TrialEnd(number: trial.number, outcome: outcome, reports: [], notes: [])
      }
    }
    try storage.finish(.complete, failure: nil)
  }

  @Test("lists, shows and exports")
  func shows() async throws {
    let harness = try LoopHarness()
    try Self.makeStudy(harness)
    let registry = ["--registry", harness.path("registry.sqlite")]
    let list = await harness.run(["studies", "list"] + registry)
    #expect(list.code == 0)
    #expect(list.output.contains("ofi-tpe"))
    #expect(list.output.contains("OFI_V1"))
    let show = await harness.run(["studies", "show", "ofi-tpe"] + registry)
    #expect(show.code == 0)
    #expect(show.output.contains("40 trials: 39 complete, 0 pruned, 1 failed, 0 running"))
    #expect(show.output.contains("explained on unseen trials"))
    let json = await harness.run(["studies", "show", "ofi-tpe", "--json", "--top", "1"] + registry)
    let document = try JSONValue(parsing: json.output)
    let study = try RunRegistry(path: harness.path("registry.sqlite")).archive(ofStudy: "ofi-tpe")
    let best = try #require(study.study?.best)
    #expect(document["best"]?[0]?["number"]?.integerValue == Int64(best.number))
    #expect(document["best"]?[0]?["values"]?[0]?.numberValue == best.values[0])
    #expect((document["importances"]?["x"]?.numberValue ?? 0) > 0.5)
    for format in ["optuna-sqlite", "optuna-journal", "csv"] {
      let file = harness.path("out-\(format)")
      let export = await harness.run(
        ["studies", "export", "ofi-tpe", "--format", format, "--output", file] + registry
      )
      #expect(export.code == 0, "\(export.problems)")
      #expect(try Data(contentsOf: URL(filePath: file)).count > 1_000)
    }
  }

  @Test("says what is wrong, with the nearest name and the right exit code")
  func refuses() async throws {
    let harness = try LoopHarness()
    try Self.makeStudy(harness)
    let registry = ["--registry", harness.path("registry.sqlite")]
    let misspelt = await harness.run(["studies", "show", "ofi-tp"] + registry)
    #expect(misspelt.code == 1)
    #expect(misspelt.problems.contains("did you mean 'ofi-tpe'?"))
    let output = ["--output", harness.path("x")]
    let format = await harness.run(
      ["studies", "export", "ofi-tpe", "--format", "optuna-sqlit"] + output + registry
    )
    #expect(format.code == 2)
    #expect(format.problems.contains("did you mean 'optuna-sqlite'?"))
    let folder = await harness.run(
      [
        "studies", "export", "ofi-tpe", "--format", "optuna-sqlite", "--output",
        "/proc/none/x.db",
      ] + registry
    )
    #expect(folder.code == 1)
    #expect(folder.problems.contains("/proc/none/x.db"))
    let missing = await harness.run(["studies", "list", "--registry", harness.path("none")])
    #expect(missing.code == 1)
    let command = await harness.run(["studies", "lst"] + registry)
    #expect(command.code == 2)
    #expect(command.problems.contains("did you mean 'list'?"))
  }
}
