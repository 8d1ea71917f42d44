public import Backtest
internal import ConfigValidation
public import DataLake
public import ExperimentRegistry
internal import MarketModel
internal import ReplayPacks
internal import Strategies

/// Replays recorded runs from what the registry keeps of them and from a lake.
///
/// No file of the cycle is needed: the packs are frozen from the lake once more. A run is replayed only
/// when the packs have the content that was recorded, and everything else still gives the identity under
/// which the run was recorded; so the fills are those of the recorded result.
public struct RunReplayer: Sendable {
  /// The lake; that of the cycle, wherever it lies now.
  public let lake: Lake

  /// Where runs are recorded.
  public let registry: RunRegistry

  /// Where strategies are found.
  public let strategies: StrategyRegistry

  /// Creates a replayer.
  public init(lake: Lake, registry: RunRegistry, strategies: StrategyRegistry) {
    self.lake = lake
    self.registry = registry
    self.strategies = strategies
  }

  /// Replays a run with everything that the engine can tell of it.
  ///
  /// - Parameters:
  ///   - artifact: The recorded run.
  ///   - record: What the registry knows of it.
  /// - Returns: The run with fills, closed positions and equity.
  /// - Throws: ``CycleError/notReplayable(run:reason:)`` when the data, the engine or the strategy has
  ///   changed, and the errors of reading the lake and of the engine.
  public func replay(
    _ artifact: RunArtifact,
    record: RunRecord
  ) throws(CycleError) -> ReplayedRun {
    let manifest = artifact.manifest
    guard manifest.engineVersion == EngineSemantics.version else {
      throw refusal(
        manifest,
        "expected engine \(manifest.engineVersion), found \(EngineSemantics.version)"
      )
    }
    let source = try source(of: record, manifest)
    let cycle = try cycle(of: source, manifest)
    let data = try cycle.experimentData(of: try packs(of: manifest, source, cycle))
    let definition = try definition(of: manifest)
    let settings = [cycle.experimentSettings, cycle.benchmarkSettings].first { settings in
      let identity = settings.identity(of: definition, manifest.parameters, packs: data.packs)
      return identity.runID == manifest.runID
    }
    guard let settings else {
      throw refusal(manifest, "expected the settings that it was run with, found others")
    }
    let result = try run(definition, manifest.parameters, data, settings)
    let recorded = artifact.result.portfolio.finalEquity
    guard result.summary.finalEquity == recorded else {
      throw refusal(
        manifest,
        "expected the recorded final equity \(recorded), found \(result.summary.finalEquity)"
      )
    }
    return ReplayedRun(
      result: result,
      benchmark: try benchmark(of: definition, data, settings),
      symbols: data.market.listings.map(\.bars.symbol),
      periodsPerYear: settings.periodsPerYear,
      annualRiskFreeRate: settings.annualRiskFreeRate
    )
  }

  private func run(
    _ definition: StrategyDefinition,
    _ parameters: ParameterSet,
    _ data: ExperimentData,
    _ settings: ExperimentSettings
  ) throws(CycleError) -> BacktestResult {
    do throws(BacktestError) {
      return try definition.backtest(
        data.market,
        parameters: parameters,
        settings: settings.execution,
        recording: .full
      )
    } catch {
      throw .experiment(.backtest(strategy: definition.name, error))
    }
  }

  /// Buying and holding the symbol of a run that has only one: several have no obvious mixture.
  private func benchmark(
    of definition: StrategyDefinition,
    _ data: ExperimentData,
    _ settings: ExperimentSettings
  ) throws(CycleError) -> BacktestResult? {
    guard data.market.listings.count == 1,
      let holding = try? BuiltInStrategies.registry.definition(named: "BuyAndHold"),
      holding.name != definition.name
    else { return nil }
    return try run(holding, holding.schema.defaults, data, settings)
  }

  private func source(
    of record: RunRecord,
    _ manifest: RunManifest
  ) throws(CycleError) -> RunSource {
    let spec = try onRegistry { () throws(RegistryError) in
      try record.specID.map { (id) throws(RegistryError) in try registry.spec(id) } ?? nil
    }
    guard let spec else {
      throw refusal(manifest, "\(registry.path) does not hold the configuration of its cycle")
    }
    do throws(ArtifactError) {
      return try RunSource(
        ArtifactReader(spec, file: "\(registry.path): source of run \(manifest.runID.short)")
      )
    } catch {
      throw .artifact(error)
    }
  }

  private func cycle(
    of source: RunSource,
    _ manifest: RunManifest
  ) throws(CycleError) -> ResearchCycle {
    let loaded: LoadedLoopConfig
    do throws(ConfigurationError) {
      loaded = try LoadedLoopConfig(
        resolved: source.configuration,
        name: "\(registry.path): configuration of run \(manifest.runID.short)"
      )
    } catch {
      throw refusal(manifest, "\(error)")
    }
    let now = manifest.environment.timestamp
    guard let cycle = ResearchCycle(loaded: loaded, lake: lake, now: now) else {
      throw refusal(manifest, "its configuration has no bar duration")
    }
    return cycle
  }

  /// Freezes the packs of a run anew, and holds them against those that were recorded.
  private func packs(
    of manifest: RunManifest,
    _ source: RunSource,
    _ cycle: ResearchCycle
  ) throws(CycleError) -> [ReplayPack] {
    let snapshot = try onLake { () throws(LakeError) in try lake.pin() }
    let days = cycle.loaded.config.pack.period.resolved(at: cycle.now)
    var packs: [ReplayPack] = []
    var changes: [String] = []
    for reference in manifest.replayPacks {
      guard let recipe = source.packs[reference.hash] else {
        throw refusal(manifest, "\(registry.path) does not say how \(reference.path) was made")
      }
      let pack: ReplayPack
      do throws(PackError) {
        pack = try cycle.makePack(recipe, days, snapshot)
      } catch {
        throw .pack(recipe.symbol, error)
      }
      if pack.contentHash.hex != reference.hash {
        changes.append(
          "  \(recipe.symbol) of \(recipe.provider), \(days.first) through \(days.last): "
            + "expected content \(reference.hash), found \(pack.contentHash.hex)"
        )
      }
      packs.append(pack)
    }
    guard changes.isEmpty else {
      throw refusal(
        manifest,
        "the data in \(lake.directory) have changed since\n" + changes.joined(separator: "\n")
      )
    }
    return packs.sorted { $0.symbol < $1.symbol }
  }

  /// The strategy; the benchmark is there whatever strategies a program offers.
  private func definition(of manifest: RunManifest) throws(CycleError) -> StrategyDefinition {
    do throws(BacktestError) {
      return try strategies.definition(named: manifest.strategyClass)
    } catch {
      let builtIn = try? BuiltInStrategies.registry.definition(named: manifest.strategyClass)
      if let builtIn { return builtIn }
      throw .experiment(.backtest(strategy: manifest.strategyClass, error))
    }
  }

  private func refusal(_ manifest: RunManifest, _ reason: String) -> CycleError {
    .notReplayable(run: manifest.runID.short, reason: reason)
  }
}
