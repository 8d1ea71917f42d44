public import ConfigValidation
internal import ExperimentRegistry

/// What experiments are computed over, and where it came from.
public struct ExperimentFacts: Sendable {
  /// The facts.
  public let panel: AssetPanel

  /// What they were read from, for manifests.
  public let origin: JSONValue

  /// Creates facts.
  public init(panel: AssetPanel, origin: JSONValue) {
    self.panel = panel
    self.origin = origin
  }
}

/// Runs experiments one after another over facts that are read once.
///
/// Computing is spread over threads; counting, writing and reporting happen in the order of the specs, so that
/// files and ledger are the same for any number of workers.
public struct ExperimentBatch: Sendable {
  /// What became of one experiment.
  public struct Outcome: Sendable {
    /// The folder of the run, or `nil` when it failed.
    public var folder: String?

    /// Its measures, as in `metrics.json`, or `nil` when it failed.
    public var metrics: JSONValue?

    /// Whether an earlier run of it was whole.
    public var isReused: Bool

    /// Why it failed.
    public var problem: String?
  }

  let store: ExperimentStore
  let circumstances: ExperimentCircumstances

  /// Creates a batch.
  public init(store: ExperimentStore, circumstances: ExperimentCircumstances) {
    self.store = store
    self.circumstances = circumstances
  }

  /// Runs one experiment.
  ///
  /// - Throws: ``ExperimentStoreError`` when the registry or the disk refuses; an experiment that cannot be
  ///   computed is an outcome.
  public func run(
    _ spec: ExperimentSpec,
    over facts: ExperimentFacts
  ) throws(ExperimentStoreError) -> Outcome {
    let identity = spec.settings.identity(over: facts.panel)
    let decision = try store.begin(spec.settings, identity, circumstances)
    if case .reuse(let folder, let metrics) = decision {
      return Outcome(folder: folder, metrics: metrics, isReused: true)
    }
    return try finish(spec, facts, identity, compute(spec, facts))
  }

  /// Runs experiments that share their facts.
  ///
  /// - Parameters:
  ///   - specs: The experiments.
  ///   - facts: What all of them are computed over.
  ///   - workers: The number of threads; at least 1.
  ///   - willRun: Called before an experiment is waited for, with its position.
  ///   - didRun: Called with the outcome; returning `false` ends the batch.
  /// - Throws: ``ExperimentStoreError``; what was stored before stays.
  public func run(
    _ specs: [ExperimentSpec],
    over facts: ExperimentFacts,
    workers: Int,
    willRun: (Int) -> Void,
    didRun: (Int, Outcome) -> Bool
  ) async throws(ExperimentStoreError) {
    var start = 0
    while start < specs.count {
      let round = start..<min(start + workers, specs.count)
      var decisions: [ExperimentStore.Decision] = []
      var identities: [RunIdentity] = []
      for index in round {
        let identity = specs[index].settings.identity(over: facts.panel)
        identities.append(identity)
        decisions.append(try store.begin(specs[index].settings, identity, circumstances))
      }
      let computed = await compute(round.map { specs[$0] }, decisions, facts)
      for (offset, index) in round.enumerated() {
        willRun(index)
        let outcome: Outcome
        if case .reuse(let folder, let metrics) = decisions[offset] {
          outcome = Outcome(folder: folder, metrics: metrics, isReused: true)
        } else if let result = computed[offset] {
          outcome = try finish(specs[index], facts, identities[offset], result)
        } else {
          continue
        }
        guard didRun(index, outcome) else { return }
      }
      start = round.upperBound
    }
  }

  private typealias Computed = Result<Experiment, MonitorError>

  private func compute(_ spec: ExperimentSpec, _ facts: ExperimentFacts) -> Computed {
    Result { () throws(MonitorError) in try Experiment(spec.settings, over: facts.panel) }
  }

  /// The experiments of a round that must be computed, each on a thread of its own.
  private func compute(
    _ specs: [ExperimentSpec],
    _ decisions: [ExperimentStore.Decision],
    _ facts: ExperimentFacts
  ) async -> [Computed?] {
    await withTaskGroup(of: (Int, Computed).self) { group in
      for (index, spec) in specs.enumerated() {
        guard case .compute = decisions[index] else { continue }
        group.addTask { (index, compute(spec, facts)) }
      }
      var results = [Computed?](repeating: nil, count: specs.count)
      for await (index, result) in group { results[index] = result }
      return results
    }
  }

  private func finish(
    _ spec: ExperimentSpec,
    _ facts: ExperimentFacts,
    _ identity: RunIdentity,
    _ computed: Computed
  ) throws(ExperimentStoreError) -> Outcome {
    switch computed {
    case .success(let experiment):
      let folder = try store.store(experiment, spec: spec, data: facts.origin, circumstances)
      return Outcome(folder: folder, metrics: experiment.metricsDocument, isReused: false)
    case .failure(let error):
      try store.fail(identity, reason: "\(error)", circumstances)
      return Outcome(isReused: false, problem: "\(error)")
    }
  }
}
