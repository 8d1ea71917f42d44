public import Backtest
public import ConfigValidation
internal import DataLake
internal import ExperimentRegistry
internal import PerformanceMetrics

/// A run with what is kept of it outside its artifact.
struct ComputedRun {
  var artifact: RunArtifact
  var sharpe: SharpeEstimate?
}

extension ExperimentRunner {
  /// Replays the data once for all parameter sets and tests each of them.
  func compute(
    _ definition: StrategyDefinition,
    _ sets: [ParameterSet],
    _ identities: [RunIdentity]
  ) throws(ExperimentError) -> [ComputedRun] {
    let tests = RobustnessTests(
      definition: definition,
      data: data,
      settings: settings,
      workers: workers
    )
    var artifacts: [RunArtifact] = []
    var estimates: [SharpeEstimate?] = []
    var failure: ExperimentError?
    do throws(BacktestError) {
      try definition.sweep(
        data.market,
        parameterSets: sets,
        settings: settings.execution,
        recording: .full,
        workers: workers
      ) { index, result in
        do throws(ExperimentError) {
          guard failure == nil else { return }
          artifacts.append(try artifact(definition, sets[index], identities[index], result))
          estimates.append(try sharpe(definition, result))
        } catch {
          failure = error
        }
      }
    } catch {
      throw .backtest(strategy: definition.name, error)
    }
    if let failure { throw failure }
    try attachRobustness(tests, sets, &artifacts)
    return zip(artifacts, estimates).map { ComputedRun(artifact: $0, sharpe: $1) }
  }

  private func sharpe(
    _ definition: StrategyDefinition,
    _ result: BacktestResult
  ) throws(ExperimentError) -> SharpeEstimate? {
    do throws(MetricError) {
      return try SharpeEstimate(
        of: try result.equityCurve.returns,
        riskFreeRate: try settings.periodRiskFreeRate
      )
    } catch {
      throw .metric(strategy: definition.name, error)
    }
  }

  /// Runs a strategy's base parameters on the bars of each regime alone, and writes what came of it.
  ///
  /// - Returns: The artifact, or `nil` when the settings do not ask for it or no bar has a label.
  /// - Throws: ``ExperimentError``.
  public func stressRegimes(
    _ definition: StrategyDefinition,
    parameters: ParameterSet
  ) throws(ExperimentError) -> RegimeStressArtifact? {
    guard settings.stressesRegimes, !data.allKeys.isEmpty else { return nil }
    let identity = identity(definition, parameters)
    let tests = RobustnessTests(
      definition: definition,
      data: data,
      settings: settings,
      workers: workers
    )
    let artifact = RegimeStressArtifact(
      strategyID: identity.strategyID,
      strategyClass: definition.name,
      parameters: parameters,
      runID: identity.runID,
      usesContiguousSegments: false,
      subsets: try tests.regimeStress(parameters)
    )
    let text = artifact.json.text(pretty: true) + "\n"
    do throws(FileError) {
      try AtomicFile.write(text, to: "\(outputDirectory)/\(artifact.fileName)")
    } catch {
      throw .file(error)
    }
    return artifact
  }

  private func attachRobustness(
    _ tests: RobustnessTests,
    _ sets: [ParameterSet],
    _ artifacts: inout [RunArtifact]
  ) throws(ExperimentError) {
    let windows = try tests.walkForward(sets)
    let costs = try tests.costSensitivity(sets)
    for index in artifacts.indices {
      if let windows {
        artifacts[index].manifest.walkForward = WalkForwardBlock(windows: windows[index])
      }
      guard !settings.costMultipliers.isEmpty else { continue }
      var points = costs[index]
      if settings.costMultipliers.contains(1) {
        let portfolio = artifacts[index].result.portfolio
        points.append(
          CostSensitivityBlock.Point(
            costMultiplier: 1,
            profit: portfolio.totalPnL,
            sharpe: portfolio.sharpe,
            trades: portfolio.totalTrades
          )
        )
      }
      points.sort { $0.costMultiplier < $1.costMultiplier }
      artifacts[index].manifest.costSensitivity = CostSensitivityBlock(points: points)
    }
  }

  private func artifact(
    _ definition: StrategyDefinition,
    _ parameters: ParameterSet,
    _ identity: RunIdentity,
    _ result: BacktestResult
  ) throws(ExperimentError) -> RunArtifact {
    do throws(MetricError) {
      var manifest = RunManifest(
        runID: identity.runID,
        strategyClass: definition.name,
        parameters: parameters,
        executionConfiguration: settings.executionDocument,
        engineVersion: EngineSemantics.version,
        replayPacks: data.packs,
        packSources: .object([]),
        sourcePolicy: .object([]),
        environment: environment
      )
      let runResult = try RunResult(
        result,
        strategyID: identity.strategyID,
        data: data,
        settings: settings
      )
      manifest.monteCarlo = try monteCarlo(identity.runID, runResult.tradeProfits)
      return RunArtifact(manifest: manifest, result: runResult)
    } catch {
      throw .metric(strategy: definition.name, error)
    }
  }

  /// Resamples the trades; the stream of draws belongs to the run, whatever runs beside it.
  private func monteCarlo(
    _ id: RunID,
    _ profits: [Double]
  ) throws(MetricError) -> MonteCarloBlock? {
    guard let config = settings.monteCarlo else { return nil }
    let result = try MonteCarlo(
      method: config.method.resampling,
      pathCount: config.paths,
      blockLength: config.blockSize,
      ruinLevel: config.ruinLevel,
      startingEquity: settings.execution.startingCash,
      seed: config.seed,
      trial: UInt32(id.hex.prefix(8), radix: 16) ?? 0
    ).run(on: profits)
    return MonteCarloBlock(
      metrics: MonteCarloMetrics(
        method: config.method.rawValue,
        pathCount: result.pathCount,
        tradeCount: result.tradeCount,
        blockSize: config.blockSize,
        ruinLevel: result.ruinLevel,
        medianReturn: result.medianReturn,
        p5Return: result.p5Return,
        p5MaxDrawdown: result.p5MaximumDrawdown,
        p95MaxDrawdown: result.p95MaximumDrawdown,
        ruinProbability: result.ruinProbability,
        fractionPositive: result.fractionPositive
      ),
      thresholds: settings.monteCarloThresholds
    )
  }
}

extension MonteCarloConfig.Method {
  fileprivate var resampling: MonteCarlo.Method {
    switch self {
    case .bootstrap: .bootstrap
    case .iid: .iid
    case .stationary: .stationary
    }
  }
}
