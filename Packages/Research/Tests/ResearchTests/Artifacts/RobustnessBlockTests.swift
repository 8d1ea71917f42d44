import ConfigValidation
import ExperimentRegistry
import Research
import Testing

@Suite("Robustness blocks of an artifact")
struct RobustnessBlockTests {
  @Test("a bootstrap at a limit passes, beyond it is named with value and limit")
  func monteCarloLimits() {
    let metrics = ArtifactBuilder.monteCarlo
    let at = MonteCarloThresholds(
      medianReturnMin: 0.01,
      p95DrawdownMax: 0.04,
      ruinProbabilityMax: 0,
      fractionPositiveMin: 0.9
    )
    #expect(at.violations(by: metrics).isEmpty)
    #expect(MonteCarloThresholds().violations(by: metrics).isEmpty)
    let beyond = MonteCarloThresholds(
      medianReturnMin: 0.011,
      p95DrawdownMax: 0.039,
      ruinProbabilityMax: -0.001,
      fractionPositiveMin: 0.901
    )
    #expect(
      beyond.violations(by: metrics) == [
        KillReason(reason: "mc_median_return", value: 0.01, threshold: 0.011),
        KillReason(reason: "mc_p95_drawdown", value: 0.04, threshold: 0.039),
        KillReason(reason: "mc_ruin_prob", value: 0, threshold: -0.001),
        KillReason(reason: "mc_fraction_positive", value: 0.9, threshold: 0.901),
      ]
    )
  }

  @Test("higher costs kill by the Sharpe ratio at the highest, or by the mean profit of all")
  func costSensitivity() {
    func reasons(_ points: [(Double, Double, Double?)]) -> [KillReason] {
      CostSensitivityBlock(
        points: points.map {
          .init(costMultiplier: $0.0, profit: $0.1, sharpe: $0.2, trades: 1)
        }
      ).reasons
    }
    #expect(reasons([]).isEmpty)
    #expect(reasons([(1, 10, 1), (1.25, 5, 0.5), (1.5, 1, 0)]).isEmpty)
    #expect(
      reasons([(1.5, 1, -0.01), (1, 10, 1)])
        == [KillReason(reason: "slippage_sensitivity_sharpe", value: -0.01, threshold: 0)]
    )
    #expect(
      reasons([(1, 10, 1), (1.5, -10, nil)]) == [
        KillReason(reason: "slippage_sensitivity_sharpe", value: nil, threshold: 0),
        KillReason(reason: "slippage_sensitivity_mean_pnl", value: 0, threshold: 0),
      ]
    )
  }

  @Test("a regime stress artifact survives its file and counts profitable subsets")
  func regimeStress() throws {
    func subset(_ key: String, _ profit: Double) -> RegimeStressArtifact.Subset {
      .init(regimeKey: key, bars: 10, profit: profit, sharpe: nil, trades: 1)
    }
    let artifact = RegimeStressArtifact(
      strategyID: "EMA_CROSS_V1",
      strategyClass: "EmaCross",
      parameters: ["fast": .integer(5)],
      runID: RunID(hashing: "x"),
      usesContiguousSegments: false,
      subsets: [subset("session:RTH", 5), subset("regime:SPY:VOL_LOW", 0), subset("b", -1)]
    )
    #expect(artifact.subsets.map(\.regimeKey) == ["b", "regime:SPY:VOL_LOW", "session:RTH"])
    #expect(artifact.fractionProfitable == 0.3333)
    #expect(artifact.json["stress_score"] == 0.3333)
    #expect(artifact.fileName == "EmaCross_regime_stress.json")
    let read = try JSONValue(parsing: artifact.fileContent)
    #expect(try RegimeStressArtifact(json: read, file: "s.json") == artifact)
    // No result, so that a reader of run artifacts passes it by.
    #expect(read["result"] == nil)
    var empty = artifact
    empty.subsets = []
    #expect(empty.fractionProfitable == nil && empty.json["stress_score"] == .null)
    #expect(throws: ArtifactError.self) { try RegimeStressArtifact(json: ["a": 1], file: "s") }
  }

  @Test(
    "identifiers of strategies",
    arguments: [
      ("EmaCross", "EMA_CROSS_V1"), ("EmaCrossStrategy", "EMA_CROSS_V1"),
      ("VRPCreditSpreadStrategy", "VRP_CREDIT_SPREAD_V1"), ("BuyAndHold", "BUY_AND_HOLD_V1"),
      ("DowRegimeTiming", "DOW_REGIME_TIMING_V1"), ("Strategy", "STRATEGY_V1"),
      ("Rsi2", "RSI2_V1"),
    ]
  )
  func identifiers(name: String, identifier: String) {
    #expect(strategyIdentifier(className: name, version: 1) == identifier)
  }
}
