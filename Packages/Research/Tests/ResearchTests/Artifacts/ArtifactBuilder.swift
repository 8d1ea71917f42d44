import ConfigValidation
import ExperimentRegistry
import MarketModel
import Research

/// Artifacts with plain values, of which a test changes what it is about.
enum ArtifactBuilder {
  static let noon = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

  static func portfolio(
    _ profit: Double = 100,
    _ sharpe: Double? = 1,
    _ drawdownPercent: Double? = 3,
    _ breakdown: [RegimeProfit] = []
  ) -> PortfolioBlock {
    PortfolioBlock(
      startingCash: 10_000,
      finalEquity: 10_000 + profit,
      totalRealizedPnL: profit,
      totalReturnPercent: profit / 100,
      grossReturnPercent: profit / 100 + 0.5,
      breakEvenCostBasisPoints: 12.5,
      totalTrades: 4,
      winners: 3,
      losers: 1,
      winRatePercent: 75,
      profitFactor: 2.5,
      expectancy: profit / 4,
      averageHoldingMinutes: 390,
      sharpe: sharpe,
      maxDrawdown: 300,
      maxDrawdownPercent: drawdownPercent,
      totalCommission: 2.6,
      openPositions: 0,
      equityCurvePoints: 250,
      regimeBreakdown: breakdown
    )
  }

  static func artifact(
    id: String,
    strategyClass: String = "EmaCross",
    parameters: ParameterSet = ["fast": .integer(5), "slow": .number(20.5)],
    portfolio: PortfolioBlock = portfolio(),
    fills: Int = 8,
    rejects: Int = 0
  ) -> RunArtifact {
    RunArtifact(
      manifest: RunManifest(
        runID: RunID(hashing: id),
        strategyClass: strategyClass,
        parameters: parameters,
        executionConfiguration: ["fill": "next_open"],
        engineVersion: "1",
        replayPacks: [PackReference(path: "packs/SPY_2020-01-01_2020-12-31", hash: "09af")],
        packSources: ["SPY": "yahoo"],
        sourcePolicy: nil,
        environment: RunEnvironment(gitCommit: nil, swiftVersion: "6.3", timestamp: noon)
      ),
      result: RunResult(
        strategyID: strategyIdentifier(className: strategyClass, version: 1),
        barsReplayed: 250,
        outcomesUsed: 240,
        regimesLoaded: 500,
        portfolio: portfolio,
        execution: ExecutionBlock(
          fills: fills,
          rejects: rejects,
          totalCommission: 2.6,
          totalSlippage: 0.4,
          rejectReasons: rejects > 0 ? [RejectCount(reason: "STALE_QUOTE", count: rejects)] : []
        ),
        sessions: [RegimeProfit(key: "RTH", profit: 100, bars: 250)],
        tradeProfits: [50, 60.5, 10, -20.5]
      )
    )
  }

  static func run(
    id: String,
    strategyClass: String = "EmaCross",
    parameters: ParameterSet = ["fast": .integer(5)],
    portfolio: PortfolioBlock = portfolio(),
    fills: Int = 8,
    rejects: Int = 0
  ) -> EvaluationRun {
    EvaluationRun(
      artifact: artifact(
        id: id,
        strategyClass: strategyClass,
        parameters: parameters,
        portfolio: portfolio,
        fills: fills,
        rejects: rejects
      ),
      sourceFile: "experiments/\(id).json"
    )
  }

  static let monteCarlo = MonteCarloMetrics(
    method: "bootstrap",
    pathCount: 1_000,
    tradeCount: 4,
    blockSize: nil,
    ruinLevel: 0.2,
    medianReturn: 0.01,
    p5Return: -0.02,
    p5MaxDrawdown: 0.001,
    p95MaxDrawdown: 0.04,
    ruinProbability: 0,
    fractionPositive: 0.9
  )

  static func complete() throws -> RunArtifact {
    let first = try date("2020-01-01")
    var artifact = artifact(
      id: "complete",
      portfolio: portfolio(
        100,
        nil,
        3,
        [
          RegimeProfit(key: "session:RTH", profit: 100, bars: 250),
          RegimeProfit(key: "regime:SPY:VOL_LOW", profit: 60.125, bars: 100),
        ]
      ),
      rejects: 2
    )
    artifact.manifest.monteCarlo = MonteCarloBlock(
      metrics: monteCarlo,
      thresholds: MonteCarloThresholds(p95DrawdownMax: 0.03)
    )
    artifact.manifest.walkForward = WalkForwardBlock(windows: [
      WalkForwardWindowResult(
        trainStart: first,
        trainEnd: first.advanced(byDays: 89),
        testStart: first.advanced(byDays: 90),
        testEnd: first.advanced(byDays: 119),
        profit: 12.5,
        sharpe: nil,
        trades: 1
      )
    ])
    artifact.manifest.costSensitivity = CostSensitivityBlock(points: [
      .init(costMultiplier: 1.5, profit: -5, sharpe: -0.1, trades: 4),
      .init(costMultiplier: 1, profit: 100, sharpe: 1, trades: 4),
    ])
    return artifact
  }

  private static func date(_ text: String) throws -> CivilDate {
    guard let date = CivilDate(text) else { throw ArtifactError.unreadable(file: text, reason: "") }
    return date
  }
}
