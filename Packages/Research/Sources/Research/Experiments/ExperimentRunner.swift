public import Backtest
public import ConfigValidation
internal import DataLake
public import ExperimentRegistry
public import PerformanceMetrics

/// Runs strategies over the packs of a cycle and writes an artifact for each run.
///
/// A run that the registry knows is not computed again: its stored artifact is written with the
/// circumstances of this cycle. Trials are counted in the ledger before their results exist. Results do
/// not depend on the number of workers, and a runner that was killed can simply be started again.
public struct ExperimentRunner: Sendable {
  /// What is replayed.
  public let data: ExperimentData

  /// How runs are executed, measured and tested.
  public let settings: ExperimentSettings

  /// Where runs and trials are kept.
  public let registry: RunRegistry

  /// The folder of the artifacts.
  public let outputDirectory: String

  /// The circumstances, which change no number.
  public let environment: RunEnvironment

  /// The number of threads; at least 1.
  public let workers: Int

  /// What the registry keeps of the cycle that asks for the runs; see ``RunRegistry/recordSpec(_:at:)``.
  public let specID: String?

  /// Creates a runner.
  public init(
    data: ExperimentData,
    settings: ExperimentSettings,
    registry: RunRegistry,
    outputDirectory: String,
    environment: RunEnvironment,
    workers: Int,
    specID: String?
  ) {
    self.data = data
    self.settings = settings
    self.registry = registry
    self.outputDirectory = outputDirectory
    self.environment = environment
    self.workers = workers
    self.specID = specID
  }

  /// One run of a strategy, as the cycle goes on with it.
  public struct Outcome: Hashable, Sendable {
    /// The artifact.
    public let artifact: RunArtifact

    /// The name of its file within the output folder.
    public let fileName: String

    /// The tag: `default`, `sweep_3`, `benchmark`.
    public let tag: String

    /// Whether the registry had it already.
    public let isReused: Bool

    /// What decides its numbers.
    public let identity: RunIdentity

    /// Its Sharpe ratio per bar with the moments of its returns, or `nil` where it is undefined.
    public let sharpe: SharpeEstimate?
  }

  /// Runs a strategy with every parameter set.
  ///
  /// - Parameters:
  ///   - definition: The strategy.
  ///   - sets: Complete parameter sets, in trial order; equal sets are run once.
  ///   - tags: One tag for each set.
  ///   - isCounted: Whether the runs are trials. A benchmark is not: nobody chose it for its result.
  ///   - progress: Called after each run with the number of those that are done.
  ///   - shouldStop: Asked between runs.
  /// - Returns: The runs in the order of the sets.
  /// - Throws: ``ExperimentError``; what was completed before stays completed.
  public func run(
    _ definition: StrategyDefinition,
    sets: [ParameterSet],
    tags: [String],
    isCounted: Bool = true,
    progress: (Int) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws(ExperimentError) -> [Outcome] {
    let identities = sets.map { identity(definition, $0) }
    let decisions = try begin(definition, identities, isCounted: isCounted)
    var outcomes = [Outcome?](repeating: nil, count: sets.count)
    var missing: [Int] = []
    var firstOf: [RunID: Int] = [:]
    for index in sets.indices {
      let id = identities[index].runID
      if case .reuse = decisions[index], let stored = try storedRun(id) {
        outcomes[index] = try write(stored, identities[index], tag: tags[index], isReused: true)
        progress(outcomes.count { $0 != nil })
      } else if firstOf[id] == nil {
        firstOf[id] = index
        missing.append(index)
      }
    }
    // A round is small enough that a kill loses little, and large enough that sharing a pass pays.
    for start in stride(from: 0, to: missing.count, by: runsPerRound) {
      if shouldStop() { throw .cancelled }
      let round = Array(missing[start..<min(start + runsPerRound, missing.count)])
      let runs = try compute(definition, round.map { sets[$0] }, round.map { identities[$0] })
      try complete(runs)
      for (index, run) in zip(round, runs) {
        outcomes[index] = try write(run, identities[index], tag: tags[index], isReused: false)
        progress(outcomes.count { $0 != nil })
      }
    }
    // Sets that were given twice share the result of the first.
    return try sets.indices.map { (index) throws(ExperimentError) in
      if let outcome = outcomes[index] { return outcome }
      let first = firstOf[identities[index].runID].flatMap { outcomes[$0] }
      guard let first else { throw .cancelled }
      let run = ComputedRun(artifact: first.artifact, sharpe: first.sharpe)
      return try write(run, first.identity, tag: tags[index], isReused: true)
    }
  }

  /// What identifies the run of a strategy with a parameter set.
  public func identity(_ definition: StrategyDefinition, _ parameters: ParameterSet) -> RunIdentity
  {
    settings.identity(of: definition, parameters, packs: data.packs)
  }

  private var runsPerRound: Int {
    // Equity curves are kept for a round; 64 MiB of them at most.
    max(1, min(256, 8_388_608 / max(1, data.barCount)))
  }

  private func begin(
    _ definition: StrategyDefinition,
    _ identities: [RunIdentity],
    isCounted: Bool
  ) throws(ExperimentError) -> [RunDecision] {
    do throws(RegistryError) {
      if isCounted {
        try registry.append(identities.map { CountedTrial(of: $0) }, at: environment.timestamp)
      }
      let registrations = identities.map {
        RunRegistration(identity: $0, strategyClass: definition.name, specID: specID)
      }
      return try registry.begin(registrations, at: environment.timestamp)
    } catch {
      throw .registry(error)
    }
  }

  private func complete(_ runs: [ComputedRun]) throws(ExperimentError) {
    do throws(RegistryError) {
      try registry.complete(
        runs.map { run in
          RunCompletion(
            id: run.artifact.manifest.runID,
            summary: run.artifact.result.portfolio.registrySummary,
            documents: [
              RunDocument(kind: "run", content: run.artifact.storedContent),
              // Beside the artifact, whose bytes are those of its file.
              RunDocument(
                kind: "sharpe",
                content: (run.sharpe?.json ?? .null).utf8Bytes(pretty: false)
              ),
            ]
          )
        },
        at: environment.timestamp
      )
    } catch {
      throw .registry(error)
    }
  }

  private func storedRun(_ id: RunID) throws(ExperimentError) -> ComputedRun? {
    let documents: (run: RunDocument?, sharpe: RunDocument?)
    do throws(RegistryError) {
      documents = (try registry.document("run", of: id), try registry.document("sharpe", of: id))
    } catch {
      throw .registry(error)
    }
    guard let document = documents.run else { return nil }
    do throws(ArtifactError) {
      let artifact = try RunArtifact(
        parsing: document.content,
        file: "\(registry.path): run \(id.short)",
        environment: environment
      )
      return ComputedRun(
        artifact: refreshed(artifact),
        sharpe: documents.sharpe.flatMap { try? JSONValue(parsing: $0.content) }
          .flatMap { SharpeEstimate(json: $0) }
      )
    } catch {
      throw .artifact(error)
    }
  }

  /// The stored artifact with the circumstances of this cycle.
  private func refreshed(_ stored: RunArtifact) -> RunArtifact {
    var artifact = stored
    artifact.manifest.replayPacks = data.packs
    if let monteCarlo = stored.manifest.monteCarlo {
      artifact.manifest.monteCarlo = MonteCarloBlock(
        metrics: monteCarlo.metrics,
        thresholds: settings.monteCarloThresholds
      )
    }
    return artifact
  }

  private func write(
    _ run: ComputedRun,
    _ identity: RunIdentity,
    tag: String,
    isReused: Bool
  ) throws(ExperimentError) -> Outcome {
    let name = run.artifact.fileName(tag: tag)
    do throws(FileError) {
      try AtomicFile.write(run.artifact.fileContent, to: "\(outputDirectory)/\(name)")
    } catch {
      throw .file(error)
    }
    return Outcome(
      artifact: run.artifact,
      fileName: name,
      tag: tag,
      isReused: isReused,
      identity: identity,
      sharpe: run.sharpe
    )
  }
}

extension PortfolioBlock {
  fileprivate var registrySummary: ExperimentRegistry.RunSummary {
    ExperimentRegistry.RunSummary(
      grossReturn: grossReturnPercent.map { $0 / 100 },
      netReturn: totalReturnPercent.map { $0 / 100 },
      sharpe: sharpe,
      maximumDrawdown: maxDrawdownPercent.map { $0 / 100 },
      trades: totalTrades,
      breakEvenCostBasisPoints: breakEvenCostBasisPoints
    )
  }
}
