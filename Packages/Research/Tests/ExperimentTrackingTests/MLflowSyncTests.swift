import ConfigValidation
import ExperimentRegistry
import ExperimentTrackingTesting
import Foundation
import MarketModel
import Synchronization
import Testing

@testable import ExperimentTracking

@Suite("MLflowSync")
struct MLflowSyncTests {
  private func server(
    _ url: String,
    attempts: Int = 1,
    timeoutSeconds: Double = 60,
    credentials: MLflowServer.Credentials? = nil
  ) throws -> MLflowServer {
    try MLflowServer(
      url: url,
      credentials: credentials,
      timeoutSeconds: timeoutSeconds,
      attempts: attempts,
      firstPauseSeconds: 0.01
    )
  }

  private func spool(_ folder: TemporaryFolder, name: String = "n") throws -> TrackingSpool {
    let start = TrackedRunStart(key: "key-\(name)", name: name, order: 0, startedAt: noon)
    let run = try folder.spool.begin(start, experiment: "e")
    try run.log([TrackedMetric("loss", 0.1)], at: noon)
    try run.end(.finished, at: noon)
    return folder.spool
  }

  /// What a server that works answers.
  private static func normal(_ request: ScriptedServer.Request) -> ScriptedServer.Answer {
    switch request.call {
    case "experiments/get-by-name":
      .status(200, #"{"experiment":{"experiment_id":"1","lifecycle_stage":"active"}}"#)
    case "runs/create", "runs/get":
      .status(
        200,
        #"{"run":{"info":{"run_id":"r1","lifecycle_stage":"active","artifact_uri":"s3://x"}}}"#
      )
    default: .status(200, "{}")
    }
  }

  @Test("reports a server that is away, keeps the spool, and sends it later")
  func waitsForServer() async throws {
    let folder = try TemporaryFolder()
    let spool = try spool(folder)
    _ = try self.spool(folder, name: "second")
    let away = try server("http://127.0.0.1:\(try freePort())", attempts: 2)
    let first = try await MLflowSync(spool: spool, server: away).send(holder: "test")
    #expect(first.failures.count == 1)
    #expect(first.failures.first?.run == "n")
    #expect(first.failures.first?.error.description.contains("cannot be reached") == true)
    #expect(!first.isSuccess)
    let working = try ScriptedServer { _, request in Self.normal(request) }
    let sync = MLflowSync(spool: spool, server: try server(working.url))
    let second = try await sync.send(holder: "test")
    #expect(second.isSuccess)
    #expect(second.createdRuns == 2)
    #expect(second.completeRuns == 2)
    let calls = working.calls
    #expect(calls.filter { $0 == "runs/create" }.count == 2)
    let third = try await sync.send(holder: "test")
    #expect(third.createdRuns == 0 && third.updatedRuns == 0 && third.completeRuns == 2)
    #expect(working.calls == calls, "nothing new asks for nothing")
  }

  @Test("tries again while an error may pass, and only so often")
  func retries() async throws {
    let folder = try TemporaryFolder()
    let spool = try spool(folder)
    let seen = Mutex<[String: Int]>([:])
    let flaky = try ScriptedServer { _, request in
      let before = seen.withLock { seen in
        seen[request.call, default: 0] += 1
        return seen[request.call, default: 0]
      }
      return before == 1 ? .status(503, "busy") : before == 2 ? .nothing : Self.normal(request)
    }
    let outcome = try await MLflowSync(spool: spool, server: server(flaky.url, attempts: 5))
      .send(holder: "test")
    #expect(outcome.failures == [])
    let broken = try ScriptedServer { _, _ in .status(500, #"{"error_code":"INTERNAL_ERROR"}"#) }
    let failed = try await MLflowSync(spool: spool, server: server(broken.url, attempts: 4))
      .send(holder: "test")
    #expect(
      failed.failures.map(\.error) == [
        .refused(
          server: broken.url,
          request: "experiments/get-by-name",
          status: 500,
          code: "INTERNAL_ERROR",
          message: ""
        )
      ]
    )
    #expect(broken.requests.count == 4)
  }

  @Test("looks for the run before it asks again for one whose answer was lost")
  func makesRunOnce() async throws {
    let folder = try TemporaryFolder()
    let spool = try spool(folder)
    let made = Mutex(false)
    let losing = try ScriptedServer { _, request in
      switch request.call {
      case "runs/create":
        made.withLock { $0 = true }
        return .nothing
      case "runs/search":
        let run = #"{"info":{"run_id":"r7","lifecycle_stage":"active","artifact_uri":""}}"#
        return .status(200, made.withLock { $0 } ? #"{"runs":[\#(run)]}"# : "{}")
      default: return Self.normal(request)
      }
    }
    let outcome = try await MLflowSync(spool: spool, server: server(losing.url, attempts: 3))
      .send(holder: "test")
    #expect(outcome.isSuccess)
    #expect(losing.calls.filter { $0 == "runs/create" }.count == 1)
    #expect(outcome.createdRuns == 0)
  }

  @Test(
    "names what a malformed answer should have been",
    arguments: [
      "<html>login</html>", "[]", "{", #"{"experiment":{"experiment_id":1}}"#, "",
    ]
  )
  func refusesMalformed(answer: String) async throws {
    let folder = try TemporaryFolder()
    let spool = try spool(folder)
    let odd = try ScriptedServer { _, _ in .status(200, answer) }
    let outcome = try await MLflowSync(spool: spool, server: server(odd.url, attempts: 3))
      .send(holder: "test")
    guard case .malformedAnswer(_, let request, _, _) = outcome.failures.first?.error else {
      Issue.record("expected a malformed answer, found \(outcome)")
      return
    }
    #expect(request == "experiments/get-by-name")
    #expect(odd.requests.count == 1, "the same answer would come again")
  }

  @Test("says that an experiment was deleted, and goes on with other trees")
  func reportsDeletedExperiment() async throws {
    let folder = try TemporaryFolder()
    let spool = try spool(folder)
    let other = TrackedRunStart(key: "o", name: "other", order: 0, startedAt: noon)
    try spool.begin(other, experiment: "living").end(.finished, at: noon)
    let half = try ScriptedServer { _, request in
      request.target.hasSuffix("=e")
        ? .status(200, #"{"experiment":{"experiment_id":"3","lifecycle_stage":"deleted"}}"#)
        : Self.normal(request)
    }
    let outcome = try await MLflowSync(spool: spool, server: server(half.url)).send(holder: "test")
    #expect(
      outcome.failures == [
        SyncFailure(run: "n", error: .experimentDeleted(server: half.url, name: "e"))
      ]
    )
    #expect(outcome.completeRuns == 1)
  }

  @Test("leaves a run alone that a person deleted")
  func leavesDeletedRun() async throws {
    let folder = try TemporaryFolder()
    let spool = try spool(folder)
    let deleting = try ScriptedServer { _, request in
      guard request.call == "runs/search" else { return Self.normal(request) }
      let run = #"{"info":{"run_id":"r1","lifecycle_stage":"deleted","artifact_uri":""}}"#
      return .status(200, #"{"runs":[\#(run)]}"#)
    }
    let outcome = try await MLflowSync(spool: spool, server: server(deleting.url))
      .send(holder: "test")
    #expect(outcome.notices == [.deleted(run: "n")])
    #expect(!deleting.calls.contains("runs/create"))
  }

  @Test("gives up on a server that never answers")
  func timesOut() async throws {
    let folder = try TemporaryFolder()
    let spool = try spool(folder)
    let silent = try ScriptedServer { _, _ in .silence(seconds: 20) }
    let outcome = try await MLflowSync(
      spool: spool,
      server: server(silent.url, timeoutSeconds: 1)
    ).send(holder: "test")
    #expect(
      outcome.failures.first?.error.description.hasSuffix("no answer in time") == true,
      "\(outcome)"
    )
  }

  @Test("lets one sync at a spool at a time")
  func locks() async throws {
    let folder = try TemporaryFolder()
    let spool = try spool(folder)
    let inner = Mutex<TrackingError?>(nil)
    let slow = try ScriptedServer { _, request in
      usleep(300_000)
      return Self.normal(request)
    }
    let sync = MLflowSync(spool: spool, server: try server(slow.url))
    async let first = sync.send(holder: "process 1")
    try await Task.sleep(for: .milliseconds(150))
    do { _ = try await sync.send(holder: "process 2") } catch {
      inner.withLock { $0 = error }
    }
    #expect(try await first.isSuccess)
    let expected = TrackingError.syncHeld(path: spool.folder, holder: "process 1")
    #expect(inner.withLock { $0 } == expected)
  }

  @Test("sends long logs in requests that the server takes")
  func splitsRequests() async throws {
    let folder = try TemporaryFolder()
    let start = TrackedRunStart(key: "k", name: "long", order: 0, startedAt: noon)
    let run = try folder.spool.begin(start, experiment: "e")
    try run.log((0..<2_345).map { TrackedMetric("loss", 1 / Double($0 + 1), step: $0) }, at: noon)
    let long = String(repeating: "ü", count: 7_000)
    try run.log((0..<150).map { TrackedParameter("p\($0)", long) })
    let working = try ScriptedServer { _, request in Self.normal(request) }
    let sync = MLflowSync(spool: folder.spool, server: try server(working.url))
    let outcome = try await sync.send(holder: "test")
    #expect(outcome.notices.count == 150)
    var counts: [String: [Int]] = [:]
    for request in working.requests where request.call == "runs/log-batch" {
      #expect(request.body.count < 1_000_000)
      let body = try JSONValue(parsing: request.body)
      for name in ["metrics", "params", "tags"] {
        let count = body[name]?.arrayValue?.count ?? 0
        if count > 0 { counts[name, default: []].append(count) }
      }
    }
    #expect(counts["metrics"] == [1_000, 1_000, 345])
    #expect(counts["params"]?.reduce(0, +) == 150)
    #expect((counts["params"] ?? []).allSatisfy { $0 <= 100 })
  }

  @Test("proves who is asking, and never shows it")
  func authorizes() async throws {
    let folder = try TemporaryFolder()
    let spool = try spool(folder)
    let guarded = try ScriptedServer { _, request in
      request.head.contains("Authorization: Basic bWU6c2VjcmV0")
        ? Self.normal(request) : .status(401, "no")
    }
    let known = try server(guarded.url, credentials: .password(user: "me", password: "secret"))
    #expect(try await MLflowSync(spool: spool, server: known).send(holder: "test").isSuccess)
    let folder2 = try TemporaryFolder()
    let unknown = try server(guarded.url, credentials: .token("hunter2"))
    let outcome = try await MLflowSync(spool: self.spool(folder2), server: unknown)
      .send(holder: "test")
    #expect(outcome.failures.first?.error.description.contains("401") == true)
    #expect(!"\(outcome)".contains("hunter2"))
    for url in ["ftp://x", "http://", "http://me:hunter2@host", "http://a b", "x", "http://h?x"] {
      let error = #expect(throws: TrackingError.self) { try server(url) }
      #expect(error?.description.contains("hunter2") == false)
    }
  }

  @Test("sends only what is new, and notices files that are gone or changed")
  func sendsWhatIsNew() async throws {
    let folder = try TemporaryFolder()
    let start = TrackedRunStart(key: "k", name: "n", order: 0, startedAt: noon)
    let run = try folder.spool.begin(start, experiment: "e")
    for name in ["kept", "gone", "changed"] {
      try run.log(artifact: folder.write(name, to: name), as: "files/\(name) ü.txt")
    }
    try run.log([TrackedMetric("loss", 1, step: 1)], at: noon)
    try FileManager.default.removeItem(atPath: folder.path + "/gone")
    _ = try folder.write("other", to: "changed")
    let store = try ScriptedServer { _, request in
      guard request.call == "runs/get" || request.call == "runs/create" else {
        return Self.normal(request)
      }
      let info =
        #"{"run_id":"r1","lifecycle_stage":"active","artifact_uri":"mlflow-artifacts:/1/r1/artifacts"}"#
      return .status(200, #"{"run":{"info":\#(info)}}"#)
    }
    let sync = MLflowSync(spool: folder.spool, server: try server(store.url))
    let first = try await sync.send(holder: "test")
    #expect(
      first.notices == [
        .artifactMissing(run: "n", name: "files/gone ü.txt", path: folder.path + "/gone"),
        .artifactChanged(run: "n", name: "files/changed ü.txt", path: folder.path + "/changed"),
      ]
    )
    let put = try #require(store.requests.first { $0.method == "PUT" })
    #expect(
      put.target
        == "/api/2.0/mlflow-artifacts/artifacts/1/r1/artifacts/files/kept%20%C3%BC.txt"
    )
    #expect(put.body == Array("kept".utf8))
    let before = store.requests.count
    try run.log([TrackedMetric("loss", 0.5, step: 2)], at: noon)
    _ = try folder.write("gone", to: "gone")
    let second = try await sync.send(holder: "test")
    #expect(second.notices.count == 1)
    let new = store.requests[before...]
    #expect(new.filter { $0.method == "PUT" }.count == 1)
    let metrics = try new.filter { $0.call == "runs/log-batch" }.flatMap {
      try JSONValue(parsing: $0.body)["metrics"]?.arrayValue ?? []
    }
    #expect(metrics.map { $0["step"] } == [2])
  }
}
