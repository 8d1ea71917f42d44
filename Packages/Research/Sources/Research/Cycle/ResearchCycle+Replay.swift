public import Backtest
internal import ConfigValidation
internal import DataLake
public import ExperimentRegistry
internal import MarketModel
internal import ReplayPacks

extension ResearchCycle {
  /// Replays a recorded run from its packs, with everything that the engine can tell of it.
  ///
  /// The run is replayed only when its packs and the document still give the identity under which it was
  /// recorded, so the fills are those of the recorded result.
  ///
  /// - Parameters:
  ///   - artifact: The recorded run.
  ///   - strategies: Where its strategy is found.
  ///   - registry: Where it is recorded.
  /// - Returns: The run with fills, closed positions and equity.
  /// - Throws: ``CycleError/notReplayable(run:reason:)`` when something has changed, and the errors of
  ///   reading packs and of the engine.
  public func replay(
    _ artifact: RunArtifact,
    strategies: StrategyRegistry,
    registry: RunRegistry
  ) throws(CycleError) -> BacktestResult {
    let manifest = artifact.manifest
    let data = try experimentData(of: try packs(of: manifest))
    let definition = try onEngine(manifest) { () throws(BacktestError) in
      try strategies.definition(named: manifest.strategyClass)
    }
    let settings = [experimentSettings, benchmarkSettings].first { settings in
      let runner = ExperimentRunner(
        data: data,
        settings: settings,
        registry: registry,
        outputDirectory: "",
        environment: manifest.environment,
        workers: 1
      )
      return runner.identity(definition, manifest.parameters).runID == manifest.runID
    }
    guard let settings else {
      throw .notReplayable(
        run: manifest.runID.short,
        reason: "expected the configuration that it was run with, found another"
      )
    }
    let result = try onEngine(manifest) { () throws(BacktestError) in
      try definition.backtest(
        data.market,
        parameters: manifest.parameters,
        settings: settings.execution,
        recording: .full
      )
    }
    let recorded = artifact.result.portfolio.finalEquity
    guard result.summary.finalEquity == recorded else {
      throw .notReplayable(
        run: manifest.runID.short,
        reason:
          "expected the recorded final equity \(recorded), found \(result.summary.finalEquity)"
      )
    }
    return result
  }

  private func packs(of manifest: RunManifest) throws(CycleError) -> [ReplayPack] {
    let folder = loaded.config.pack.outputDirectory
    var packs: [ReplayPack] = []
    for reference in manifest.replayPacks {
      let path = folder.hasPrefix("/") ? joined(folder, reference.path) : reference.path
      let pack = try read(loaded.paths.artifact(path), reference)
      guard pack.contentHash.hex == reference.hash else {
        throw .notReplayable(
          run: manifest.runID.short,
          reason: "expected pack \(reference.path) with content \(reference.hash.prefix(12)), "
            + "found \(pack.contentHash.hex.prefix(12))"
        )
      }
      packs.append(pack)
    }
    return packs.sorted { $0.symbol < $1.symbol }
  }

  private func read(
    _ path: String,
    _ reference: PackReference
  ) throws(CycleError) -> ReplayPack {
    do throws(PackError) {
      return try ReplayPackFile.read(path, database: lake.database)
    } catch {
      throw .pack(Symbol(reference.path), error)
    }
  }
}

private func onEngine<Value>(
  _ manifest: RunManifest,
  _ body: () throws(BacktestError) -> Value
) throws(CycleError) -> Value {
  do throws(BacktestError) {
    return try body()
  } catch {
    throw .experiment(.backtest(strategy: manifest.strategyClass, error))
  }
}
