public import ConfigValidation
internal import MarketModel
public import Regime

extension Experiment {
  /// The measures as a document: `metrics.json`.
  public var metricsDocument: JSONValue {
    var members = metrics.net.json
    members += [
      JSONMember("gross", .object(metrics.gross.json)),
      JSONMember("total_cost", .number(metrics.totalCost)),
      JSONMember("total_funding", .number(metrics.totalFunding)),
      JSONMember("avg_turnover", JSONValue(metrics.meanAltTurnover)),
      JSONMember("avg_funding_daily", JSONValue(metrics.meanFunding)),
      JSONMember("exposure", JSONValue(metrics.exposure)),
      JSONMember("by_regime", .array(metrics.states.map(\.json))),
      JSONMember(
        "windows",
        .array(
          metrics.windows.map { window in
            .object(
              [
                JSONMember("first", .string("\(window.first)")),
                JSONMember("last", .string("\(window.last)")),
              ] + window.figures.json
            )
          }
        )
      ),
    ]
    if let evaluation {
      members.append(JSONMember("stability", evaluation.stability.json))
      members.append(JSONMember("regime_evaluation", evaluation.json))
    }
    return .object(members)
  }
}

extension MonitorMetrics.Figures {
  fileprivate var json: [JSONMember] {
    [
      JSONMember("n_days", .integer(Int64(dayCount))),
      JSONMember("total_return", .number(totalReturn)),
      JSONMember("cagr", JSONValue(annualGrowth)),
      JSONMember("sharpe", JSONValue(sharpe)),
      JSONMember("sortino", JSONValue(sortino)),
      JSONMember("max_drawdown", JSONValue(maximumDrawdown)),
      JSONMember("calmar", JSONValue(calmar)),
      JSONMember("hit_rate", JSONValue(hitRate)),
    ]
  }
}

extension MonitorMetrics.StateFigures {
  fileprivate var json: JSONValue {
    [
      "regime": .string(state.label),
      "n_days": .integer(Int64(dayCount)),
      "mean": JSONValue(mean),
      "median": JSONValue(median),
      "std": JSONValue(deviation),
      "sharpe_like": JSONValue(sharpeLike),
    ]
  }
}

extension RegimeStabilityReport<CompositeState> {
  /// The document of the stability of the monitor's regimes.
  public var json: JSONValue {
    [
      "total_days": .integer(Int64(totalDays)),
      "total_switches": .integer(Int64(totalSwitches)),
      "switches_per_year": .number(switchesPerYear),
      "avg_regime_duration_days": .number(meanRunLength),
      "regime_distribution": .object(
        distribution.map { JSONMember($0.state.label, .number($0.percent)) }
      ),
    ]
  }
}

extension MonitorEvaluation {
  /// The table and the edges as a document: `regime_evaluation.json`.
  public var json: JSONValue {
    [
      "table": .array(returns.rows.map(\.json)),
      "edge": edge?.json ?? .null,
      "transitions": transitions.json,
    ]
  }
}

extension RegimeReturnReport<CompositeState>.Row {
  fileprivate var json: JSONValue {
    [
      "regime": .string(state.label),
      "horizon_days": .integer(Int64(horizonRows)),
      "count": .integer(Int64(count)),
      "mean_return": JSONValue(mean),
      "std_return": JSONValue(standardDeviation),
      "hit_rate": JSONValue(hitRate),
      "t_stat": JSONValue(tStatistic),
      "p_value": JSONValue(pValue),
      "t_stat_nw": JSONValue(neweyWestTStatistic),
      "mean_ci_low": JSONValue(meanInterval?.lower),
      "mean_ci_high": JSONValue(meanInterval?.upper),
    ]
  }
}

extension RegimeEdgeReport<CompositeState> {
  fileprivate var json: JSONValue {
    ["edge_worst": worst.json, "edge_best": best.json, "spread_1_5": spread?.json ?? .null]
  }
}

extension RegimeEdgeReport<CompositeState>.End {
  fileprivate var json: JSONValue {
    [
      "regime": .string(state.label),
      "horizon_days": .integer(Int64(horizonRows)),
      "count": .integer(Int64(count)),
      "mean_return": JSONValue(mean),
      "mean_all": JSONValue(overallMean),
      "edge": edge?.json ?? .null,
    ]
  }
}

extension EdgeEstimate {
  fileprivate var json: JSONValue {
    [
      "value": .number(value),
      "ci_low": JSONValue(interval?.lower),
      "ci_high": JSONValue(interval?.upper),
      "p_value": JSONValue(pValue),
    ]
  }
}

extension RegimeTransitionReport<CompositeState> {
  fileprivate var json: JSONValue {
    [
      "states": .array(states.map { .string($0.label) }),
      "counts": .array(counts.map { .array($0.map { .integer(Int64($0)) }) }),
      "probabilities": .array(
        probabilities.map { row in row.map { .array($0.map { .number($0) }) } ?? .null }
      ),
      "expected_duration_days": .array(expectedDurations.map { JSONValue($0) }),
    ]
  }
}
