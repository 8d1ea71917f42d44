internal import ConfigValidation
internal import MarketModel

/// A run as the server knows it.
struct MLflowRun: Hashable, Sendable {
  var id: String
  var artifactAddress: String
  var isDeleted: Bool
}

extension MLflowClient {
  /// The tag by which a run is found again.
  static let keyTag = "assay.run_key"

  /// Returns the identifier of an experiment, which is made when it is missing.
  ///
  /// - Throws: ``TrackingError/experimentDeleted(server:name:)``, otherwise ``TrackingError``.
  func experimentID(of name: String) async throws(TrackingError) -> String {
    if let known = try await existingExperiment(name) { return known }
    do {
      let answer = try await once.call(
        "POST",
        "experiments/create",
        body: [
          "name": .string(name),
          // Without it the pages show runs as evaluations of language models.
          "tags": [["key": "mlflow.experimentKind", "value": "custom_model_development"]],
        ]
      )
      return try text(answer, "experiment_id", of: "experiments/create")
    } catch {
      // Another process may have made it, or the answer to ours was lost.
      if let known = try await existingExperiment(name) { return known }
      throw error
    }
  }

  private func existingExperiment(_ name: String) async throws(TrackingError) -> String? {
    let request = "experiments/get-by-name"
    let answer: JSONValue
    do {
      answer = try await call("GET", request, query: [("experiment_name", name)])
    } catch {
      if error.isMissing { return nil }
      throw error
    }
    guard let experiment = answer["experiment"] else {
      throw malformed(request, expected: "an experiment", found: answer)
    }
    guard experiment["lifecycle_stage"]?.stringValue != "deleted" else {
      throw .experimentDeleted(server: server.url, name: name)
    }
    return try text(experiment, "experiment_id", of: request)
  }

  /// Returns a run, or `nil` when the server has none of the identifier.
  func run(_ id: String) async throws(TrackingError) -> MLflowRun? {
    do {
      let answer = try await call("GET", "runs/get", query: [("run_id", id)])
      return try run(answer["run"], of: "runs/get")
    } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  /// Returns the runs with a key, those that were not deleted first, then by the time of their start.
  func runs(key: String, experiment: String) async throws(TrackingError) -> [MLflowRun] {
    let answer = try await call(
      "POST",
      "runs/search",
      body: [
        "experiment_ids": [.string(experiment)],
        "filter": .string("tags.`\(Self.keyTag)` = '\(key)'"),
        "run_view_type": "ALL",
        "max_results": 100,
        "order_by": ["attributes.start_time ASC"],
      ]
    )
    var runs: [MLflowRun] = []
    for entry in answer["runs"]?.arrayValue ?? [] {
      runs.append(try run(entry, of: "runs/search"))
    }
    return runs.filter { !$0.isDeleted } + runs.filter(\.isDeleted)
  }

  /// Makes a run, unless one of its key turns out to be there.
  func makeRun(
    _ start: TrackedRunStart,
    parent: String?,
    experiment: String
  ) async throws(TrackingError) -> (run: MLflowRun, isNew: Bool) {
    var tags: [JSONValue] = [["key": .string(Self.keyTag), "value": .string(start.key)]]
    if let parent { tags.append(["key": "mlflow.parentRunId", "value": .string(parent)]) }
    let body: JSONValue = [
      "experiment_id": .string(experiment), "run_name": .string(start.name),
      "start_time": .integer(start.startedAt.milliseconds), "tags": .array(tags),
    ]
    // Each attempt looks first: the answer to the one before may have been lost on its way.
    return try await retrying { () async throws(TrackingError) in
      let known = try await once.runs(key: start.key, experiment: experiment)
      if let run = known.first { return (run, false) }
      let answer = try await once.call("POST", "runs/create", body: body)
      return (try run(answer["run"], of: "runs/create"), true)
    }
  }

  /// Sends settings, tags and numbers of a run; what is there already stays.
  func logBatch(
    _ run: String,
    params: [JSONValue] = [],
    tags: [JSONValue] = [],
    metrics: [JSONValue] = []
  ) async throws(TrackingError) {
    _ = try await call(
      "POST",
      "runs/log-batch",
      body: [
        "run_id": .string(run), "params": .array(params), "tags": .array(tags),
        "metrics": .array(metrics),
      ]
    )
  }

  /// Says how far a run is.
  func update(
    _ run: String,
    status: TrackedStatus,
    endedAt: Timestamp?
  ) async throws(TrackingError) {
    var body: JSONValue = [
      "run_id": .string(run), "status": .string(status.rawValue.uppercased()),
    ]
    if let endedAt { body["end_time"] = .integer(endedAt.milliseconds) }
    _ = try await call("POST", "runs/update", body: body)
  }

  private func run(_ json: JSONValue?, of request: String) throws(TrackingError) -> MLflowRun {
    guard let info = json?["info"] else {
      throw malformed(request, expected: "a run with its info", found: json ?? .null)
    }
    return MLflowRun(
      id: try text(info, "run_id", of: request),
      artifactAddress: info["artifact_uri"]?.stringValue ?? "",
      isDeleted: info["lifecycle_stage"]?.stringValue == "deleted"
    )
  }

  private func text(
    _ json: JSONValue,
    _ name: String,
    of request: String
  ) throws(TrackingError) -> String {
    guard let text = json[name]?.stringValue, !text.isEmpty else {
      throw malformed(request, expected: "a text \(name)", found: json)
    }
    return text
  }

  private func malformed(
    _ request: String,
    expected: String,
    found: JSONValue
  ) -> TrackingError {
    .malformedAnswer(
      server: server.url,
      request: request,
      expected: expected,
      found: String(found.text(pretty: false).prefix(120))
    )
  }
}

extension TrackingError {
  /// Whether the server says that there is no such thing.
  fileprivate var isMissing: Bool {
    guard case .refused(_, _, _, let code, _) = self else { return false }
    return code == "RESOURCE_DOES_NOT_EXIST"
  }
}
