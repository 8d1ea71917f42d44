import ConfigValidation
import DataLakeTesting
import ExperimentRegistry
import ExperimentTracking
import Forecasting
import Foundation
import MarketModel
import ModelTraining
import Testing

@Suite("Recording a training")
struct RecordingTests {
  private static let noon = Timestamp(seconds: 1_700_000_000)

  /// Records and tracks a training into a folder, as the command does.
  private func record(
    _ run: TrainingRun,
    _ made: MadeTraining,
    in name: String,
    stoppingAfter limit: Int = .max
  ) throws -> (registry: RunRegistry, tree: JSONValue)? {
    let folder = "\(made.temporary.directory)/\(name)"
    let spool = TrackingSpool(folder: folder + "/tracking")
    let tracker = try TrainingTracker(run, experiment: "test", spool: spool) { Self.noon }
    let outcome = try made.outcome(of: run, in: name, workers: 1) { tracker.note($0) }
    if limit == 0 { return nil }
    let registry = try RunRegistry(path: folder + "/registry.sqlite")
    let record = try TrainingRecord(outcome, at: Self.noon)
    _ = try record.store(in: registry, at: Self.noon)
    if limit == 1 { return nil }
    try tracker.finish(record, outcome)
    return (registry, try spool.tree(of: "walk_forward_\(run.recordID.hex.prefix(8))"))
  }

  private func rows(_ registry: RunRegistry) throws -> [String] {
    try registry.walkForwardResults(run: nil).map { "\($0)" }
      + registry.models(name: nil, stage: nil).map { "\($0)" }
  }

  @Test("every fold of every model is a result, and every fitted one a model")
  func everything() throws {
    let made = try MadeTraining()
    let run = try made.run(MadeTraining.document())
    let (registry, tree) = try #require(try record(run, made, in: "runs"))
    let folds = run.plan.folds.count
    let results = try registry.walkForwardResults(run: run.recordID)
    #expect(results.count == 3 * folds)
    for result in results {
      #expect(result.inSample.upperBound <= result.outOfSample.lowerBound)
      #expect(result.metrics["train_samples"]?.integerValue ?? 0 > 0)
      #expect(result.metrics["ic"] != nil && result.metrics["log_loss"] == nil)
    }
    let models = try registry.models(name: "spy-1d-forward_return-h2-ewma", stage: nil)
    #expect(models.map(\.version) == Array((1...folds).reversed()))
    #expect(models.allSatisfy { !$0.registration.gate.passed })
    #expect(models[0].registration.gate.reasons.contains { $0.contains("p = ") })
    let baseline = try registry.models(name: "spy-1d-forward_return-h2-naive", stage: nil)
    #expect(baseline[0].registration.gate.details["role"] == "baseline")
    for model in models {
      let folder = "\(made.temporary.directory)/runs"
      let inspected = try InspectedModel(model, in: registry, output: folder)
      #expect(inspected.problems == [])
      #expect(inspected.files.map(\.entry.name) == ["model.json"])
      #expect(inspected.result?.model == model.id)
    }
    #expect(tree["status"] == "finished")
    #expect(
      tree["runs"]?.arrayValue?.map { $0["status"] } == run.plan.folds.map { _ in "finished" }
    )
    #expect(tree["tags"]?["assay.gates.ewma"] == "rejected")
    #expect(
      tree["runs"]?[0]?["metrics"]?["ridge/oos_sharpe"]
        == results.first {
          $0.fold == 0 && $0.parameters["forecaster"] == "ridge"
        }?.metrics["oos_sharpe"]
    )
    #expect(tree["artifacts"]?.arrayValue?.count == 6)
  }

  @Test(
    "a training that is killed at any point is recorded as an undisturbed one",
    arguments: 0..<2
  )
  func killed(_ point: Int) throws {
    let made = try MadeTraining()
    let run = try made.run(MadeTraining.document())
    let whole = try #require(try record(run, made, in: "whole"))
    #expect(try record(run, made, in: "cut", stoppingAfter: point) == nil)
    let folder = "\(made.temporary.directory)/cut/\(run.id)"
    try FileManager.default.removeItem(atPath: "\(folder)/models/ridge/fold_1/forecasts.json")
    try FileManager.default.removeItem(atPath: "\(folder)/models/ewma/fold_0")
    for place in ["models/ridge/fold_1/checkpoints/a", "models/ridge/fold_1/b", "metrics.json"] {
      try Data().write(to: URL(fileURLWithPath: "\(folder)/\(place).assay-tmp-abcdef"))
    }
    let resumed = try #require(try record(run, made, in: "cut"))
    #expect(try rows(resumed.registry) == rows(whole.registry))
    #expect(try made.files(below: "cut/\(run.id)") == made.files(below: "whole/\(run.id)"))
    func content(_ tree: JSONValue) -> JSONValue {
      ["metrics": tree["metrics"] ?? .null, "history": tree["history"] ?? .null]
    }
    #expect(content(resumed.tree) == content(whole.tree))
    for (left, right) in zip(
      resumed.tree["runs"]?.arrayValue ?? [],
      whole.tree["runs"]?.arrayValue ?? []
    ) { #expect(content(left) == content(right)) }
    let before = try rows(resumed.registry)
    let again = try #require(try record(run, made, in: "cut"))
    #expect(try rows(again.registry) == before)
    #expect(again.tree == resumed.tree)
  }

  @Test("two processes cannot track one training, and folds that failed say why")
  func heldAndFailed() throws {
    let made = try MadeTraining()
    let text = MadeTraining.document(
      models: "[{name: naive}, {name: logistic}]",
      target: "threshold_90pct",
      baselines: "[naive]"
    )
    let run = try made.run(text)
    let (registry, tree) = try #require(try record(run, made, in: "runs"))
    #expect(try registry.models(name: nil, stage: nil).isEmpty)
    for result in try registry.walkForwardResults(run: nil) {
      #expect(result.metrics["failed"]?.stringValue?.contains("two classes") == true)
      #expect(result.metrics["oos_sharpe"] == .null)
    }
    #expect(tree["runs"]?[0]?["status"] == "failed")
    #expect(tree["runs"]?[0]?["tags"]?["assay.failed.logistic"]?.stringValue?.isEmpty == false)
    let spool = TrackingSpool(folder: "\(made.temporary.directory)/held/tracking")
    let holder = try TrainingTracker(run, experiment: "test", spool: spool) { Self.noon }
    #expect {
      _ = try TrainingTracker(run, experiment: "test", spool: spool) { Self.noon }
    } throws: { error in
      if case .runHeld = error as? TrackingError { true } else { false }
    }
    holder.fail()
  }
}

extension MadeTraining {
  /// The files below a folder of runs, without lists of files that belong to records.
  fileprivate func files(below name: String) throws -> [String: Data] {
    try Self.files(in: "\(temporary.directory)/\(name)")
  }
}
