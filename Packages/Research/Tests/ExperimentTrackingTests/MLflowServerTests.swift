import ConfigValidation
import DataLake
import ExperimentRegistry
import ExperimentTracking
import ExperimentTrackingTesting
import Foundation
import MarketModel
import Synchronization
import Testing

@Suite("MLflow, the real server")
struct MLflowServerTests {
  private let folds = 4
  private let epochs = 5

  @Test(
    "holds the parent and its folds, number for number",
    .enabled(if: MLflowProcess.isAvailable)
  )
  func readsBack() async throws {
    let process = try MLflowProcess()
    let folder = try TemporaryFolder()
    try track(folder, run: someRun, experiment: "unified_tft")
    let sync = MLflowSync(spool: folder.spool, server: try server(process.url))
    let outcome = try await sync.send(holder: "test")
    #expect(outcome.failures == [])
    #expect(outcome.createdRuns == folds + 1)
    #expect(outcome.completeRuns == folds + 1)
    let again = try await sync.send(holder: "test")
    #expect(again.createdRuns == 0 && again.updatedRuns == 0)
    let state = "tracking/walk_forward_\(someRun.hex.prefix(8))/sync.json"
    try FileManager.default.removeItem(atPath: folder.path + "/" + state)
    let forgotten = try await sync.send(holder: "test")
    #expect(forgotten.createdRuns == 0)
    let interrupted = try await cutOff(process)
    try await longValues(process)
    try await deleted(process)

    let found = try process.runs(experiments: ["unified_tft", "cut", "long", "doomed"])
    try compare(found["unified_tft"], folder)
    try compare(found["cut"], interrupted)
    try compareLongValues(found["long"])
    #expect(found["doomed"]?[0]?["metrics"]?["late"]?.numberValue == 1)
    try await deletedExperiment(process)
  }

  private func server(_ url: String) throws -> MLflowServer {
    try MLflowServer(
      url: url,
      credentials: nil,
      timeoutSeconds: 60,
      attempts: 1,
      firstPauseSeconds: 0.1
    )
  }

  private func track(_ folder: TemporaryFolder, run: RunID, experiment: String) throws {
    let tracking = try WalkForwardTracking(
      run: run,
      experiment: experiment,
      spool: folder.spool,
      at: noon
    )
    try tracking.parent.set(tags: [TrackedParameter("mlflow.source.name", "walk-forward-training")])
    try tracking.parent.log([TrackedParameter("train_months", "12")])
    let names = ["tft", "ridge"]
    for index in 0..<folds {
      let fold = try tracking.fold(index, at: noon.advanced(bySeconds: Int64(index) * 60))
      for epoch in 1...epochs {
        try fold.log(
          WalkForwardTracking.epoch(
            epoch,
            forecaster: "tft",
            trainingLoss: 1 / Double(epoch + index),
            validationLoss: 1.1 / Double(epoch + index)
          ),
          at: noon.advanced(bySeconds: Int64(index * 60 + epoch))
        )
      }
      for name in names {
        try WalkForwardTracking.log(
          result(fold: index, forecaster: name, run: run),
          forecaster: name,
          in: fold,
          at: noon.advanced(bySeconds: Int64(index) * 60 + 50)
        )
      }
      let file = try folder.write("{\"fold\": \(index)}\n", to: "fold_\(index).json")
      try fold.log(artifact: file, as: "metrics/fold metrics.json")
      try fold.end(.finished, at: noon.advanced(bySeconds: Int64(index) * 60 + 55))
    }
    try tracking.finish(
      names.map { name in
        (name, (0..<folds).map { result(fold: $0, forecaster: name, run: run) })
      },
      headline: "tft",
      status: .finished,
      at: noon.advanced(bySeconds: 1_000)
    )
  }

  /// Compares what MLflow's client reads with the tree in the spool.
  private func compare(_ runs: JSONValue?, _ folder: TemporaryFolder) throws {
    let name = try #require(try folder.spool.runNames().first)
    let tree = try folder.spool.tree(of: name)
    let found = try #require(runs?.arrayValue)
    #expect(found.count == folds + 1)
    let parent = try #require(found.first { $0["name"]?.stringValue == name })
    try compare(parent, tree)
    #expect(parent["tags"]?["mlflow.parentRunId"] == nil)
    for child in tree["runs"]?.arrayValue ?? [] {
      let twin = try #require(found.first { $0["name"] == child["name"] })
      #expect(twin["tags"]?["mlflow.parentRunId"] == parent["id"])
      try compare(twin, child)
    }
    let median = try #require(parent["metrics"]?["median_oos_sharpe"]?.numberValue)
    #expect(abs(median - (1.5 / 7 - 0.1)) < 1e-15)
  }

  private func compare(_ found: JSONValue, _ expected: JSONValue) throws {
    #expect(found["status"] == "FINISHED")
    for (there, here) in [("start", "started_at"), ("end", "ended_at")] {
      let instant = try #require(expected[here]?.stringValue.flatMap { Timestamp($0) })
      #expect(found[there]?.integerValue == instant.milliseconds)
    }
    #expect(found["tags"]?["assay.run_key"] == expected["key"])
    #expect(sorted(found["params"]) == sorted(expected["params"]))
    for tag in expected["tags"]?.objectValue ?? [] {
      #expect(found["tags"]?[tag.name] == tag.value)
    }
    let metrics = try #require(expected["metrics"]?.objectValue)
    #expect(found["metrics"]?.objectValue?.count == metrics.count)
    for metric in metrics {
      #expect(found["metrics"]?[metric.name]?.numberValue == metric.value.numberValue)
      let steps = found["history"]?[metric.name]?.arrayValue ?? []
      if let history = expected["history"]?[metric.name]?.arrayValue {
        #expect(steps.map { $0[0] } == history.map { $0[0] })
        #expect(steps.map { $0[1]?.numberValue } == history.map { $0[1]?.numberValue })
      } else {
        #expect(steps.count == 1)
      }
    }
    let artifacts = expected["artifacts"]?.arrayValue ?? []
    #expect(found["artifacts"]?.objectValue?.count == artifacts.count)
    for artifact in artifacts {
      let name = try #require(artifact["name"]?.stringValue)
      #expect(found["artifacts"]?[name] == artifact["sha256"])
    }
  }

  private func sorted(_ json: JSONValue?) -> String? { json?.canonicalText }

  /// A sync whose connection is cut after each possible number of requests leaves nothing doubled.
  private func cutOff(_ process: MLflowProcess) async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let run = RunID(hashing: "cut off")
    try track(folder, run: run, experiment: "cut")
    for limit in [1, 2, 3, 4, 6, 9, 14, 20] {
      // Each request reaches the server; from the limit on, no answer comes back.
      let proxy = try ScriptedServer { number, request in
        let answer = forward(request, to: process.url)
        return number < limit ? answer : .nothing
      }
      let sync = MLflowSync(spool: folder.spool, server: try server(proxy.url))
      #expect(try await sync.send(holder: "test").failures.count == 1)
    }
    let last = try await MLflowSync(spool: folder.spool, server: server(process.url))
      .send(holder: "test")
    #expect(last.failures == [])
    #expect(last.notices == [])
    return folder
  }

  private func longValues(_ process: MLflowProcess) async throws {
    let folder = try TemporaryFolder()
    let start = TrackedRunStart(key: "long", name: "long", order: 0, startedAt: noon)
    let run = try folder.spool.begin(start, experiment: "long")
    let long = String(repeating: "ü", count: 10_000)
    try run.log((0..<120).map { TrackedParameter("p\($0)", long) })
    try run.set(tags: [TrackedParameter("note", long), TrackedParameter("läng", "x")])
    try run.log(
      (0..<2_100).map { TrackedMetric("loss+odd", Double($0).squareRoot(), step: $0) },
      at: noon
    )
    try run.log([TrackedMetric(String(repeating: "n", count: 300), -1e300)], at: noon)
    try run.end(.failed, at: noon)
    let outcome = try await MLflowSync(spool: folder.spool, server: server(process.url))
      .send(holder: "test")
    #expect(outcome.failures == [])
    #expect(outcome.notices.count == 124)
  }

  private func compareLongValues(_ runs: JSONValue?) throws {
    let found = try #require(runs?[0])
    #expect(found["status"] == "FAILED")
    #expect(found["params"]?.objectValue?.count == 120)
    #expect(found["params"]?["p7"]?.stringValue?.unicodeScalars.count == 6_000)
    let histories = found["history"]?.objectValue?.map { $0.value.arrayValue ?? [] } ?? []
    #expect(histories.map(\.count).sorted() == [1, 2_100])
    let steps = try #require(histories.first { $0.count == 2_100 })
    #expect(steps.allSatisfy { $0[1]?.numberValue == ($0[0]?.numberValue)?.squareRoot() })
  }

  private func deleted(_ process: MLflowProcess) async throws {
    let client = try server(process.url)
    let folder = try TemporaryFolder()
    let start = TrackedRunStart(key: "d", name: "d", order: 0, startedAt: noon)
    let run = try folder.spool.begin(start, experiment: "doomed")
    let sync = MLflowSync(spool: folder.spool, server: client)
    #expect(try await sync.send(holder: "test").isSuccess)
    let name = "tracking/d/sync.json"
    let state = try JSONValue(parsing: folder.text(name))
    let id = try #require(state["servers"]?[process.url]?["d"]?["id"]?.stringValue)
    post(process.url + "/api/2.0/mlflow/runs/delete", ["run_id": .string(id)])
    try run.log([TrackedMetric("late", 1)], at: noon)
    #expect(try await sync.send(holder: "test").notices == [.deleted(run: "d")])
    post(process.url + "/api/2.0/mlflow/runs/restore", ["run_id": .string(id)])
    #expect(try await sync.send(holder: "test").notices == [])
  }

  private func deletedExperiment(_ process: MLflowProcess) async throws {
    let folder = try TemporaryFolder()
    let start = TrackedRunStart(key: "d", name: "d", order: 0, startedAt: noon)
    let run = try folder.spool.begin(start, experiment: "doomed")
    let experiment = get(
      process.url + "/api/2.0/mlflow/experiments/get-by-name?experiment_name=doomed"
    )
    let experimentID = try #require(experiment["experiment"]?["experiment_id"])
    post(process.url + "/api/2.0/mlflow/experiments/delete", ["experiment_id": experimentID])
    try run.log([TrackedMetric("later", 1)], at: noon)
    #expect(
      try await MLflowSync(spool: folder.spool, server: server(process.url)).send(holder: "test")
        .failures == [
          SyncFailure(run: "d", error: .experimentDeleted(server: process.url, name: "doomed"))
        ]
    )
  }

  private func post(_ url: String, _ body: JSONValue) {
    let address = URL(string: url)
    let path = address.map { $0.path } ?? ""
    _ = forward(
      .init(
        method: "POST",
        target: path,
        body: body.utf8Bytes(pretty: false),
        head: ["Content-Type: application/json"]
      ),
      to: url.replacingOccurrences(of: path, with: "")
    )
  }

  private func get(_ url: String) -> JSONValue {
    let parts = url.components(separatedBy: "/api/")
    let request = ScriptedServer.Request(
      method: "GET",
      target: "/api/" + parts[1],
      body: [],
      head: []
    )
    guard case .status(_, let text) = forward(request, to: parts[0]) else { return .null }
    return (try? JSONValue(parsing: text)) ?? .null
  }
}
