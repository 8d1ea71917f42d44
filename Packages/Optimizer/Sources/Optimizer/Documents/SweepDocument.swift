public import ConfigValidation

extension ConfigKind where Value == ParameterGrid {
  /// A sweep: a mapping of parameter names to the values that each takes.
  ///
  /// Each parameter stands in one of four forms: a list, `{min, max, step}` or `{min, max, num_steps}`
  /// with an optional `round`, `{values: […]}`, or a single value. Axes keep the order of the document.
  public static var sweep: ConfigKind {
    ConfigKind(expected: sweepForm, fallback: ParameterGrid(), read: readSweep)
  }
}

extension ParameterGrid {
  /// Reads a sweep document.
  ///
  /// - Parameter document: The root of the document; see `ConfigKind.sweep` for its forms.
  /// - Throws: `ConfigurationError` with every problem of the document, in its order.
  public init(document: ConfigNode) throws(ConfigurationError) {
    let collector = IssueCollector()
    let grid = ConfigKind<ParameterGrid>.sweep.read(document, ConfigPath(), collector)
    if let error = ConfigurationError(collector.issues) { throw error }
    self = grid ?? ParameterGrid()
  }
}

private let sweepForm = "a mapping of parameter names to lists or ranges of values"

/// Reads a whole sweep; `nil` after having added what is wrong.
private func readSweep(
  _ node: ConfigNode,
  _ path: ConfigPath,
  _ collector: IssueCollector
) -> ParameterGrid? {
  guard case .mapping(let entries) = node.content, !entries.isEmpty else {
    collector.add(
      .unexpected(expected: sweepForm, found: node.summary),
      at: path,
      mark: node.mark
    )
    return nil
  }
  let axes = entries.map { entry in
    axis(entry.key, entry.value, path.appending(field: entry.key), collector)
  }
  let usable = axes.compactMap(\.self)
  guard usable.count == axes.count else { return nil }
  do {
    return try ParameterGrid(usable)
  } catch {
    collector.add(.conflict(rule: "\(error)"), at: path, mark: node.mark)
    return nil
  }
}

/// Reads one parameter of a sweep; `nil` after having added what is wrong.
private func axis(
  _ name: String,
  _ node: ConfigNode,
  _ path: ConfigPath,
  _ collector: IssueCollector
) -> ParameterAxis? {
  let before = collector.issues.count
  var range: ParameterRange?
  var values: [ParameterValue]?
  switch node.content {
  case .mapping:
    let form = ConfigKind<AxisForm?>.section(fallback: nil, readForm).read(node, path, collector)
    switch form {
    case .some(.range(let found)): range = found
    case .some(.values(let found)): values = found
    case .none, .some(.none): break
    }
  case .sequence:
    values = ConfigKind<[ParameterValue]>.list(of: .parameter, minimumCount: 1)
      .read(node, path, collector)
  case .flag, .integer, .number, .text:
    values = ConfigKind<ParameterValue>.parameter.read(node, path, collector).map { [$0] }
  case .null:
    collector.add(
      .missing(expected: "a list, a range or a value"),
      at: path,
      mark: node.mark
    )
  }
  guard collector.issues.count == before else { return nil }
  do {
    if let range { return try ParameterAxis(name: name, range: range) }
    return try values.map { try ParameterAxis(name: name, values: $0) }
  } catch {
    collector.add(.conflict(rule: "\(error)"), at: path, mark: node.mark)
    return nil
  }
}

/// What the mapping of one parameter says.
private enum AxisForm {
  case values([ParameterValue])
  case range(ParameterRange)
}

private func readForm(_ mapping: ConfigMapping) -> AxisForm? {
  let anyNumber = ConfigKind<Double>.number(
    in: -Double.greatestFiniteMagnitude ... .greatestFiniteMagnitude
  )
  let values = mapping.optional("values", .list(of: .parameter, minimumCount: 1))
  let minimum = mapping.optional("min", anyNumber)
  let maximum = mapping.optional("max", anyNumber)
  let step = mapping.optional("step", anyNumber)
  let count = mapping.optional("num_steps", .integer(in: .min ... .max))
  let decimals = mapping.optional("round", .integer(in: .min ... .max))
  let given = Set(mapping.givenNames)

  if given.contains("values") {
    for name in ["min", "max", "step", "num_steps", "round"] where given.contains(name) {
      mapping.refuse(name, .conflict(rule: "cannot stand beside values"))
    }
    return values.map { .values($0) }
  }
  for name in ["min", "max"] where !given.contains(name) {
    mapping.refuse(name, .missing(expected: "a number"))
  }
  switch (given.contains("step"), given.contains("num_steps")) {
  case (true, true): mapping.refuse("num_steps", .conflict(rule: "cannot stand beside step"))
  case (false, false): mapping.refuse("step", .missing(expected: "step or num_steps"))
  default: break
  }
  guard let minimum, let maximum, let spacing = spacing(step: step, count: count) else {
    return nil
  }
  let range = ParameterRange(
    minimum: minimum,
    maximum: maximum,
    spacing: spacing,
    decimals: decimals
  )
  for problem in range.problems { refuse(problem, in: mapping) }
  return .range(range)
}

private func spacing(step: Double?, count: Int?) -> ParameterRange.Spacing? {
  switch (step, count) {
  case (let step?, nil): .step(step)
  case (nil, let count?): .count(count)
  default: nil
  }
}

/// Adds a problem of a range at the field that causes it.
private func refuse(_ problem: SweepProblem, in mapping: ConfigMapping) {
  switch problem {
  case .endsOutOfOrder(let minimum, let maximum):
    mapping.refuse(
      "max",
      .unexpected(expected: "a number of at least min, \(minimum)", found: "\(maximum)")
    )
  case .stepNotPositive(let step):
    mapping.refuse("step", .unexpected(expected: "a number above 0", found: "\(step)"))
  case .tooFewSteps(let count):
    mapping.refuse(
      "num_steps",
      .unexpected(expected: "2 or more, or 1 where min equals max", found: "\(count)")
    )
  case .tooManyValues(let limit):
    mapping.refuse("num_steps", .unexpected(expected: "at most \(limit)", found: "more"))
  case .decimalsOutOfRange(let decimals):
    mapping.refuse("round", .unexpected(expected: "an integer in 0...15", found: "\(decimals)"))
  case .noValues, .repeatedValue, .unusableNumber:
    mapping.refuse("min", .conflict(rule: problem.description))
  }
}
