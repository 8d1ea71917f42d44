public import ConfigValidation

extension ConfigKind where Value == ParameterGrid {
  /// A sweep: a mapping of parameter names to the values that each takes.
  ///
  /// Each parameter stands in one of four forms: a list, `{min, max, step}` or `{min, max, num}`
  /// with an optional `round`, `{values: […]}`, or a single value; the words of a search (`type`,
  /// `distribution`) are understood too. Axes keep the order of the document.
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
  let given = Set(mapping.givenNames)
  // The words of a search that say nothing new about a list or an even range.
  let isTyped = !given.isDisjoint(with: ["type", "distribution", "scale", "value"])
  if isTyped { return readTypedForm(mapping) }
  let values = mapping.optional("values", .list(of: .parameter, minimumCount: 1))
  let minimum = mapping.optional("min", anyNumber)
  let maximum = mapping.optional("max", anyNumber)
  let step = mapping.optional("step", anyNumber)
  let countName = given.contains("num") ? "num" : "num_steps"
  let counts = ["num", "num_steps"].map {
    mapping.optional($0, ConfigKind<Int>.integer(in: .min ... .max))
  }
  let decimals = mapping.optional("round", .integer(in: .min ... .max))

  if given.contains("values") {
    for name in ["min", "max", "step", "num", "num_steps", "round"] where given.contains(name) {
      mapping.refuse(name, .conflict(rule: "cannot stand beside values"))
    }
    return values.map { .values($0) }
  }
  for name in ["min", "max"] where !given.contains(name) {
    mapping.refuse(name, .missing(expected: "a number"))
  }
  if given.contains("num"), given.contains("num_steps") {
    mapping.refuse("num_steps", .conflict(rule: "is another name of num; give one"))
  }
  switch (given.contains("step"), given.contains(countName)) {
  case (true, true): mapping.refuse(countName, .conflict(rule: "cannot stand beside step"))
  case (false, false): mapping.refuse("step", .missing(expected: "step or num_steps"))
  default: break
  }
  let count = counts[0] ?? counts[1]
  guard let minimum, let maximum, let spacing = spacing(step: step, count: count) else {
    return nil
  }
  let range = ParameterRange(
    minimum: minimum,
    maximum: maximum,
    spacing: spacing,
    decimals: decimals
  )
  for problem in range.problems { refuse(problem, in: mapping, count: countName) }
  return .range(range)
}

/// Reads a mapping in the words of a search; what it leaves open between two ends is refused.
private func readTypedForm(_ mapping: ConfigMapping) -> AxisForm? {
  guard let form = readParameterForm(mapping, known: nil) else { return nil }
  switch form {
  case .values(let values, _): return .values(values)
  case .range(let range): return .range(range)
  case .integers(let minimum, let maximum, let step, .linear) where mapping.node("step") != nil:
    return evenRange(Double(minimum), Double(maximum), Double(step), mapping)
  case .numbers(let minimum, let maximum, let step?, .linear):
    return evenRange(minimum, maximum, step, mapping)
  case .integers, .numbers:
    mapping.refuse("step", .missing(expected: "step or num"))
    return nil
  }
}

private func evenRange(
  _ minimum: Double,
  _ maximum: Double,
  _ step: Double,
  _ mapping: ConfigMapping
) -> AxisForm {
  let range = ParameterRange(
    minimum: minimum,
    maximum: maximum,
    spacing: .step(step),
    decimals: nil
  )
  for problem in range.problems { refuse(problem, in: mapping, count: "num") }
  return .range(range)
}

private func spacing(step: Double?, count: Int?) -> ParameterRange.Spacing? {
  switch (step, count) {
  case (let step?, nil): .step(step)
  case (nil, let count?): .count(count)
  default: nil
  }
}
