internal import ConfigValidation
internal import Optimizer
internal import Research

extension OptimizationConfig {
  static func read(
    _ section: ConfigMapping,
    kind: SearchDataConfig.Kind
  ) -> OptimizationConfig {
    let named = section.value(
      "method",
      .choice(
        SearchMethod.allCases.map { ($0.rawValue, SearchMethod?.some($0)) }
          + [("walk_forward", SearchMethod?.none)]
      ),
      default: .grid
    )
    let windows = readWindows(section, isWanted: named == nil)
    let method = named ?? windows?.method ?? .grid
    let objectives = readObjectives(section, windows?.objective)
    let pruner = section.section("pruner") { PrunerConfig.read($0, kind: kind) }
    let learns = method.learns || pruner != nil
    if let pruner, objectives.count > 1 {
      _ = pruner
      section.refuse("pruner", .conflict(rule: "judges one objective, found \(objectives.count)"))
    }
    if method == .cmaes, objectives.count > 1 {
      section.refuse("objectives", .conflict(rule: "cmaes takes one objective; nsga2 takes more"))
    }
    return OptimizationConfig(
      method: method,
      walkForward: windows?.config,
      samples: readSamples(section, method),
      seed: UInt64(section.value("seed", .integer(in: 0...Int.max), default: 42)),
      batchSize: section.value(
        "batch_size",
        .integer(in: 1...100_000),
        default: learns ? 16 : 256
      ),
      population: readPopulation(section, method),
      objectives: objectives,
      pruner: pruner,
      avoidsRepeats: readDedupe(section, method),
      workers: section.optional("parallel_workers", .integer(in: 1...4_096))
    )
  }

  private static func readSamples(_ section: ConfigMapping, _ method: SearchMethod) -> Int? {
    let samples = section.optional("samples", .integer(in: 1...10_000_000))
    guard method == .grid else { return samples ?? 10 }
    if samples != nil {
      section.refuse(
        "samples",
        .conflict(rule: "a grid tries every combination; leave samples out, or choose monte_carlo")
      )
    }
    return nil
  }

  private static func readPopulation(_ section: ConfigMapping, _ method: SearchMethod) -> Int? {
    let population = section.optional("population", .integer(in: 2...100_000))
    guard method == .cmaes || method == .nsga2 else {
      if population != nil {
        section.refuse("population", .conflict(rule: "is read only with cmaes and nsga2"))
      }
      return nil
    }
    return population ?? (method == .nsga2 ? 32 : 16)
  }

  private static func readDedupe(_ section: ConfigMapping, _ method: SearchMethod) -> Bool {
    let isWanted = section.value("dedupe", .flag, default: false)
    if isWanted, method != .monteCarlo {
      section.refuse("dedupe", .conflict(rule: "is read only with monte_carlo"))
    }
    return isWanted
  }

  /// `objective`, one figure, or `objectives`, several; `walk_forward.objective` stands for the former.
  private static func readObjectives(
    _ section: ConfigMapping,
    _ ofWindows: SearchObjective?
  ) -> [SearchObjective] {
    let one = section.optional("objective", .objective)
    let several = section.optional("objectives", .list(of: .objective, minimumCount: 1))
    if one != nil, several != nil {
      section.refuse("objectives", .conflict(rule: "cannot stand beside objective"))
    }
    if let several {
      for (index, objective) in several.enumerated()
      where several[..<index].contains(where: { $0.metric == objective.metric }) {
        section.refuse(
          "objectives",
          .conflict(rule: "expected each figure once, found \(objective.metric.rawValue) twice")
        )
      }
    }
    if ofWindows != nil, one != nil || several != nil {
      section.refuse("objective", .conflict(rule: "stands in walk_forward too; give it once"))
    }
    return several ?? [one ?? ofWindows ?? SearchObjective(.sharpe)]
  }

  private struct Windows {
    var config: WalkForwardConfig
    var method: SearchMethod
    var objective: SearchObjective?
  }

  private static func readWindows(_ section: ConfigMapping, isWanted: Bool) -> Windows? {
    guard isWanted else {
      if section.node("walk_forward") != nil {
        section.refuse(
          "walk_forward",
          .conflict(rule: "is read only with method walk_forward; inner_method names the search")
        )
      }
      return nil
    }
    return section.section("walk_forward") { windows in
      let test = windows.required("test_span", .duration(positive: true))
      let step = windows.value("step", .duration(positive: true), default: test)
      if step < test {
        windows.refuse(
          "step",
          .unexpected(
            expected: "at least test_span \(test), so that test parts do not overlap",
            found: "\(step)"
          )
        )
      }
      return Windows(
        config: WalkForwardConfig(
          trainSpan: windows.required("train_span", .duration(positive: true)),
          testSpan: test,
          step: step,
          embargo: windows.value(
            "embargo",
            .duration(positive: false),
            default: SearchDuration(nanoseconds: 0)
          ),
          isAnchored: windows.value("anchored", .flag, default: false),
          choice: windows.value("choose", .cases(of: Choice.self), default: .robust)
        ),
        method: windows.value("inner_method", .cases(of: SearchMethod.self), default: .grid),
        objective: windows.optional("objective", .objective)
      )
    }
  }
}

extension ConfigKind where Value == SearchObjective {
  /// The name of a figure, or `{metric, direction}`.
  fileprivate static var objective: ConfigKind {
    let metric = ConfigKind<TrialMetric>.choice(TrialMetric.choices)
    return ConfigKind(expected: metric.expected, fallback: SearchObjective(.sharpe)) {
      node,
      path,
      collector in
      guard case .mapping = node.content else {
        return metric.read(node, path, collector).map { SearchObjective($0) }
      }
      return ConfigKind<SearchObjective>.section(fallback: SearchObjective(.sharpe)) { section in
        SearchObjective(
          section.required("metric", metric),
          section.optional(
            "direction",
            .choice([("maximize", SearchDirection.maximize), ("minimize", .minimize)])
          )
        )
      }.read(node, path, collector)
    }
  }
}

extension PrunerConfig {
  static func read(_ section: ConfigMapping, kind: SearchDataConfig.Kind) -> PrunerConfig? {
    let type = section.value(
      "type",
      .choice(["none", "median", "successive_halving", "hyperband", "wilcoxon"].map { ($0, $0) }),
      default: "none"
    )
    let checkpoints = section.value("checkpoints", .integer(in: 1...10_000), default: 8)
    let rule: Rule?
    switch type {
    case "median":
      rule = .median(
        startupTrials: section.value("startup_trials", .integer(in: 0...1_000_000), default: 5)
      )
    case "successive_halving":
      rule = .successiveHalving(
        reduction: section.value("reduction", .integer(in: 2...100), default: 3)
      )
    case "hyperband":
      rule = .hyperband(reduction: section.value("reduction", .integer(in: 2...100), default: 3))
    case "wilcoxon":
      rule = .wilcoxon(threshold: section.value("threshold", .number(in: 0...1), default: 0.1))
    default: rule = nil
    }
    guard let rule else { return nil }
    if kind == .bars {
      section.refuse(
        "type",
        .conflict(rule: "trials over bars run whole, in one pass; pruning is for ticks")
      )
    }
    return PrunerConfig(rule: rule, checkpoints: checkpoints)
  }
}
