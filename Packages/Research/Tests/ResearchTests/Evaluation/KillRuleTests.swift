import ConfigValidation
import ExperimentRegistry
import Research
import Testing

@Suite("Kill rules")
struct KillRuleTests {
  private let off = KillThresholds(
    robustnessPenalty: nil,
    walkForwardPenalty: nil,
    regimeDependencyPenalty: nil,
    compositeScoreMin: nil,
    monteCarlo: MonteCarloThresholds(),
    deflatedSharpeMin: nil,
    realityCheckPMax: nil,
    killsCostSensitivity: false
  )

  private func reasons(
    _ runs: [EvaluationRun],
    _ thresholds: KillThresholds
  ) -> [String: [KillReason]] {
    let evaluator = StrategyEvaluator(weights: .documented, thresholds: thresholds)
    let rankings = evaluator.evaluate(runs, benchmarks: []).rankings
    return Dictionary(uniqueKeysWithValues: rankings.map { ($0.run.sourceFile, $0.killReasons) })
  }

  /// Two runs of one class whose profits vary by 1.15 times their mean: a penalty of 0.5.
  private var fragile: [EvaluationRun] {
    [-15.0, 215].map { profit in
      ArtifactBuilder.run(
        id: "\(profit)",
        parameters: ["fast": .integer(Int(profit))],
        portfolio: ArtifactBuilder.portfolio(profit)
      )
    }
  }

  @Test("a penalty kills at its limit", arguments: [(0.5, true), (0.5001, false)])
  func robustness(limit: Double, isKilled: Bool) {
    var thresholds = off
    thresholds.robustnessPenalty = limit
    let reason = KillReason(reason: "robustness_penalty", value: 0.5, threshold: limit)
    for (_, found) in reasons(fragile, thresholds) { #expect(found == (isKilled ? [reason] : [])) }
  }

  @Test("losing windows kill by default")
  func walkForward() {
    let runs = [-1.0, 1].map {
      ArtifactBuilder.run(id: "\($0)", portfolio: ArtifactBuilder.portfolio($0))
    }
    var thresholds = off
    thresholds.walkForwardPenalty = KillThresholds.documented.walkForwardPenalty
    let reason = KillReason(reason: "walk_forward_penalty", value: 0.8, threshold: 0.6)
    #expect(Set(reasons(runs, thresholds).values.flatMap(\.self)) == [reason])
  }

  @Test("a profit from one regime kills by default")
  func regimeDependency() {
    let run = ArtifactBuilder.run(
      id: "a",
      portfolio: ArtifactBuilder.portfolio(
        100,
        1,
        3,
        [
          RegimeProfit(key: "session:A", profit: 91, bars: 1),
          RegimeProfit(key: "session:B", profit: 9, bars: 1),
        ]
      )
    )
    let found = reasons([run], .documented)[run.sourceFile]
    #expect(
      found == [KillReason(reason: "regime_dependency_penalty", value: 0.8, threshold: 0.7)]
    )
  }

  @Test("a score at the minimum survives, below it does not")
  func compositeScore() {
    let run = ArtifactBuilder.run(id: "a")
    var thresholds = off
    thresholds.compositeScoreMin = 0.3
    #expect(reasons([run], thresholds)[run.sourceFile] == [])
    thresholds.compositeScoreMin = 0.300001
    #expect(
      reasons([run], thresholds)[run.sourceFile]
        == [KillReason(reason: "composite_score_min", value: 0.3, threshold: 0.300001)]
    )
  }

  @Test("reasons of the bootstrap are copied, those of other limits are added, none twice")
  func monteCarlo() {
    var run = ArtifactBuilder.run(id: "a")
    run.artifact.manifest.monteCarlo = MonteCarloBlock(
      metrics: ArtifactBuilder.monteCarlo,
      thresholds: MonteCarloThresholds(p95DrawdownMax: 0.03, fractionPositiveMin: 0.95)
    )
    let drawdown = KillReason(reason: "mc_p95_drawdown", value: 0.04, threshold: 0.03)
    let positive = KillReason(reason: "mc_fraction_positive", value: 0.9, threshold: 0.95)
    #expect(reasons([run], off)[run.sourceFile] == [drawdown, positive])
    var thresholds = off
    thresholds.monteCarlo.p95DrawdownMax = 0.03
    thresholds.monteCarlo.medianReturnMin = 0.02
    #expect(
      reasons([run], thresholds)[run.sourceFile] == [
        KillReason(reason: "mc_median_return", value: 0.01, threshold: 0.02), drawdown, positive,
      ]
    )
  }

  @Test("rules on costs and multiple testing are off until asked for")
  func laterRules() {
    var run = ArtifactBuilder.run(id: "a")
    run.artifact.manifest.costSensitivity = CostSensitivityBlock(points: [
      .init(costMultiplier: 1.5, profit: 5, sharpe: -0.5, trades: 1)
    ])
    run.deflatedSharpe = 0.94
    run.realityCheckP = 0.05
    #expect(reasons([run], .documented)[run.sourceFile] == [])
    var thresholds = off
    thresholds.killsCostSensitivity = true
    thresholds.deflatedSharpeMin = 0.95
    thresholds.realityCheckPMax = 0.05
    #expect(
      reasons([run], thresholds)[run.sourceFile] == [
        KillReason(reason: "dsr_below_threshold", value: 0.94, threshold: 0.95),
        KillReason(reason: "slippage_sensitivity_sharpe", value: -0.5, threshold: 0),
        KillReason(reason: "reality_check_failed", value: 0.05, threshold: 0.05),
      ]
    )
    run.deflatedSharpe = 0.95
    run.realityCheckP = 0.049
    run.artifact.manifest.costSensitivity = nil
    #expect(reasons([run], thresholds)[run.sourceFile] == [])
    // A rule that is on wants proof: an unknown value does not pass.
    run.deflatedSharpe = nil
    #expect(
      reasons([run], thresholds)[run.sourceFile]
        == [KillReason(reason: "dsr_below_threshold", value: nil, threshold: 0.95)]
    )
  }

  @Test("benchmarks change nothing and are never killed")
  func benchmarks() {
    let runs = fragile
    let best = ArtifactBuilder.run(
      id: "z",
      strategyClass: "BuyAndHold",
      portfolio: ArtifactBuilder.portfolio(9_000, 9)
    )
    let evaluator = StrategyEvaluator(weights: .documented, thresholds: .documented)
    let alone = evaluator.evaluate(runs, benchmarks: [])
    let beside = evaluator.evaluate(runs, benchmarks: [best])
    #expect(beside.rankings == alone.rankings && beside.benchmarks == [best])
  }
}
