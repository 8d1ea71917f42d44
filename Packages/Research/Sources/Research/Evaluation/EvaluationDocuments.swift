public import ConfigValidation
internal import ExperimentRegistry
public import MarketModel

extension Evaluation {
  /// The rankings file: all runs with scores, metrics and reasons, and all reasons once more.
  ///
  /// - Parameter now: Written as `generated_at`, the only volatile member besides those of manifests.
  /// - Returns: The document, members always in the same order.
  public func rankingsDocument(generatedAt now: Timestamp) -> JSONValue {
    [
      "generated_at": .string(now.description),
      "experiment_count": JSONValue(rankings.count),
      "weights": weights.json,
      "kill_thresholds": thresholds.json,
      "rankings": .array(rankings.map { $0.document(weights: weights) }),
      "benchmarks": .array(benchmarks.map(\.benchmarkDocument)),
      "killed_run_count": JSONValue(killed.count),
      "killed": killedList,
    ]
  }

  /// The killed file: one entry for each reason, so `killed_count` counts reasons.
  ///
  /// The number of runs stands in `killed_run_count`.
  public var killedDocument: JSONValue {
    [
      "killed_count": JSONValue(killed.reduce(0) { $0 + $1.killReasons.count }),
      "killed_run_count": JSONValue(killed.count),
      "killed": killedList,
    ]
  }

  /// The candidates file: the runs that violate no rule.
  public func candidatesDocument(generatedAt now: Timestamp) -> JSONValue {
    [
      "generated_at": .string(now.description),
      "candidate_count": JSONValue(candidates.count),
      "candidates": .array(
        candidates.map { candidate in
          var value = candidate.run.identityDocument
          value["composite_score"] = .number(candidate.score.composite)
          value["metrics"] = candidate.run.metricsDocument
          return value
        }
      ),
    ]
  }

  private var killedList: JSONValue {
    .array(
      killed.flatMap { entry in
        entry.killReasons.map { reason in
          var value = entry.run.identityDocument
          for member in reason.json.objectValue ?? [] { value[member.name] = member.value }
          return value
        }
      }
    )
  }
}

/// The names of the files of one evaluation, by the UTC day on which it was made.
public struct EvaluationFileNames: Hashable, Sendable {
  private let day: String

  /// Creates the names for a day.
  public init(day: CivilDate) {
    self.day = day.description.filter { $0 != "-" }
  }

  /// `strategy_rankings_YYYYMMDD.json`.
  public var rankings: String { "strategy_rankings_\(day).json" }

  /// `killed_YYYYMMDD.json`, where the configuration says `auto`.
  public var killed: String { "killed_\(day).json" }

  /// `candidates_YYYYMMDD.json`, where the configuration says `auto`.
  public var candidates: String { "candidates_\(day).json" }
}

extension RankedRun {
  fileprivate func document(weights: ScoreWeights) -> JSONValue {
    let manifest = run.artifact.manifest
    var value: JSONValue = [
      "rank": JSONValue(rank),
      "strategy_id": .string(run.artifact.result.strategyID),
      "run_id": .string(manifest.runID.short),
      "strategy_class": .string(manifest.strategyClass),
      "strategy_params": manifest.parameters.json,
      "composite_score": .number(score.composite),
      "regime_sensitivity_score": .number(score.regimeSensitivity),
      "scoring": [
        "composite_score": .number(score.composite),
        "components": score.componentsDocument,
        "weights": weights.json,
        "assumed_worst": .array(score.assumedWorst.map { .string($0.rawValue) }),
      ],
      "metrics": run.metricsDocument,
      "regime_scores": run.regimeScores,
      "manifest_ref": manifest.json,
      "source_file": .string(run.sourceFile),
      "killed": .bool(isKilled),
      "kill_reasons": .array(killReasons.map(\.json)),
    ]
    if let deflation = run.deflation {
      value["dsr"] = JSONValue(run.deflatedSharpe)
      value["dsr_details"] = deflation.json
    }
    return value
  }
}

extension Score {
  fileprivate var componentsDocument: JSONValue {
    [
      Component.returnNorm.rawValue: .number(returnNorm.rounded(toPlaces: 4)),
      Component.sharpeNorm.rawValue: .number(sharpeNorm.rounded(toPlaces: 4)),
      Component.drawdownPenalty.rawValue: .number(drawdownPenalty),
      Component.rejectPenalty.rawValue: .number(rejectPenalty),
      Component.robustnessPenalty.rawValue: .number(robustnessPenalty),
      Component.regimeDependencyPenalty.rawValue: .number(regimeDependencyPenalty),
      Component.regimeSensitivity.rawValue: .number(regimeSensitivity),
      Component.walkForwardPenalty.rawValue: .number(walkForwardPenalty),
    ]
  }
}

extension EvaluationRun {
  fileprivate var identityDocument: JSONValue {
    [
      "run_id": .string(artifact.manifest.runID.short),
      "strategy_id": .string(artifact.result.strategyID),
      "strategy_class": .string(artifact.manifest.strategyClass),
      "strategy_params": artifact.manifest.parameters.json,
    ]
  }

  fileprivate var benchmarkDocument: JSONValue {
    var value = identityDocument
    value["benchmark"] = true
    value["metrics"] = metricsDocument
    value["regime_scores"] = regimeScores
    value["manifest_ref"] = artifact.manifest.json
    value["source_file"] = .string(sourceFile)
    return value
  }

  fileprivate var metricsDocument: JSONValue {
    let portfolio = artifact.result.portfolio
    let execution = artifact.result.execution
    let bootstrap = artifact.manifest.monteCarlo?.metrics
    return [
      "total_pnl": .number(portfolio.totalPnL),
      "total_return_pct": JSONValue(portfolio.totalReturnPercent),
      "gross_return_pct": JSONValue(portfolio.grossReturnPercent),
      "break_even_cost_bps": JSONValue(portfolio.breakEvenCostBasisPoints),
      "sharpe": JSONValue(portfolio.sharpe),
      "max_drawdown": .number(portfolio.maxDrawdown),
      "max_drawdown_pct": JSONValue(portfolio.maxDrawdownPercent),
      "expectancy": JSONValue(portfolio.expectancy),
      "profit_factor": JSONValue(portfolio.profitFactor),
      "win_rate": JSONValue(portfolio.winRatePercent),
      "total_trades": JSONValue(portfolio.totalTrades),
      "fill_rate": JSONValue(execution.fillRate),
      "fills": JSONValue(execution.fills),
      "rejects": JSONValue(execution.rejects),
      "mc_median_return": JSONValue(bootstrap?.medianReturn),
      "mc_p95_max_drawdown": JSONValue(bootstrap?.p95MaxDrawdown),
      "mc_ruin_probability": JSONValue(bootstrap?.ruinProbability),
      "mc_fraction_positive": JSONValue(bootstrap?.fractionPositive),
    ]
  }

  fileprivate var regimeScores: JSONValue {
    .object(
      artifact.result.portfolio.regimeBreakdown.map { entry in
        let perBar = entry.bars > 0 ? entry.profit / Double(entry.bars) : nil
        return JSONMember(
          entry.key,
          [
            "pnl": .number(entry.profit.rounded(toPlaces: 2)),
            "bars": JSONValue(entry.bars),
            "pnl_per_bar": JSONValue(perBar?.rounded(toPlaces: 4)),
          ]
        )
      }
    )
  }
}
