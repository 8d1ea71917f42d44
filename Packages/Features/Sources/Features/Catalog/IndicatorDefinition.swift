public import ConfigValidation
public import MarketModel

/// What there is to know about an indicator before it runs: names, parameters, formula.
///
/// Each indicator declares its own, in its own file; ``IndicatorCatalog`` lists them.
public struct IndicatorDefinition: Sendable {
  /// The name in configuration documents, in snake case.
  public let name: String

  /// One sentence on what it measures.
  public let summary: String

  /// The formula, on one line.
  public let formula: String

  /// The parameters, with types, ranges and the values used in documentation.
  public let schema: ParameterSchema

  /// The outside implementation that its values are tested against.
  public let witness: String

  private let build: @Sendable (IndicatorParameters) throws(IndicatorError) -> any CausalTransform

  /// Creates a declaration.
  public init(
    name: String,
    summary: String,
    formula: String,
    schema: ParameterSchema,
    witness: String,
    build: @escaping @Sendable (IndicatorParameters) throws(IndicatorError) -> any CausalTransform
  ) {
    self.name = name
    self.summary = summary
    self.formula = formula
    self.schema = schema
    self.witness = witness
    self.build = build
  }

  /// Returns a fresh indicator with the given parameters laid over the declared ones.
  ///
  /// - Throws: ``IndicatorError`` for unknown parameters, values outside their ranges, and values
  ///   that contradict each other.
  public func makeTransform(_ given: ParameterSet) throws(IndicatorError) -> any CausalTransform {
    let resolved: ParameterSet
    do {
      resolved = try schema.resolve(given)
    } catch {
      throw .parameters(indicator: name, cause: error)
    }
    return try build(IndicatorParameters(resolved))
  }

  /// The number of bars before the first defined value, for given parameters.
  ///
  /// - Throws: As ``makeTransform(_:)``.
  public func lookback(_ given: ParameterSet) throws(IndicatorError) -> Int {
    try makeTransform(given).lookback
  }

  /// The names of the outputs, in order.
  ///
  /// - Throws: As ``makeTransform(_:)``; never for the declared parameters.
  public func outputNames(_ given: ParameterSet) throws(IndicatorError) -> [String] {
    outputNames(of: try makeTransform(given))
  }

  private func outputNames<Transform: CausalTransform>(of transform: Transform) -> [String] {
    Transform.Output.names
  }
}

/// An error that says why an indicator cannot be made.
public enum IndicatorError: Error, Hashable, Sendable {
  /// There is no indicator of that name; `suggestion` is the nearest that exists.
  case unknownIndicator(name: String, suggestion: String?)

  /// Parameters are unknown or outside their ranges.
  case parameters(indicator: String, cause: ParameterError)

  /// Parameters are each inside their range and contradict each other.
  case conflict(indicator: String, rule: String)
}

extension IndicatorError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unknownIndicator(let name, let suggestion?):
      "\(name): is not a known indicator; did you mean '\(suggestion)'?"
    case .unknownIndicator(let name, nil):
      "\(name): is not a known indicator"
    case .parameters(let indicator, let cause):
      "\(indicator): \(cause)"
    case .conflict(let indicator, let rule):
      "\(indicator): \(rule)"
    }
  }
}
