internal import Backtest
public import ConfigValidation
internal import ExperimentRegistry
internal import MarketModel
internal import Optimizer
public import Research

extension SearchOutcome {
  /// The results as one document.
  ///
  /// Everything but the member `volatile` is a function of document, data and the version of the engine.
  ///
  /// - Parameter environment: The circumstances, which stand in `volatile`.
  /// - Returns: An object; its members are explained in `docs/optimize.md`.
  public func results(_ environment: RunEnvironment) -> JSONValue {
    let objectives = search.config.optimization.objectives.map { objective -> JSONValue in
      [
        "metric": .string(objective.metric.rawValue),
        "direction": .string(objective.direction.rawValue),
      ]
    }
    var members: [JSONMember] = [
      JSONMember("experiment_id", .string(identity.experimentID)),
      JSONMember("strategy", .string(search.config.strategy)),
      JSONMember("engine_version", .string(EngineSemantics.version)),
      JSONMember("data", dataBlock), JSONMember("settings", identity.document),
      JSONMember("objectives", .array(objectives)),
    ]
    switch findings {
    case .whole(let whole): members += whole.members(search)
    case .walkForward(let windows): members += windows.members(search)
    }
    members.append(
      JSONMember(
        "volatile",
        [
          "generated_at": .string("\(environment.timestamp)"),
          "git_commit": JSONValue(environment.gitCommit),
          "swift_version": .string(environment.swiftVersion),
          "ledger_trials": JSONValue(trialsEver),
        ]
      )
    )
    return .object(members)
  }

  private var dataBlock: JSONValue {
    [
      "symbol": .string(search.config.data.symbol.name),
      "kind": .string(search.config.data.kind.rawValue), "hash": .string(data.hash),
      "rows": JSONValue(data.rowCount), "first": .string("\(data.first)"),
      "end": .string("\(data.end)"),
    ]
  }
}

extension WholeOutcome {
  fileprivate func members(_ search: LoadedSearch) -> [JSONMember] {
    func chosen(_ trial: ChosenTrial?) -> JSONValue {
      guard let trial else { return .null }
      return [
        "trial": JSONValue(trial.number), "name": .string("Config_\(trial.number)"),
        "params": stretch.trials[trial.number].parameters.json,
        "objectives": .array(stretch.trials[trial.number].values.map { .number($0) }),
        "metrics": trial.figures.json, "deflated_sharpe": trial.deflation.json,
      ]
    }
    var members = [
      JSONMember("counts", stretch.counts), JSONMember("best", chosen(best)),
      JSONMember("recommended", chosen(recommended)),
    ]
    members += stretch.analysis
    let seed = search.config.optimization.seed
    members.append(JSONMember("results", .array(stretch.trials.map { $0.json(seed: seed) })))
    return members
  }
}

extension StretchOutcome {
  /// How many trials are in each state.
  var counts: JSONValue {
    func count(_ name: String) -> JSONValue {
      JSONValue(trials.count { $0.state.name == name })
    }
    return [
      "trials": JSONValue(trials.count), "complete": count("complete"),
      "rejected": count("rejected"), "pruned": count("pruned"), "failed": count("failed"),
    ]
  }

  /// What the surface of the objective looks like.
  fileprivate var analysis: [JSONMember] {
    var members: [JSONMember] = []
    if !paretoFront.isEmpty {
      members.append(JSONMember("pareto_front", .array(paretoFront.map { JSONValue($0) })))
    }
    members.append(JSONMember("plateaus", .array(plateaus.plateaus.enumerated().map(plateau))))
    members.append(
      JSONMember(
        "neighbourhoods",
        .array(
          plateaus.neighbourhoods.map { hood in
            [
              "trial": JSONValue(hood.trial), "median": .number(hood.median),
              "deviation": .number(hood.deviation),
              "positive_share": .number(hood.positiveShare),
              "stability": .number(hood.stability),
            ]
          }
        )
      )
    )
    members.append(JSONMember("importances", importances?.json ?? .null))
    members.append(JSONMember("heat_maps", .array(heatMaps.map(\.json))))
    return members
  }

  private func plateau(_ index: Int, _ plateau: Plateau) -> JSONValue {
    let ranges = plateau.ranges.map { range in
      JSONMember(range.name, ["min": range.minimum.json, "max": range.maximum.json])
    }
    return [
      "id": JSONValue(index), "size": JSONValue(plateau.trials.count),
      "representative": JSONValue(plateau.representative),
      "centre": trials[plateau.representative].parameters.json,
      "ranges": .object(ranges), "median": .number(plateau.median),
      "worst": .number(plateau.worst), "worst_decile": .number(plateau.worstDecile),
      "trials": .array(plateau.trials.map { JSONValue($0) }),
    ]
  }
}

extension ImportanceReport {
  fileprivate var json: JSONValue {
    [
      "explained_share": .number(explainedShare),
      "parameters": .object(parameters.map { JSONMember($0.name, .number($0.share)) }),
    ]
  }
}

extension HeatMap {
  fileprivate var json: JSONValue {
    func axis(_ axis: Axis) -> JSONValue {
      [
        "name": .string(axis.name), "min": .array(axis.minimums.map(\.json)),
        "max": .array(axis.maximums.map(\.json)),
      ]
    }
    return [
      "rows": axis(rows), "columns": axis(columns),
      "median": .array(medians.map { row in .array(row.map { JSONValue($0) }) }),
      "count": .array(counts.map { row in .array(row.map { JSONValue($0) }) }),
    ]
  }
}

extension WalkForwardOutcome {
  fileprivate func members(_ search: LoadedSearch) -> [JSONMember] {
    [
      JSONMember(
        "walk_forward",
        [
          "windows": .array(windows.map { $0.json }),
          "out_of_sample": outOfSample.figures.json,
          "positive_window_share": JSONValue(positiveShare),
          "efficiency": [
            "value": JSONValue(efficiency.value),
            "not_meaningful": JSONValue(efficiency.reason),
            "mean_in_sample": JSONValue(efficiency.inSample),
            "mean_out_of_sample": JSONValue(efficiency.outOfSample),
          ],
          "parameter_stability": .object(stability.map { JSONMember($0.name, $0.json) }),
        ]
      ),
      JSONMember(
        "recommended",
        windows.last?.chosen.map { chosen in
          [
            "window": JSONValue(windows.count - 1), "trial": JSONValue(chosen.number),
            "name": .string(chosen.name), "params": chosen.parameters.json,
          ]
        } ?? .null
      ),
      JSONMember(
        "results",
        .array(
          windows.flatMap { window in
            window.training.trials.map { trial in
              guard
                case .object(let members) = trial.json(
                  seed: search.config.optimization.seed
                )
              else { return .null }
              return .object([JSONMember("window", JSONValue(window.window.index))] + members)
            }
          }
        )
      ),
    ]
  }
}

extension WindowOutcome {
  fileprivate var json: JSONValue {
    var value: JSONValue = [
      "window": JSONValue(window.index),
      "train": ["from": .string("\(window.trainStart)"), "to": .string("\(window.trainEnd)")],
      "test": ["from": .string("\(window.testStart)"), "to": .string("\(window.testEnd)")],
      "counts": training.counts,
      "best": JSONValue(training.best), "recommended": JSONValue(training.recommended),
    ]
    value["chosen"] = JSONValue(chosen?.number)
    value["params"] = chosen?.parameters.json ?? .null
    value["in_sample"] = chosen?.figures?.json ?? .null
    value["out_of_sample"] = test?.figures.json ?? .null
    return value
  }
}

extension ParameterStability {
  fileprivate var json: JSONValue {
    [
      "values": .array(values.map { $0?.json ?? .null }), "distinct": JSONValue(distinct),
      "spread": JSONValue(spread),
    ]
  }
}
