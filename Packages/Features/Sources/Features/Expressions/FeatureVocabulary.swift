internal import ConfigValidation
internal import MarketModel

/// The indicators that expressions may call, by name.
///
/// The functions of the language have their names already. A field of a bar and an indicator may
/// share one: `median` is the field, `median(close, 5)` the indicator.
public struct FeatureVocabulary: Sendable {
  /// The declarations, in order.
  public let indicators: [IndicatorDefinition]

  /// Every indicator of ``IndicatorCatalog``.
  public static let standard = FeatureVocabulary(indicators: IndicatorCatalog.all)

  /// Creates a vocabulary.
  ///
  /// - Precondition: Names are distinct, and no function of the language has one of them.
  public init(indicators: [IndicatorDefinition]) {
    let names = indicators.map(\.name)
    precondition(Set(names).count == names.count, "each indicator has its own name")
    precondition(
      names.allSatisfy { BuiltInFunction(rawValue: $0) == nil },
      "no indicator has the name of a function"
    )
    self.indicators = indicators
  }

  func definition(named name: String) -> IndicatorDefinition? {
    indicators.first { $0.name == name }
  }

  /// Every name that can begin a part of an expression, for suggestions.
  var names: [String] {
    BarField.allCases.map(\.rawValue) + BuiltInFunction.allCases.map(\.rawValue)
      + indicators.map(\.name)
  }
}

/// The functions of the language that are no indicators.
enum BuiltInFunction: String, CaseIterable {
  case log
  case exp
  case sqrt
  case abs
  case sign
  case min
  case max
  case clamp
  case lag
  case diff
  case fill
  case `where`

  /// The arguments, in words.
  var signature: String {
    switch self {
    case .log, .exp, .sqrt, .abs, .sign: "1 argument (x)"
    case .min, .max: "at least 2 arguments (x, y, …)"
    case .clamp: "3 arguments (x, lower, upper)"
    case .lag, .diff: "2 arguments (x, bars)"
    case .fill: "2 arguments (x, value)"
    case .where: "3 arguments (condition, then, otherwise)"
    }
  }

  /// The names of the arguments that are numbers and not series, in order.
  var parameterNames: [String] {
    switch self {
    case .clamp: ["lower", "upper"]
    case .lag, .diff: ["bars"]
    case .fill: ["value"]
    default: []
    }
  }
}

/// An indicator as an expression sees it: what it reads, takes and yields.
struct CallableIndicator {
  let definition: IndicatorDefinition

  /// Whether it reads one number of each bar, so that any expression can be its input.
  let readsValues: Bool

  init(_ definition: IndicatorDefinition) {
    self.definition = definition
    let declaresInput = definition.schema.parameters.contains { $0.name == "input" }
    let shown = try? definition.makeTransform(ParameterSet())
    readsValues = declaresInput && shown is any ValueTransform
  }

  var name: String { definition.name }

  /// The parameters that a call may give, in order.
  var parameters: [ParameterSchema.Parameter] {
    definition.schema.parameters.filter { !readsValues || $0.name != "input" }
  }

  /// Returns the node of a call.
  ///
  /// - Throws: Reasons, without places.
  func node(
    input: ExpressionNode?,
    _ given: ParameterSet,
    output: String?
  ) throws(FeatureExpressionError) -> ExpressionNode {
    if case .constant(let value)? = input {
      throw FeatureExpressionError(
        .unexpected(
          expected: "a series as first argument of \(name)",
          found: "the number \(CanonicalText.number(value))"
        )
      )
    }
    let transform: any CausalTransform
    do {
      transform = try definition.makeTransform(given)
    } catch {
      throw FeatureExpressionError(reasons(of: error).map { .init(place: nil, reason: $0) })
    }
    let names = outputNames(of: transform)
    let call = IndicatorCall(
      name: name,
      parameters: resolved(given),
      parameterNames: parameters.map(\.name),
      output: names.count > 1 ? output : nil,
      outputIndex: try outputIndex(output, among: names),
      lookback: transform.lookback
    )
    return .indicator(call, input: input)
  }

  private func outputIndex(
    _ output: String?,
    among names: [String]
  ) throws(FeatureExpressionError) -> Int {
    guard let output else {
      if names.count == 1 { return 0 }
      throw FeatureExpressionError(.outputMissing(function: name, outputs: names))
    }
    if let index = names.firstIndex(of: output) { return index }
    throw FeatureExpressionError(
      .unknownOutput(
        function: name,
        name: output,
        outputs: names,
        suggestion: nearestName(to: output, among: names)
      )
    )
  }

  private func resolved(_ given: ParameterSet) -> ParameterSet {
    var all = (try? definition.schema.resolve(given)) ?? given
    if readsValues { all["input"] = nil }
    return all
  }

  private func reasons(of error: IndicatorError) -> [FeatureExpressionError.Reason] {
    switch error {
    case .unknownIndicator(let name, let suggestion):
      [.unknownName(name, suggestion: suggestion)]
    case .conflict(_, let rule): [.conflict(function: name, rule: rule)]
    case .parameters(_, let cause):
      cause.problems.map { problem in
        switch problem {
        case .unknown(let parameter, let suggestion):
          .unknownParameter(function: name, name: parameter, suggestion: suggestion)
        case .outOfDomain(let parameter, let expected, let found):
          .parameter(function: name, name: parameter, expected: expected, found: "\(found)")
        }
      }
    }
  }
}

func outputNames<Transform: CausalTransform>(of transform: Transform) -> [String] {
  Transform.Output.names
}
