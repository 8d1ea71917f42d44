internal import ConfigValidation
internal import MarketModel

extension FeatureExpression: CustomStringConvertible {
  /// The canonical text: every parameter by name, parentheses only where they are needed.
  ///
  /// Parses back to an equal expression.
  public var description: String { CanonicalText.text(of: node) }
}

extension FeatureCondition: CustomStringConvertible {
  /// The canonical text.
  public var description: String { CanonicalText.text(of: node) }
}

/// Writes trees so that they read back as themselves.
enum CanonicalText {
  /// How tightly a form holds its parts together, loosest first.
  private enum Binding: Int {
    case either
    case both
    case not
    case comparison
    case sum
    case product
    case sign
    case suffix
    case whole
  }

  static func text(of node: ExpressionNode) -> String { text(of: node, atLeast: .either) }

  /// The text, in parentheses where it holds together less tightly than its place asks for.
  private static func text(of node: ExpressionNode, atLeast wanted: Binding) -> String {
    let (text, binding) = written(node)
    return binding.rawValue < wanted.rawValue ? "(\(text))" : text
  }

  private static func written(_ node: ExpressionNode) -> (String, Binding) {
    switch node {
    case .field(let field): (field.rawValue, .whole)
    case .constant(let value): (number(value), value.sign == .minus ? .sign : .whole)
    case .unary(.negated, let part): ("-" + text(of: part, atLeast: .sign), .sign)
    case .unary(let function, let part): ("\(function.rawValue)(\(text(of: part)))", .whole)
    case .binary(let function, let left, let right): binary(function, left, right)
    case .clamp(let part, let lower, let upper):
      ("clamp(\(text(of: part)), lower=\(number(lower)), upper=\(number(upper)))", .whole)
    case .lag(let part, let bars): ("lag(\(text(of: part)), bars=\(bars))", .whole)
    case .difference(let part, let bars): ("diff(\(text(of: part)), bars=\(bars))", .whole)
    case .fill(let part, let value): ("fill(\(text(of: part)), value=\(number(value)))", .whole)
    case .conditional(let condition, let then, let otherwise):
      ("where(\(text(of: condition)), \(text(of: then)), \(text(of: otherwise)))", .whole)
    case .indicator(let call, let input): (indicator(call, input), .whole)
    case .resampled(let part, let timeframe):
      ("\(text(of: part, atLeast: .whole)) @ \(timeframe)", .suffix)
    case .comparison(let comparison, let left, let right):
      (
        "\(text(of: left, atLeast: .sum)) \(comparison.rawValue) "
          + text(of: right, atLeast: .sum), .comparison
      )
    case .both(let left, let right):
      ("\(text(of: left, atLeast: .both)) and \(text(of: right, atLeast: .not))", .both)
    case .either(let left, let right):
      ("\(text(of: left, atLeast: .either)) or \(text(of: right, atLeast: .both))", .either)
    case .not(let part): ("not \(text(of: part, atLeast: .not))", .not)
    }
  }

  private static func binary(
    _ function: BinaryFunction,
    _ left: ExpressionNode,
    _ right: ExpressionNode
  ) -> (String, Binding) {
    let (own, next): (Binding, Binding)
    switch function {
    case .min, .max:
      return ("\(function.rawValue)(\(text(of: left)), \(text(of: right)))", .whole)
    case .add, .subtract: (own, next) = (.sum, .product)
    case .multiply, .divide: (own, next) = (.product, .sign)
    }
    return (
      "\(text(of: left, atLeast: own)) \(function.rawValue) \(text(of: right, atLeast: next))", own
    )
  }

  private static func indicator(_ call: IndicatorCall, _ input: ExpressionNode?) -> String {
    let parameters = call.parameterNames.compactMap { name in
      call.parameters[name].map { "\(name)=\(literal($0))" }
    }
    let arguments = (input.map { [text(of: $0)] } ?? []) + parameters
    let output = call.output.map { ".\($0)" } ?? ""
    return "\(call.name)(\(arguments.joined(separator: ", ")))\(output)"
  }

  private static func literal(_ value: ParameterValue) -> String {
    switch value {
    case .integer(let whole): String(whole)
    case .number(let value): number(value)
    case .flag(let flag): String(flag)
    case .text(let text): name(text)
    }
  }

  /// A name as it stands, or in quotes where it is none.
  private static func name(_ text: String) -> String {
    let isName = text.first?.isNameStart ?? false && text.allSatisfy(\.isNamePart)
    let isWord = isName && !["and", "or", "not", "true", "false"].contains(text)
    return isWord ? text : "\"\(text)\""
  }

  /// The shortest text that reads back to the same bits.
  static func number(_ value: Double) -> String {
    let text = String(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
