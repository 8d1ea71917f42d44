internal import ConfigValidation
internal import DataLake
internal import MarketModel

/// Sends trees of runs, one after the other.
struct TreeSender {
  let client: MLflowClient
  let spool: TrackingSpool
  private var experiments: [String: String] = [:]

  /// Creates a sender.
  init(client: MLflowClient, spool: TrackingSpool) {
    self.client = client
    self.spool = spool
  }

  /// Sends a run and those inside it.
  mutating func send(
    _ tree: SpooledRun,
    _ outcome: inout SyncOutcome
  ) async throws(TrackingError) {
    var state = SyncState(folder: tree.folder)
    guard isPending(tree, state) else {
      outcome.completeRuns += count(tree)
      return
    }
    let experiment = try await experimentID(of: tree.state.experiment)
    try await send(tree, parent: nil, experiment, &state, &outcome)
  }

  private mutating func experimentID(of name: String) async throws(TrackingError) -> String {
    if let known = experiments[name] { return known }
    let id = try await client.experimentID(of: name)
    experiments[name] = id
    return id
  }

  private func count(_ tree: SpooledRun) -> Int { tree.children.reduce(1) { $0 + count($1) } }

  /// Whether a run, or one inside it, has something that the server is not known to have.
  private func isPending(_ run: SpooledRun, _ state: SyncState) -> Bool {
    guard let known = state[client.server.url, run.state.start.key] else { return true }
    return known.events < run.events.count || !unsentArtifacts(of: run, known).isEmpty
      || run.children.contains { isPending($0, state) }
  }

  private func unsentArtifacts(
    of run: SpooledRun,
    _ known: SyncState.Run
  ) -> [TrackedArtifact] {
    run.state.artifacts.filter { known.artifacts[$0.name] != $0.digest }
  }

  private func send(
    _ run: SpooledRun,
    parent: String?,
    _ experiment: String,
    _ state: inout SyncState,
    _ outcome: inout SyncOutcome
  ) async throws(TrackingError) {
    let key = run.state.start.key
    let before = state[client.server.url, key]
    guard let found = try await locate(run, before, parent, experiment, &outcome) else { return }
    var known = before?.id == found.id ? before ?? .init(id: found.id) : .init(id: found.id)
    // Kept at once: a killed sync need not look for the run again.
    state[client.server.url, key] = known
    if before?.id != found.id { try state.save() }
    let pending = known
    if let parent, before?.id != found.id {
      try await client.logBatch(
        found.id,
        tags: [["key": "mlflow.parentRunId", "value": .string(parent)]]
      )
    }
    try await sendValues(of: run, from: known.events, to: found.id, &outcome)
    known.events = run.events.count
    try await sendArtifacts(of: run, to: found, &known, &outcome)
    if run.state.status != known.status {
      try await client.update(found.id, status: run.state.status, endedAt: run.state.endedAt)
      known.status = run.state.status
    }
    if known != pending {
      outcome.updatedRuns += 1
      state[client.server.url, key] = known
      try state.save()
    }
    outcome.completeRuns += unsentArtifacts(of: run, known).isEmpty ? 1 : 0
    for child in run.children {
      try await send(child, parent: found.id, experiment, &state, &outcome)
    }
  }

  /// Finds the run on the server, or makes it; `nil` when a person deleted it there.
  private func locate(
    _ run: SpooledRun,
    _ known: SyncState.Run?,
    _ parent: String?,
    _ experiment: String,
    _ outcome: inout SyncOutcome
  ) async throws(TrackingError) -> MLflowRun? {
    let name = run.state.start.name
    if let known, let found = try await client.run(known.id) {
      if found.isDeleted { outcome.notices.append(.deleted(run: name)) }
      return found.isDeleted ? nil : found
    }
    let all = try await client.runs(key: run.state.start.key, experiment: experiment)
    let active = all.filter { !$0.isDeleted }
    if active.count > 1 {
      outcome.notices.append(.doubled(run: name, ids: active.map(\.id)))
    }
    if let found = active.first { return found }
    guard all.isEmpty else {
      outcome.notices.append(.deleted(run: name))
      return nil
    }
    let made = try await client.makeRun(run.state.start, parent: parent, experiment: experiment)
    if made.isNew { outcome.createdRuns += 1 }
    return made.run
  }

  private func sendArtifacts(
    of run: SpooledRun,
    to target: MLflowRun,
    _ known: inout SyncState.Run,
    _ outcome: inout SyncOutcome
  ) async throws(TrackingError) {
    let unsent = unsentArtifacts(of: run, known)
    guard !unsent.isEmpty else { return }
    let name = run.state.start.name
    guard let root = Self.storePath(of: target.artifactAddress) else {
      outcome.notices.append(
        .artifactsNotTaken(run: name, address: target.artifactAddress)
      )
      return
    }
    for artifact in unsent {
      let path = spool.place(of: artifact.path)
      guard let bytes = try? AtomicFile.read(path) else {
        outcome.notices.append(.artifactMissing(run: name, name: artifact.name, path: path))
        continue
      }
      guard ContentHash(of: bytes).hex == artifact.digest else {
        outcome.notices.append(.artifactChanged(run: name, name: artifact.name, path: path))
        continue
      }
      try await client.put(bytes, at: root + "/" + artifact.name)
      known.artifacts[artifact.name] = artifact.digest
      outcome.values += 1
    }
  }

  /// The path inside the server's store, such as `1/0a1b/artifacts`; `nil` for stores of others.
  static func storePath(of address: String) -> String? {
    let scheme = "mlflow-artifacts:"
    guard address.hasPrefix(scheme) else { return nil }
    var path = address.dropFirst(scheme.count)
    if path.hasPrefix("//") { path = path.dropFirst(2).drop { $0 != "/" } }
    let plain = path.drop { $0 == "/" }
    return plain.isEmpty ? nil : String(plain)
  }
}
