import ConfigValidation
import ExperimentRegistry
import MarketModel
import Research
import Testing

@Suite("Documents of an evaluation")
struct EvaluationDocumentTests {
  /// A winner, a run killed for two reasons, and a benchmark.
  private var evaluation: Evaluation {
    var good = ArtifactBuilder.run(
      id: "good",
      strategyClass: "EmaCross",
      portfolio: ArtifactBuilder.portfolio(
        200,
        1.5,
        3,
        [RegimeProfit(key: "session:RTH", profit: 200.126, bars: 300)]
      )
    )
    good.artifact.manifest.monteCarlo = MonteCarloBlock(
      metrics: ArtifactBuilder.monteCarlo,
      thresholds: MonteCarloThresholds()
    )
    var bad = ArtifactBuilder.run(
      id: "bad",
      strategyClass: "RsiReversion",
      portfolio: ArtifactBuilder.portfolio(-100, nil, 40, []),
      fills: 0
    )
    bad.artifact.manifest.monteCarlo = MonteCarloBlock(
      metrics: ArtifactBuilder.monteCarlo,
      thresholds: MonteCarloThresholds(p95DrawdownMax: 0.03)
    )
    let benchmark = ArtifactBuilder.run(id: "spy", strategyClass: "BuyAndHold")
    return StrategyEvaluator(weights: .documented, thresholds: .documented)
      .evaluate([bad, good], benchmarks: [benchmark])
  }

  private func names(_ value: JSONValue?) -> [String] { value?.objectValue?.map(\.name) ?? [] }

  @Test("the rankings file has the documented members")
  func rankingsShape() throws {
    let document = evaluation.rankingsDocument(generatedAt: ArtifactBuilder.noon)
    #expect(
      names(document) == [
        "generated_at", "experiment_count", "weights", "kill_thresholds", "rankings",
        "benchmarks", "killed_run_count", "killed",
      ]
    )
    #expect(document["generated_at"] == "2023-11-14T22:13:20Z")
    #expect(document["experiment_count"] == 2)
    #expect(document["killed_run_count"] == 1)
    let row = try #require(document["rankings"]?[0])
    #expect(
      names(row) == [
        "rank", "strategy_id", "run_id", "strategy_class", "strategy_params", "composite_score",
        "regime_sensitivity_score", "scoring", "metrics", "regime_scores", "manifest_ref",
        "source_file", "killed", "kill_reasons",
      ]
    )
    #expect(
      names(row["scoring"]) == ["composite_score", "components", "weights", "assumed_worst"]
    )
    let components = [
      "return_norm", "sharpe_norm", "drawdown_penalty", "reject_penalty", "robustness_penalty",
      "regime_dependency_penalty", "regime_sensitivity", "walk_forward_penalty",
    ]
    #expect(names(row["scoring"]?["components"]) == components)
    #expect(names(row["scoring"]?["weights"]) == components)
    #expect(
      names(row["metrics"]) == [
        "total_pnl", "total_return_pct", "gross_return_pct", "break_even_cost_bps", "sharpe",
        "max_drawdown", "max_drawdown_pct", "expectancy", "profit_factor", "win_rate",
        "total_trades", "fill_rate", "fills", "rejects", "mc_median_return",
        "mc_p95_max_drawdown", "mc_ruin_probability", "mc_fraction_positive",
      ]
    )
    #expect(
      row["regime_scores"]
        == ["session:RTH": ["pnl": 200.13, "bars": 300, "pnl_per_bar": 0.6671]]
    )
    #expect(names(row["manifest_ref"]).first == "run_id")
    #expect(row["killed"] == false && row["kill_reasons"] == [])
  }

  @Test("undefined measures are null, and the components that had to assume say so")
  func undefinedMeasures() throws {
    let document = evaluation.rankingsDocument(generatedAt: ArtifactBuilder.noon)
    let row = try #require(document["rankings"]?[1])
    #expect(row["metrics"]?["sharpe"] == .null && row["metrics"]?["fill_rate"] == .null)
    #expect(row["scoring"]?["assumed_worst"] == ["sharpe_norm", "reject_penalty"])
    #expect(row["rank"] == 2 && row["killed"] == true)
  }

  @Test("the killed file has one entry for each reason, with value and limit")
  func killed() throws {
    let document = evaluation.killedDocument
    #expect(names(document) == ["killed_count", "killed_run_count", "killed"])
    #expect(document["killed_count"] == 2 && document["killed_run_count"] == 1)
    let id = RunID(hashing: "bad").short
    // 0.025 of regime evenness - 0.15 * 0.7778 - 0.10.
    #expect(
      document["killed"] == [
        [
          "run_id": .string(id), "strategy_id": "RSI_REVERSION_V1",
          "strategy_class": "RsiReversion", "strategy_params": ["fast": 5],
          "reason": "composite_score_min", "value": -0.19167, "threshold": 0.1,
        ],
        [
          "run_id": .string(id), "strategy_id": "RSI_REVERSION_V1",
          "strategy_class": "RsiReversion", "strategy_params": ["fast": 5],
          "reason": "mc_p95_drawdown", "value": 0.04, "threshold": 0.03,
        ],
      ]
    )
    #expect(
      evaluation.rankingsDocument(generatedAt: ArtifactBuilder.noon)["killed"]
        == document["killed"]
    )
  }

  @Test("the candidates file has the runs that violate nothing")
  func candidates() throws {
    let document = evaluation.candidatesDocument(generatedAt: ArtifactBuilder.noon)
    #expect(names(document) == ["generated_at", "candidate_count", "candidates"])
    #expect(document["candidate_count"] == 1)
    let candidate = try #require(document["candidates"]?[0])
    #expect(
      names(candidate) == [
        "run_id", "strategy_id", "strategy_class", "strategy_params", "composite_score",
        "metrics",
      ]
    )
    #expect(candidate["strategy_class"] == "EmaCross")
  }

  @Test("a benchmark is marked and has neither rank nor score")
  func benchmarks() throws {
    let document = evaluation.rankingsDocument(generatedAt: ArtifactBuilder.noon)
    let row = try #require(document["benchmarks"]?[0])
    #expect(
      names(row) == [
        "run_id", "strategy_id", "strategy_class", "strategy_params", "benchmark", "metrics",
        "regime_scores", "manifest_ref", "source_file",
      ]
    )
    #expect(row["benchmark"] == true && row["strategy_id"] == "BUY_AND_HOLD_V1")
  }

  @Test("an evaluation of nothing is a document too")
  func empty() {
    let nothing = StrategyEvaluator(weights: .documented, thresholds: .documented)
      .evaluate([], benchmarks: [])
    let document = nothing.rankingsDocument(generatedAt: ArtifactBuilder.noon)
    #expect(document["rankings"] == [] && document["experiment_count"] == 0)
    #expect(nothing.killedDocument["killed_count"] == 0)
    #expect(
      nothing.candidatesDocument(generatedAt: ArtifactBuilder.noon)["candidate_count"] == 0
    )
  }

  @Test("files carry the day")
  func fileNames() throws {
    let names = EvaluationFileNames(day: try #require(CivilDate("2024-03-07")))
    #expect(names.rankings == "strategy_rankings_20240307.json")
    #expect(names.killed == "killed_20240307.json")
    #expect(names.candidates == "candidates_20240307.json")
  }
}
