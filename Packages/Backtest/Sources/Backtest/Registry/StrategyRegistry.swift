import ConfigValidation

/// Strategies by name, in the order in which they were added.
public struct StrategyRegistry: Sendable {
  /// The strategies in order.
  public private(set) var definitions: [StrategyDefinition]

  /// Creates a registry.
  ///
  /// - Precondition: Names differ, also without the suffix `Strategy`.
  public init(_ definitions: [StrategyDefinition] = []) {
    self.definitions = []
    for definition in definitions { add(definition) }
  }

  /// Adds a strategy.
  ///
  /// - Precondition: No strategy has the name yet, with or without the suffix `Strategy`.
  public mutating func add(_ definition: StrategyDefinition) {
    precondition(
      !definitions.contains { $0.shortName == definition.shortName },
      "\(definition.name) is registered twice"
    )
    definitions.append(definition)
  }

  /// The names in order.
  public var names: [String] { definitions.map(\.name) }

  /// The strategy with a name, with or without the suffix `Strategy`.
  ///
  /// - Throws: ``BacktestError/unknownStrategy(name:suggestion:)``.
  public func definition(named name: String) throws(BacktestError) -> StrategyDefinition {
    let wanted = StrategyDefinition.shortName(of: name)
    guard let found = definitions.first(where: { $0.shortName == wanted }) else {
      let near = nearestName(to: wanted, among: definitions.map(\.shortName))
      let full = definitions.first { $0.shortName == near }?.name
      throw .unknownStrategy(name: name, suggestion: full)
    }
    return found
  }
}
