public import ConfigValidation
public import MarketModel

/// Every indicator of this module, by name.
public enum IndicatorCatalog {
  /// The declarations, in the order of their names.
  public static let all: [IndicatorDefinition] = IndicatorFamily.allCases
    .flatMap { definitions(in: $0) }
    .sorted { $0.name < $1.name }

  /// Returns the declaration of a name.
  ///
  /// - Throws: ``IndicatorError/unknownIndicator(name:suggestion:)``.
  public static func definition(named name: String) throws(IndicatorError) -> IndicatorDefinition {
    if let found = all.first(where: { $0.name == name }) { return found }
    throw .unknownIndicator(
      name: name,
      suggestion: nearestName(to: name, among: all.map(\.name))
    )
  }

  /// Returns a fresh indicator of a name with the given parameters.
  ///
  /// - Throws: ``IndicatorError``.
  public static func makeTransform(
    named name: String,
    _ parameters: ParameterSet
  ) throws(IndicatorError) -> any CausalTransform {
    try definition(named: name).makeTransform(parameters)
  }
}
