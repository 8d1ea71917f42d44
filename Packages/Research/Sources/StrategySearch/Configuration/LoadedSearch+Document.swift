public import ConfigValidation
internal import DataLake
internal import LakeIngest
internal import MarketModel
internal import Optimizer
internal import Research

extension LoadedSearch {
  /// The document with every default filled in.
  ///
  /// Reading it again gives the same search; the path of a file stands from the root of the file system or
  /// the working directory, so that the document may lie elsewhere.
  public var resolvedDocument: ConfigNode { document(naming: config.data.document(paths)) }

  /// Everything that decides the trials and their results, in place of the data's whereabouts their hash.
  func identityDocument(dataHash: String) -> ConfigNode {
    let data = mapping([
      ("kind", .text(config.data.kind.rawValue)), ("symbol", .text(config.data.symbol.name)),
      ("hash", .text(dataHash)),
      ("from", config.data.from.map { .text("\($0)") } ?? .null),
      ("to", config.data.to.map { .text("\($0)") } ?? .null),
    ])
    var document = document(naming: data)
    document = document.replacing(
      ["optimization", "parallel_workers"],
      with: node(.null)
    )
    return document
  }

  private func document(naming data: ConfigNode.Content) -> ConfigNode {
    node(
      mapping([
        ("experiment_name", .text(config.experimentName)), ("strategy", .text(config.strategy)),
        ("data", data), ("optimization", config.optimization.document),
        (
          "parameters",
          mapping(space.parameters.map { ($0.name, $0.document) })
        ),
        ("constraints", constraints), ("execution", config.execution.document),
        ("robust", config.robust.document), ("trades", .text(config.trades.rawValue)),
      ])
    )
  }

  private var constraints: ConfigNode.Content {
    var entries: [(String, ConfigNode.Content)] = []
    if !space.constraints.isEmpty {
      entries.append(
        ("parameters", .sequence(space.constraints.map { node(.text($0.description)) }))
      )
    }
    entries += config.limits.map { ($0.name, .number($0.value)) }
    return mapping(entries)
  }
}

extension SearchDataConfig {
  fileprivate func document(_ paths: ProjectPaths) -> ConfigNode.Content {
    var entries: [(String, ConfigNode.Content)] = [
      ("kind", .text(kind.rawValue)), ("symbol", .text(symbol.name)),
    ]
    switch source {
    case .lake(let provider):
      if let provider { entries.append(("provider", .text(provider))) }
    case .file(let path, let format, let schema):
      entries += [
        ("path", .text(paths.input(path))), ("format", .text(format)),
        ("schema_type", .text(schema.rawValue)),
      ]
    }
    if kind == .ticks { entries += tickEntries }
    if let interval { entries.append(("interval", .text("\(interval)"))) }
    if let from { entries.append(("from", .text("\(from)"))) }
    if let to { entries.append(("to", .text("\(to)"))) }
    return mapping(entries)
  }
}

extension SearchDataConfig {
  /// The keys that ticks alone have.
  fileprivate var tickEntries: [(String, ConfigNode.Content)] {
    switch source {
    case .lake: [("tables", .text(tables.rawValue))]
    case .file: [("order", .text(order.rawValue)), ("crossed", .text(crossed.rawValue))]
    }
  }
}

extension OptimizationConfig {
  fileprivate var document: ConfigNode.Content {
    var entries: [(String, ConfigNode.Content)] = [
      ("method", .text(walkForward == nil ? method.rawValue : "walk_forward"))
    ]
    if let samples { entries.append(("samples", .integer(samples))) }
    entries += [("seed", .integer(Int(seed))), ("batch_size", .integer(batchSize))]
    if let population { entries.append(("population", .integer(population))) }
    entries.append(("objectives", .sequence(objectives.map { node($0.document) })))
    if let pruner { entries.append(("pruner", pruner.document)) }
    if method == .monteCarlo { entries.append(("dedupe", .flag(avoidsRepeats))) }
    if let windows = walkForward {
      entries.append(
        (
          "walk_forward",
          mapping([
            ("inner_method", .text(method.rawValue)),
            ("train_span", .text("\(windows.trainSpan)")),
            ("test_span", .text("\(windows.testSpan)")), ("step", .text("\(windows.step)")),
            ("embargo", .text("\(windows.embargo)")), ("anchored", .flag(windows.isAnchored)),
            ("choose", .text(windows.choice.rawValue)),
          ])
        )
      )
    }
    if let workers { entries.append(("parallel_workers", .integer(workers))) }
    return mapping(entries)
  }
}

extension SearchObjective {
  fileprivate var document: ConfigNode.Content {
    mapping([("metric", .text(metric.rawValue)), ("direction", .text(direction.rawValue))])
  }
}

extension PrunerConfig {
  fileprivate var document: ConfigNode.Content {
    let checkpoints = ("checkpoints", ConfigNode.Content.integer(checkpoints))
    return switch rule {
    case .median(let trials):
      mapping([("type", .text("median")), checkpoints, ("startup_trials", .integer(trials))])
    case .successiveHalving(let reduction):
      mapping([
        ("type", .text("successive_halving")), checkpoints, ("reduction", .integer(reduction)),
      ])
    case .hyperband(let reduction):
      mapping([("type", .text("hyperband")), checkpoints, ("reduction", .integer(reduction))])
    case .wilcoxon(let threshold):
      mapping([("type", .text("wilcoxon")), checkpoints, ("threshold", .number(threshold))])
    }
  }
}

extension SearchParameter {
  fileprivate var document: ConfigNode.Content {
    var entries: [(String, ConfigNode.Content)] = []
    func distribution(_ scale: SearchScale) -> ConfigNode.Content {
      .text(scale == .logarithmic ? "log_uniform" : "uniform")
    }
    switch domain {
    case .integer(let minimum, let maximum, let step, let scale):
      entries = [
        ("type", .text("int")), ("distribution", distribution(scale)),
        ("min", .integer(minimum)), ("max", .integer(maximum)), ("step", .integer(step)),
      ]
    case .number(let minimum, let maximum, let step, let scale):
      entries = [
        ("type", .text("float")), ("distribution", distribution(scale)),
        ("min", .number(minimum)), ("max", .number(maximum)),
      ]
      if let step { entries.append(("step", .number(step))) }
    case .ordered(let values):
      entries = [("values", list(values))]
    case .choice(let values):
      entries = [("type", .text("categorical")), ("values", list(values))]
    }
    if let condition {
      entries.append(("when", mapping([(condition.parent, list(condition.values))])))
    }
    return mapping(entries)
  }

  private func list(_ values: [ParameterValue]) -> ConfigNode.Content {
    .sequence(values.map { node($0.document) })
  }
}

extension ParameterValue {
  /// The value as a document holds it.
  var document: ConfigNode.Content {
    switch self {
    case .integer(let number): .integer(number)
    case .number(let number): .number(number)
    case .flag(let flag): .flag(flag)
    case .text(let name): .text(name)
    }
  }
}

extension SearchExecution {
  fileprivate var document: ConfigNode.Content {
    switch self {
    case .bars(let execution, let cash, let metrics):
      var entries: [(String, ConfigNode.Content)] = [("starting_cash", .number(cash))]
      if case .mapping(let given) = execution.document {
        entries += given.map { ($0.key, $0.value.content) }
      }
      entries.append(
        (
          "metrics",
          mapping([
            ("periods_per_year", metrics.periodsPerYear.map { .number($0) } ?? .null),
            ("risk_free_rate", .number(metrics.riskFreeRate)),
          ])
        )
      )
      return mapping(entries)
    case .ticks(let ticks): return ticks.document
    }
  }
}

extension RobustConfig {
  fileprivate var document: ConfigNode.Content {
    mapping([
      ("lambda", .number(plateaus.deviationPenalty)), ("top_share", .number(plateaus.topShare)),
      ("link_distance", .number(plateaus.linkDistance)),
      ("neighbours", .integer(plateaus.leastNeighbours)), ("trees", .integer(trees)),
      ("cells", .integer(cells)),
    ])
  }
}

func node(_ content: ConfigNode.Content) -> ConfigNode {
  ConfigNode(content, mark: ConfigMark(file: "resolved", line: 0))
}

func mapping(_ entries: [(String, ConfigNode.Content)]) -> ConfigNode.Content {
  .mapping(entries.map { ConfigEntry(key: $0.0, value: node($0.1)) })
}
