public import ConfigValidation

extension ConfigKind where Value == SearchSpace? {
  /// A search space: `parameters`, a mapping of names to domains, and `constraints`, a list of
  /// comparisons such as `fast < slow`.
  ///
  /// A domain is a single value, a list, `{values: […]}`, `{min, max, num}`, or `{type, min, max}` with
  /// `type` `int` (`integer`) or `float` (`number`) and an optional `step` and `distribution` (`uniform`,
  /// `log_uniform`, `fixed`) or `scale` (`linear`, `log`); each mapping may have `when: {parent: [values]}`.
  /// Lists of rising numbers are ordered unless `type` is `categorical`.
  public static var searchSpace: ConfigKind {
    .section(fallback: nil) { mapping in
      let constraints = mapping.value("constraints", .parameterComparisons, default: [])
      return mapping.required(
        "parameters",
        .searchParameters(schema: nil, constraints: constraints)
      )
    }
  }

  /// The section `parameters` of a search space, under the schema of what is searched.
  ///
  /// The schema gives the types that the document leaves out; unknown names, other types and values outside
  /// the schema's ranges are refused where they stand.
  ///
  /// - Parameters:
  ///   - schema: What may be searched, or `nil` to take any name.
  ///   - constraints: Rules among the parameters.
  /// - Returns: A kind whose value is `nil` only after something was refused.
  public static func searchParameters(
    schema: ParameterSchema?,
    constraints: [SearchConstraint]
  ) -> ConfigKind {
    ConfigKind(expected: "a mapping of names to domains", fallback: nil) {
      node,
      path,
      collector in
      let before = collector.issues.count
      let parameters = readParameters(node, path, schema, collector)
      let isWhole = collector.issues.count == before
      do throws(SearchSpaceError) {
        let space = try SearchSpace(parameters, constraints: isWhole ? constraints : [])
        return isWhole ? space : nil
      } catch {
        // What rests on a parameter that could not be read is not a problem of its own.
        for problem in error.problems where isWhole || problem.reason.isOfOneParameter {
          add(problem, node, path, collector)
        }
        return nil
      }
    }
  }
}

extension SearchSpace {
  /// Reads a search space from a document; see `ConfigKind.searchSpace` for its form.
  ///
  /// - Throws: `ConfigurationError` with every problem of the document, in its order.
  public init(document: ConfigNode) throws(ConfigurationError) {
    let space = try decode(document) { root in
      let constraints = root.value("constraints", .parameterComparisons, default: [])
      return root.required("parameters", .searchParameters(schema: nil, constraints: constraints))
    }
    guard let space else { preconditionFailure("a space without problems is a space") }
    self = space
  }
}

private func readParameters(
  _ node: ConfigNode,
  _ path: ConfigPath,
  _ schema: ParameterSchema?,
  _ collector: IssueCollector
) -> [SearchParameter] {
  guard case .mapping(let entries) = node.content else {
    collector.add(
      .unexpected(expected: "a mapping of names to domains", found: node.summary),
      at: path,
      mark: node.mark
    )
    return []
  }
  return entries.compactMap { entry in
    let before = collector.issues.count
    let parameter = readParameter(entry, path.appending(field: entry.key), schema, collector)
    // A parameter with a problem holds stand-ins, which would be found wrong once more.
    return collector.issues.count == before ? parameter : nil
  }
}

/// Reads one parameter under a schema; `nil` after having added what is wrong.
private func readParameter(
  _ entry: ConfigEntry,
  _ place: ConfigPath,
  _ schema: ParameterSchema?,
  _ collector: IssueCollector
) -> SearchParameter? {
  guard let schema else {
    return readParameter(entry.key, entry.value, place, collector, known: nil)
  }
  guard let declared = schema.parameters.first(where: { $0.name == entry.key }) else {
    let suggestion = nearestName(to: entry.key, among: schema.parameters.map(\.name))
    collector.add(.unknownField(suggestion: suggestion), at: place, mark: entry.value.mark)
    return nil
  }
  let parameter = readParameter(
    entry.key,
    entry.value,
    place,
    collector,
    known: ParameterKind(declared.domain)
  )
  if let parameter { check(parameter, declared.domain, entry.value, place, collector) }
  return parameter
}

/// Adds a problem of the space at the parameter that causes it.
private func add(
  _ problem: SearchSpaceProblem,
  _ node: ConfigNode,
  _ path: ConfigPath,
  _ collector: IssueCollector
) {
  let parameter = node[problem.subject]
  // The space without a parameter is a problem of the whole section.
  let place =
    parameter == nil && problem.subject == "parameters"
    ? path : path.appending(field: problem.subject)
  collector.add(
    .conflict(rule: problem.reason.description),
    at: problem.reason.field.map { place.appending(field: $0) } ?? place,
    mark: parameter?.mark ?? node.mark
  )
}

extension SearchSpaceProblem.Reason {
  /// Whether the parameter alone is to blame, whatever the others are.
  fileprivate var isOfOneParameter: Bool {
    switch self {
    case .noValues, .unknownParameter, .parentNotDeclaredBefore, .parentNeverTakes: false
    default: true
    }
  }

  /// The field of the parameter's mapping that is to blame, where it is one.
  fileprivate var field: String? {
    switch self {
    case .endsOutOfOrder, .logarithmOfNonPositive: "min"
    case .stepNotPositive, .stepOnLogarithmicScale: "step"
    case .parentNotDeclaredBefore, .parentNeverTakes: "when"
    default: nil
    }
  }
}

/// Reads one parameter; `nil` after having added what is wrong.
private func readParameter(
  _ name: String,
  _ node: ConfigNode,
  _ path: ConfigPath,
  _ collector: IssueCollector,
  known: ParameterKind?
) -> SearchParameter? {
  var condition: SearchCondition?
  let form: ParameterForm?
  switch node.content {
  case .mapping:
    let section = ConfigKind<ParameterForm?>.section(fallback: nil) { mapping in
      condition = readCondition(mapping)
      return readParameterForm(mapping, known: known)
    }
    form = section.read(node, path, collector).flatMap(\.self)
  case .sequence:
    form = ConfigKind<[ParameterValue]>.list(of: .parameter, minimumCount: 1)
      .read(node, path, collector).map { .values($0, isCategorical: known == .categorical) }
  case .flag, .integer, .number, .text:
    form = ConfigKind<ParameterValue>.parameter.read(node, path, collector)
      .map { .values([$0], isCategorical: true) }
  case .null:
    collector.add(.missing(expected: "a value, a list or a range"), at: path, mark: node.mark)
    form = nil
  }
  guard let form else { return nil }
  do throws(SweepProblem) {
    return SearchParameter(name: name, domain: try form.domain, condition: condition)
  } catch {
    collector.add(.conflict(rule: error.description), at: path, mark: node.mark)
    return nil
  }
}

/// Adds what a schema has against a domain, at the field that holds the value.
private func check(
  _ parameter: SearchParameter,
  _ domain: ParameterSchema.Domain,
  _ node: ConfigNode,
  _ path: ConfigPath,
  _ collector: IssueCollector
) {
  var values: [(field: String?, value: ParameterValue)] = []
  switch parameter.domain {
  case .ordered(let list), .choice(let list):
    let field = node["values"] == nil ? nil : "values"
    let ends = node["min"] == nil ? list : [list.first, list.last].compactMap(\.self)
    values = ends.map { (field, $0) }
  case .integer(let minimum, let maximum, _, _):
    values = [("min", .integer(minimum)), ("max", .integer(maximum))]
  case .number(let minimum, let maximum, _, _):
    if case .integer = domain {
      let place = node["type"] == nil ? path : path.appending(field: "type")
      collector.add(
        .unexpected(expected: domain.description, found: "real numbers"),
        at: place,
        mark: node["type"]?.mark ?? node.mark
      )
      return
    }
    values = [("min", .number(minimum)), ("max", .number(maximum))]
  }
  for (field, value) in values where domain.accepted(value) == nil {
    collector.add(
      .unexpected(expected: domain.description, found: "\(value)"),
      at: field.map { path.appending(field: $0) } ?? path,
      mark: field.flatMap { node[$0]?.mark } ?? node.mark
    )
  }
}

private func readCondition(_ mapping: ConfigMapping) -> SearchCondition? {
  guard mapping.node("when") != nil else { return nil }
  return mapping.section("when") { section in
    let names = section.givenNames
    let values = names.map {
      section.required($0, .list(of: .parameter, minimumCount: 1))
    }
    guard let parent = names.first, names.count == 1 else {
      if let second = names.dropFirst().first {
        section.refuse(second, .conflict(rule: "a parameter waits for one parent"))
      }
      return nil
    }
    return SearchCondition(parent: parent, values: values[0])
  }
}

extension ConfigKind where Value == [SearchConstraint] {
  /// A list of comparisons of two parameters, such as `fast < slow`.
  public static var parameterComparisons: ConfigKind {
    let expected = "a comparison of two parameters such as 'fast < slow'"
    let comparison = ConfigKind<SearchConstraint?>(expected: expected, fallback: nil) { node in
      guard case .text(let text) = node.content, let rule = SearchConstraint(text: text) else {
        return nil
      }
      return .some(rule)
    }
    return ConfigKind<[SearchConstraint?]>.list(of: comparison, minimumCount: 0)
      .map { $0.compactMap(\.self) }
  }
}
