internal import ConfigValidation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How one parameter is written, in sweeps and in searches alike.
///
/// A single value, a list, or a mapping: `{values: […]}`, `{min, max, step}`, `{min, max, num}`, and in a
/// search `{min, max}` alone. `type` is `int` or `integer`, `float` or `number`, or `categorical`;
/// `distribution` is `uniform`, `log_uniform` or `fixed`, where `scale` says `linear` or `log` for the first
/// two. `num` has the other name `num_steps`.
enum ParameterForm {
  /// These values, in this order.
  case values([ParameterValue], isCategorical: Bool)

  /// Decimal numbers between two ends; whole ones where all are.
  case range(ParameterRange)

  /// Whole numbers between two ends.
  case integers(minimum: Int, maximum: Int, step: Int, scale: SearchScale)

  /// Real numbers between two ends.
  case numbers(minimum: Double, maximum: Double, step: Double?, scale: SearchScale)

  /// The domain in a search.
  ///
  /// - Throws: ``SweepProblem`` when a range has no values.
  var domain: SearchDomain {
    get throws(SweepProblem) {
      switch self {
      case .values(let values, let isCategorical):
        return !isCategorical && values.isRising ? .ordered(values) : .choice(values)
      case .range(let range): return .ordered(try range.values())
      case .integers(let minimum, let maximum, let step, let scale):
        return .integer(minimum: minimum, maximum: maximum, step: step, scale: scale)
      case .numbers(let minimum, let maximum, let step, let scale):
        return .number(minimum: minimum, maximum: maximum, step: step, scale: scale)
      }
    }
  }
}

/// The type that a document or a schema gives a parameter.
enum ParameterKind {
  case integer
  case number
  case categorical

  init(_ domain: ParameterSchema.Domain) {
    switch domain {
    case .integer: self = .integer
    case .number: self = .number
    case .flag, .choice: self = .categorical
    }
  }
}

/// Every real number.
var anyNumber: ConfigKind<Double> {
  .number(in: -Double.greatestFiniteMagnitude ... .greatestFiniteMagnitude)
}

/// Every whole number.
private var anyInteger: ConfigKind<Int> { .integer(in: .min ... .max) }

/// Reads the mapping of one parameter of a search.
///
/// - Parameters:
///   - mapping: The mapping.
///   - known: The type that the parameter has anyway, which the document then need not name.
/// - Returns: The form, or `nil` after having refused what is wrong.
func readParameterForm(_ mapping: ConfigMapping, known: ParameterKind?) -> ParameterForm? {
  let given = Set(mapping.givenNames)
  // Known whatever the form, so that one mistake is reported as one.
  for name in formFields { _ = mapping.node(name) }
  let type = mapping.optional(
    "type",
    .choice([
      ("int", ParameterKind.integer), ("integer", .integer), ("float", .number),
      ("number", .number), ("categorical", .categorical),
    ])
  )
  if given.contains("type"), type == nil { return nil }
  let distribution = readDistribution(mapping)
  if distribution == .fixed { return readFixed(mapping) }
  if given.contains("values") { return readValues(mapping, type ?? known) }
  if type == .categorical || (type == nil && known == .categorical) {
    mapping.refuse("values", .missing(expected: "a list of at least 1 value"))
    return nil
  }
  let scale = readScale(mapping, distribution)
  if let count = readCount(mapping) {
    return readSpread(mapping, count, scale, type ?? known)
  }
  guard let kind = type ?? known ?? impliedType(mapping) else {
    mapping.refuse("type", .missing(expected: "one of int, float, categorical"))
    return nil
  }
  return kind == .integer ? readIntegers(mapping, scale) : readNumbers(mapping, scale)
}

private let formFields = [
  "type", "distribution", "scale", "values", "value", "min", "max", "step", "num", "num_steps",
  "round",
]

private enum Distribution {
  case uniform
  case logUniform
  case fixed
}

private func readDistribution(_ mapping: ConfigMapping) -> Distribution? {
  mapping.optional(
    "distribution",
    .choice([
      ("uniform", Distribution.uniform), ("log_uniform", .logUniform), ("fixed", .fixed),
    ])
  )
}

private func readScale(_ mapping: ConfigMapping, _ distribution: Distribution?) -> SearchScale {
  let scale = mapping.value(
    "scale",
    .choice([("linear", SearchScale.linear), ("log", .logarithmic)]),
    default: distribution == .logUniform ? .logarithmic : .linear
  )
  if let distribution, (distribution == .logUniform) != (scale == .logarithmic) {
    mapping.refuse("scale", .conflict(rule: "contradicts distribution"))
  }
  return scale
}

/// A fixed value: `value`, or the first of `values`, or `min`.
private func readFixed(_ mapping: ConfigMapping) -> ParameterForm? {
  let value = mapping.optional("value", .parameter)
  let values = mapping.optional("values", .list(of: .parameter, minimumCount: 1))
  let minimum = mapping.optional("min", .parameter)
  _ = mapping.optional("max", .parameter)
  guard let fixed = value ?? values?.first ?? minimum else {
    mapping.refuse("value", .missing(expected: "the value of a fixed parameter"))
    return nil
  }
  return .values([fixed], isCategorical: true)
}

private func readValues(_ mapping: ConfigMapping, _ kind: ParameterKind?) -> ParameterForm? {
  for name in ["min", "max", "step", "num", "num_steps", "round", "scale"]
  where mapping.node(name) != nil {
    mapping.refuse(name, .conflict(rule: "cannot stand beside values"))
  }
  guard let values = mapping.optional("values", .list(of: .parameter, minimumCount: 1)) else {
    return nil
  }
  return .values(values, isCategorical: kind == .categorical)
}

private func readCount(_ mapping: ConfigMapping) -> (name: String, count: Int)? {
  let long = mapping.optional("num_steps", anyInteger)
  let short = mapping.optional("num", anyInteger)
  if long != nil, short != nil {
    mapping.refuse("num_steps", .conflict(rule: "is another name of num; give one"))
  }
  return short.map { ("num", $0) } ?? long.map { ("num_steps", $0) }
}

/// A number of values from one end to the other, evenly on the scale.
private func readSpread(
  _ mapping: ConfigMapping,
  _ count: (name: String, count: Int),
  _ scale: SearchScale,
  _ kind: ParameterKind?
) -> ParameterForm? {
  if mapping.node("step") != nil {
    mapping.refuse(count.name, .conflict(rule: "cannot stand beside step"))
  }
  let decimals = mapping.optional("round", anyInteger)
  let minimum = mapping.required("min", anyNumber)
  let maximum = mapping.required("max", anyNumber)
  guard mapping.node("min") != nil, mapping.node("max") != nil else { return nil }
  let range = ParameterRange(
    minimum: minimum,
    maximum: maximum,
    spacing: .count(count.count),
    decimals: decimals ?? (kind == .integer ? 0 : nil)
  )
  let problems = range.problems
  for problem in problems { refuse(problem, in: mapping, count: count.name) }
  guard problems.isEmpty else { return nil }
  guard scale == .logarithmic else { return .range(range) }
  guard minimum > 0 else {
    mapping.refuse(
      "min",
      .unexpected(expected: "a number above 0 on a logarithmic scale", found: "\(minimum)")
    )
    return nil
  }
  return .values(
    geometricValues(range, count.count, isInteger: kind == .integer),
    isCategorical: false
  )
}

/// Values whose ratios are alike, to six significant digits, each once.
private func geometricValues(
  _ range: ParameterRange,
  _ count: Int,
  isInteger: Bool
) -> [ParameterValue] {
  let ratio = log(range.maximum / range.minimum)
  var values: [ParameterValue] = []
  for index in 0..<count {
    let raw =
      switch index {
      case 0: range.minimum
      case count - 1: range.maximum
      default: range.minimum * exp(ratio * Double(index) / Double(count - 1))
      }
    let value: ParameterValue =
      isInteger ? .integer(Int(raw.rounded())) : .number(significant(raw))
    if values.last != value { values.append(value) }
  }
  return values
}

/// The nearest number with six significant digits.
private func significant(_ number: Double) -> Double {
  let exponent = Int(log10(number).rounded(.down))
  guard let decimal = Double("1e\(5 - exponent)") else { return number }
  let scaled = (number * decimal).rounded()
  return Double("\(Int(scaled))e\(exponent - 5)") ?? number
}

private func impliedType(_ mapping: ConfigMapping) -> ParameterKind? {
  guard let step = mapping.node("step") else { return nil }
  let nodes = [mapping.node("min"), mapping.node("max"), step]
  let isWhole = nodes.allSatisfy { node in
    if case .integer = node?.content { true } else { false }
  }
  return isWhole ? .integer : .number
}

private func readIntegers(_ mapping: ConfigMapping, _ scale: SearchScale) -> ParameterForm? {
  let form = ParameterForm.integers(
    minimum: mapping.required("min", anyInteger),
    maximum: mapping.required("max", anyInteger),
    step: mapping.value("step", anyInteger, default: 1),
    scale: scale
  )
  return form
}

private func readNumbers(_ mapping: ConfigMapping, _ scale: SearchScale) -> ParameterForm? {
  .numbers(
    minimum: mapping.required("min", anyNumber),
    maximum: mapping.required("max", anyNumber),
    step: mapping.optional("step", anyNumber),
    scale: scale
  )
}

/// Adds a problem of a range at the field that causes it.
///
/// - Parameters:
///   - problem: The problem.
///   - mapping: The mapping of the range.
///   - count: The name under which the document gives the number of values.
func refuse(_ problem: SweepProblem, in mapping: ConfigMapping, count: String) {
  switch problem {
  case .endsOutOfOrder(let minimum, let maximum):
    mapping.refuse(
      "max",
      .unexpected(expected: "a number of at least min, \(minimum)", found: "\(maximum)")
    )
  case .stepNotPositive(let step):
    mapping.refuse("step", .unexpected(expected: "a number above 0", found: "\(step)"))
  case .tooFewSteps(let found):
    mapping.refuse(
      count,
      .unexpected(expected: "2 or more, or 1 where min equals max", found: "\(found)")
    )
  case .tooManyValues(let limit):
    mapping.refuse(count, .unexpected(expected: "at most \(limit)", found: "more"))
  case .decimalsOutOfRange(let decimals):
    mapping.refuse("round", .unexpected(expected: "an integer in 0...15", found: "\(decimals)"))
  case .noValues, .repeatedValue, .unusableNumber:
    mapping.refuse("min", .conflict(rule: problem.description))
  }
}
