internal import ConfigValidation
internal import MarketModel

/// The tree of a feature expression; numbers and conditions share it.
///
/// Only the checked functions of ``FeatureExpression`` and ``FeatureCondition`` make nodes, so lags
/// are never negative, constants are finite and parameters lie in their ranges.
indirect enum ExpressionNode: Hashable, Sendable {
  case field(BarField)
  case constant(Double)
  case unary(UnaryFunction, ExpressionNode)
  case binary(BinaryFunction, ExpressionNode, ExpressionNode)
  case clamp(ExpressionNode, lower: Double, upper: Double)
  case lag(ExpressionNode, bars: Int)
  case difference(ExpressionNode, bars: Int)
  case fill(ExpressionNode, with: Double)
  case conditional(ExpressionNode, then: ExpressionNode, otherwise: ExpressionNode)
  case indicator(IndicatorCall, input: ExpressionNode?)
  case resampled(ExpressionNode, Timeframe)
  case comparison(Comparison, ExpressionNode, ExpressionNode)
  case both(ExpressionNode, ExpressionNode)
  case either(ExpressionNode, ExpressionNode)
  case not(ExpressionNode)

  /// Whether this is a condition; a number otherwise.
  var isCondition: Bool {
    switch self {
    case .comparison, .both, .either, .not: true
    default: false
    }
  }

  /// This number with its sign turned; a constant takes the sign into itself.
  var negated: ExpressionNode {
    if case .constant(let value) = self { .constant(-value) } else { .unary(.negated, self) }
  }

  /// The parts, in the order of the text.
  var parts: [ExpressionNode] {
    switch self {
    case .field, .constant: []
    case .unary(_, let part), .clamp(let part, _, _), .lag(let part, _), .difference(let part, _),
      .fill(let part, _), .resampled(let part, _), .not(let part):
      [part]
    case .binary(_, let left, let right), .comparison(_, let left, let right),
      .both(let left, let right), .either(let left, let right):
      [left, right]
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .indicator(_, let input): input.map { [$0] } ?? []
    }
  }

  /// Whether some part is computed on longer bars.
  var hasTimeframe: Bool {
    if case .resampled = self { return true }
    return parts.contains(where: \.hasTimeframe)
  }

  /// The number of bars before the first value, given how many bars fall into a longer one.
  func lookback(_ barsPerBin: (Timeframe) -> Int) -> Int {
    let inner = parts.map { $0.lookback(barsPerBin) }.max() ?? 0
    switch self {
    case .lag(_, let bars), .difference(_, let bars): return inner + bars
    case .indicator(let call, _): return inner + call.lookback
    case .resampled(_, let timeframe): return (inner + 1) * barsPerBin(timeframe)
    default: return inner
    }
  }
}

/// One use of an indicator of the catalog, with every parameter given.
struct IndicatorCall: Hashable, Sendable {
  /// The name in the catalog.
  let name: String

  /// Every parameter but the input, in the type of its domain.
  let parameters: ParameterSet

  /// The names of the parameters, in the order of their declaration.
  let parameterNames: [String]

  /// The name of the output, or `nil` when there is only one.
  let output: String?

  /// The position of the output.
  let outputIndex: Int

  /// The number of values before the first that yields an output.
  let lookback: Int
}

/// A function of one number.
enum UnaryFunction: String, Hashable, Sendable, CaseIterable {
  case negated
  case log
  case exp
  case sqrt
  case abs
  case sign

  /// The value, which is NaN or infinite where the function has none.
  func callAsFunction(_ value: Double) -> Double {
    switch self {
    case .negated: -value
    case .log: value > 0 ? naturalLogarithm(value) : .nan
    case .exp: exponential(value)
    case .sqrt: value >= 0 ? value.squareRoot() : .nan
    case .abs: Swift.abs(value)
    case .sign: value > 0 ? 1 : value < 0 ? -1 : 0
    }
  }
}

/// A function of two numbers.
enum BinaryFunction: String, Hashable, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case min
  case max

  /// The value, which is NaN or infinite where the function has none.
  func callAsFunction(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: right == 0 ? .nan : left / right
    case .min: Swift.min(left, right)
    case .max: Swift.max(left, right)
    }
  }
}

/// A comparison of two numbers.
enum Comparison: String, Hashable, Sendable, CaseIterable {
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="

  func callAsFunction(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .equal: left == right
    case .notEqual: left != right
    }
  }
}
