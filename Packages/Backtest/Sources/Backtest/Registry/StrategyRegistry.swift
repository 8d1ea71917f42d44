import ConfigValidation

/// Strategies by name, in the order in which they were added.
public struct StrategyRegistry: Sendable {
  /// The strategies on bars in order.
  public private(set) var definitions: [StrategyDefinition]

  /// The strategies on ticks in order.
  public private(set) var tickDefinitions: [TickStrategyDefinition]

  /// Creates a registry.
  ///
  /// - Precondition: Names differ over both kinds, also without the suffix `Strategy`.
  public init(
    _ definitions: [StrategyDefinition] = [],
    ticks tickDefinitions: [TickStrategyDefinition] = []
  ) {
    self.definitions = []
    self.tickDefinitions = []
    for definition in definitions { add(definition) }
    for definition in tickDefinitions { add(definition) }
  }

  /// Adds a strategy on bars.
  ///
  /// - Precondition: No strategy has the name yet, with or without the suffix `Strategy`.
  public mutating func add(_ definition: StrategyDefinition) {
    precondition(isFree(definition.shortName), "\(definition.name) is registered twice")
    definitions.append(definition)
  }

  /// Adds a strategy on ticks.
  ///
  /// - Precondition: No strategy has the name yet, with or without the suffix `Strategy`.
  public mutating func add(_ definition: TickStrategyDefinition) {
    precondition(isFree(definition.shortName), "\(definition.name) is registered twice")
    tickDefinitions.append(definition)
  }

  /// The names of the strategies on bars in order.
  public var names: [String] { definitions.map(\.name) }

  /// The names of the strategies on ticks in order.
  public var tickNames: [String] { tickDefinitions.map(\.name) }

  /// The strategy on bars with a name, with or without the suffix `Strategy`.
  ///
  /// - Throws: ``BacktestError/unknownStrategy(name:suggestion:)``.
  public func definition(named name: String) throws(BacktestError) -> StrategyDefinition {
    let wanted = StrategyDefinition.shortName(of: name)
    guard let found = definitions.first(where: { $0.shortName == wanted }) else {
      throw unknown(name)
    }
    return found
  }

  /// The strategy on ticks with a name, with or without the suffix `Strategy`.
  ///
  /// - Throws: ``BacktestError/unknownStrategy(name:suggestion:)``.
  public func tickDefinition(named name: String) throws(BacktestError) -> TickStrategyDefinition {
    let wanted = StrategyDefinition.shortName(of: name)
    guard let found = tickDefinitions.first(where: { $0.shortName == wanted }) else {
      throw unknown(name)
    }
    return found
  }

  private var allNames: [(short: String, full: String)] {
    definitions.map { ($0.shortName, $0.name) } + tickDefinitions.map { ($0.shortName, $0.name) }
  }

  private func isFree(_ shortName: String) -> Bool {
    !allNames.contains { $0.short == shortName }
  }

  private func unknown(_ name: String) -> BacktestError {
    let near = nearestName(
      to: StrategyDefinition.shortName(of: name),
      among: allNames.map(\.short)
    )
    let full = allNames.first { $0.short == near }?.full
    return .unknownStrategy(name: name, suggestion: full)
  }
}
