public import Backtest
public import ConfigValidation
internal import ConfigYAML
public import Optimizer
public import Research

/// A strategy whose parameters are searched, by the data that it trades.
public enum SearchStrategy: Sendable {
  /// A strategy over bars.
  case bars(StrategyDefinition)

  /// A strategy over ticks.
  case ticks(TickStrategyDefinition)

  /// The name in configurations and reports.
  public var name: String {
    switch self {
    case .bars(let definition): definition.name
    case .ticks(let definition): definition.name
    }
  }

  /// The parameters that it accepts.
  public var schema: ParameterSchema {
    switch self {
    case .bars(let definition): definition.schema
    case .ticks(let definition): definition.schema
    }
  }
}

/// A search document, checked against its strategy and ready to run.
public struct LoadedSearch: Sendable {
  /// The document.
  public let config: SearchConfig

  /// The strategy.
  public let strategy: SearchStrategy

  /// What is searched.
  public let space: SearchSpace

  /// Where the document's paths lie.
  public let paths: ProjectPaths

  /// Reads a document, and checks everything that can be checked without data.
  ///
  /// - Parameters:
  ///   - path: The document.
  ///   - overrides: Assignments such as `optimization.seed=7`, applied in order.
  ///   - strategies: The strategies that the document may name.
  /// - Throws: `ConfigurationError` with every problem.
  public init(
    path: String,
    overrides: [String],
    strategies: StrategyRegistry
  ) throws(ConfigurationError) {
    var document = try YAMLDocument.read(path: path)
    for override in overrides { document = try YAMLDocument.applying(override, to: document) }
    try self.init(
      document: document,
      paths: ProjectPaths(documentPath: path, projectRoot: nil, output: nil),
      strategies: strategies
    )
  }

  /// Takes a document that was read.
  ///
  /// - Parameters:
  ///   - document: The root of the document.
  ///   - paths: Where its paths lie.
  ///   - strategies: The strategies that the document may name.
  /// - Throws: `ConfigurationError` with every problem.
  public init(
    document: ConfigNode,
    paths: ProjectPaths,
    strategies: StrategyRegistry
  ) throws(ConfigurationError) {
    let loaded = try decode(document) { root in
      var (config, rules) = SearchConfig.read(root)
      let strategy = findStrategy(&config, root, strategies)
      let space = root.required(
        "parameters",
        .searchParameters(schema: strategy?.schema, constraints: rules)
      )
      if config.optimization.method == .grid { refuseUncountable(root) }
      return (config: config, strategy: strategy, space: space)
    }
    guard let strategy = loaded.strategy, let space = loaded.space else {
      preconditionFailure("a document without problems names a strategy and a space")
    }
    config = loaded.config
    self.strategy = strategy
    self.space = space
    self.paths = paths
  }
}

/// Finds the strategy of a document, and writes its full name into the configuration.
private func findStrategy(
  _ config: inout SearchConfig,
  _ root: ConfigMapping,
  _ strategies: StrategyRegistry
) -> SearchStrategy? {
  // A missing name has been refused already.
  guard !config.strategy.isEmpty else { return nil }
  do throws(BacktestError) {
    if config.data.kind == .ticks {
      let definition = try tickDefinition(named: config.strategy, strategies)
      config.strategy = definition.name
      return .ticks(definition)
    }
    let definition = try strategies.definition(named: config.strategy)
    if let interval = config.data.interval, !definition.supports(interval) {
      root.refuse(
        "strategy",
        .conflict(rule: "\(definition.name) does not support bars of \(interval)")
      )
    }
    config.strategy = definition.name
    return .bars(definition)
  } catch {
    root.refuse("strategy", .unreadable(detail: problem(error, config, strategies)))
    return nil
  }
}

/// The strategy over ticks with a name, which may leave the lead `Tick` out.
private func tickDefinition(
  named name: String,
  _ strategies: StrategyRegistry
) throws(BacktestError) -> TickStrategyDefinition {
  if let definition = try? strategies.tickDefinition(named: "Tick\(name)") { return definition }
  return try strategies.tickDefinition(named: name)
}

/// Why no strategy over the document's kind of data has the name.
private func problem(
  _ error: BacktestError,
  _ config: SearchConfig,
  _ strategies: StrategyRegistry
) -> String {
  let isTicks = config.data.kind == .ticks
  let names = isTicks ? strategies.tickNames : strategies.names
  if isTicks, (try? strategies.definition(named: config.strategy)) != nil {
    return "\(config.strategy) trades bars, the data are ticks; expected one of "
      + names.joined(separator: ", ")
  }
  if !isTicks, (try? strategies.tickDefinition(named: config.strategy)) != nil {
    return "\(config.strategy) trades ticks, the data are bars; expected one of "
      + names.joined(separator: ", ")
  }
  guard case .unknownStrategy(_, nil) = error else { return "\(error)" }
  return "\(error); expected one of \(names.joined(separator: ", "))"
}

/// Refuses ranges that a grid cannot count because the document does not say how.
private func refuseUncountable(_ root: ConfigMapping) {
  guard case .mapping(let entries)? = root.node("parameters")?.content else { return }
  let section = ConfigKind<Void>.section(fallback: ()) { parameters in
    for entry in entries {
      _ = parameters.node(entry.key)
      guard case .mapping(let fields) = entry.value.content else { continue }
      let names = Set(fields.map(\.key))
      guard names.isDisjoint(with: ["values", "value", "step", "num", "num_steps"]),
        entry.value["distribution"]?.content != .text("fixed")
      else { continue }
      parameters.refuse(
        entry.key,
        .conflict(rule: "a grid needs values, or min and max with step or num")
      )
    }
  }
  _ = root.optional("parameters", section)
}
