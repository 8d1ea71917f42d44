public import Backtest
public import ConfigValidation
internal import ConfigYAML
internal import MarketModel
internal import Optimizer

/// A research loop's document together with all documents that it names, ready to run.
public struct LoadedLoopConfig: Sendable {
  /// The document, complete.
  public let config: ResearchLoopConfig

  /// Where its paths lie.
  public let paths: ProjectPaths

  /// The strategies in the order of the document.
  public let definitions: [StrategyDefinition]

  /// The limits of the kill rules.
  public let killThresholds: KillThresholds

  /// The limits on the bootstrap.
  public let monteCarloThresholds: MonteCarloThresholds

  /// Combinations of sweeps that a strategy refuses, such as a fast mean slower than the slow one.
  public let skippedCombinations: Int

  /// The number of parameter sets that one cycle tries.
  public var trialCount: Int { config.strategies.reduce(0) { $0 + $1.grid.count } }

  /// Reads a document and those that it names, and checks everything that can be checked without data.
  ///
  /// - Parameters:
  ///   - path: The document.
  ///   - overrides: Assignments such as `experiment.mc_seed=7`, applied in order.
  ///   - output: The folder that artifacts go to in place of the project's root, or `nil`.
  ///   - strategies: The strategies that the document may name.
  /// - Throws: ``ConfigurationError`` with every problem of all documents.
  public init(
    path: String,
    overrides: [String],
    output: String?,
    strategies: StrategyRegistry
  ) throws(ConfigurationError) {
    var document = try YAMLDocument.read(path: path)
    for override in overrides { document = try YAMLDocument.applying(override, to: document) }
    var config = try decode(document, ResearchLoopConfig.read)
    let paths = ProjectPaths(documentPath: path, projectRoot: config.projectRoot, output: output)
    var companions = CompanionDocuments(paths: paths, document: document)

    companions.resolveUniverse(&config)
    var definitions: [StrategyDefinition] = []
    for index in config.strategies.indices {
      if let definition = companions.resolveStrategy(index, &config, strategies) {
        definitions.append(definition)
      }
    }
    killThresholds =
      companions.read(
        config.evaluation.killThresholds,
        field: ["evaluation", "kill_thresholds"],
        KillThresholds.read
      ) ?? .documented
    monteCarloThresholds =
      companions.read(
        config.experiment.monteCarlo?.killThresholds,
        field: ["experiment", "mc_kill_thresholds"],
        MonteCarloThresholds.read
      ) ?? MonteCarloThresholds()
    if let error = ConfigurationError(companions.issues) { throw error }

    self.config = config
    self.paths = paths
    self.definitions = definitions
    skippedCombinations = companions.skippedCombinations
  }
}

extension LoadedLoopConfig {
  /// Reads a resolved document for a replay, which needs none of the documents that it names: its
  /// symbols and parameters are those of the run.
  ///
  /// - Parameters:
  ///   - text: The resolved document.
  ///   - name: The name to show in errors.
  /// - Throws: ``ConfigurationError``.
  init(resolved text: String, name: String) throws(ConfigurationError) {
    config = try decode(try YAMLDocument.parse(text, name: name), ResearchLoopConfig.read)
    paths = ProjectPaths(documentPath: name, projectRoot: config.projectRoot, output: nil)
    definitions = []
    killThresholds = .documented
    monteCarloThresholds = MonteCarloThresholds()
    skippedCombinations = 0
  }
}

/// Reads the documents that a loop's document names, and keeps every problem.
private struct CompanionDocuments {
  let paths: ProjectPaths
  let document: ConfigNode
  var issues: [ConfigurationError.Issue] = []
  var skippedCombinations = 0

  /// Reads one document; a missing file is a problem of the field that names it.
  mutating func read<Value>(
    _ path: String?,
    field: [String],
    _ body: (ConfigNode) throws(ConfigurationError) -> Value
  ) -> Value? {
    guard let path else { return nil }
    do throws(ConfigurationError) {
      return try body(try YAMLDocument.read(path: paths.input(path)))
    } catch {
      if error.issues.count == 1, error.issues[0].mark.line == 0 {
        refuse(field, .unreadable(detail: "\(paths.input(path)): \(error.issues[0].reason)"))
      } else {
        issues += error.issues
      }
      return nil
    }
  }

  mutating func resolveUniverse(_ config: inout ResearchLoopConfig) {
    guard config.pack.mode == .universe else { return }
    guard let path = config.pack.universe else {
      config.pack.symbols = PackConfig.liquidETFs
      return
    }
    let symbols = read(path, field: ["pack", "universe"]) { (node) throws(ConfigurationError) in
      try decode(node) { root in
        _ = root.optional("name", .text)
        return root.required("symbols", .list(of: .symbol, minimumCount: 1))
      }
    }
    config.pack.symbols = symbols ?? []
  }

  /// Finds the strategy of an entry, and spreads its sweep into parameter sets.
  mutating func resolveStrategy(
    _ index: Int,
    _ config: inout ResearchLoopConfig,
    _ strategies: StrategyRegistry
  ) -> StrategyDefinition? {
    let entry = config.strategies[index]
    let definition: StrategyDefinition
    do throws(BacktestError) {
      definition = try strategies.definition(named: entry.strategyClass)
    } catch {
      var detail = "\(error)"
      if case .unknownStrategy(_, nil) = error {
        detail += "; expected one of \(strategies.names.joined(separator: ", "))"
      }
      refuseStrategy(index, "strategy_class", .unreadable(detail: detail))
      return nil
    }
    if let interval = BarInterval(seconds: config.outcomes.barSeconds),
      !definition.supports(interval)
    {
      refuseStrategy(
        index,
        "strategy_class",
        .conflict(rule: "\(definition.name) does not support bars of \(interval)")
      )
    }
    config.strategies[index].strategyClass = definition.name
    config.strategies[index].grid = grid(of: entry, index, definition)
    return definition
  }

  private mutating func grid(
    of entry: StrategyConfig,
    _ index: Int,
    _ definition: StrategyDefinition
  ) -> [ParameterSet] {
    var sets = [ParameterSet()]
    if let sweep = entry.sweep {
      let field = ["strategies", "\(index)", "sweep"]
      guard let grid = read(sweep, field: field, ParameterGrid.init(document:)) else { return [] }
      sets = Array(grid)
    }
    var accepted: [ParameterSet] = []
    var refusals: [BacktestError] = []
    for set in sets {
      do throws(BacktestError) {
        let complete = try definition.schema.complete(entry.parameters.merging(set))
        _ = try definition.columnPlan(for: complete)
        accepted.append(complete)
      } catch {
        if case .conflictingParameters = error, sets.count > 1 {
          skippedCombinations += 1
        } else if refusals.isEmpty || refusals.last != error {
          refusals.append(error)
        }
      }
    }
    for refusal in refusals.prefix(3) {
      refuseStrategy(
        index,
        entry.sweep == nil ? "params" : "sweep",
        .unreadable(detail: "\(refusal)")
      )
    }
    if accepted.isEmpty, refusals.isEmpty {
      refuseStrategy(
        index,
        "sweep",
        .conflict(rule: "every combination contradicts itself; nothing is left to run")
      )
    }
    return accepted
  }

  private mutating func refuseStrategy(
    _ index: Int,
    _ key: String,
    _ reason: ConfigurationError.Reason
  ) {
    refuse(["strategies", "\(index)", key], reason)
  }

  private mutating func refuse(_ field: [String], _ reason: ConfigurationError.Reason) {
    var path = ConfigPath()
    var node = document
    for key in field {
      if let position = Int(key), case .sequence(let items) = node.content {
        path = path.appending(index: position)
        node = items[position]
      } else {
        path = path.appending(field: key)
        node = node[key] ?? node
      }
    }
    issues.append(ConfigurationError.Issue(mark: node.mark, path: path, reason: reason))
  }
}

extension ParameterSchema {
  /// Resolves a set, with the error type of the engine.
  fileprivate func complete(_ given: ParameterSet) throws(BacktestError) -> ParameterSet {
    do throws(ParameterError) {
      return try resolve(given)
    } catch {
      throw .parameters(error)
    }
  }
}
