public import ConfigValidation

extension ConfigKind where Value == SearchSpace? {
  /// A search space: `parameters`, a mapping of names to domains, and `constraints`, a list of
  /// comparisons such as `fast < slow`.
  ///
  /// A domain is `{values: […]}`, or `{type, min, max}` with `type` `integer` or `number` and an optional
  /// `step` and `scale` (`linear` or `log`); each may have `when: {parent: [values]}`.
  public static var searchSpace: ConfigKind {
    ConfigKind(expected: spaceForm, fallback: nil, read: readSpace)
  }
}

extension SearchSpace {
  /// Reads a search space from a document; see `ConfigKind.searchSpace` for its form.
  ///
  /// - Throws: `ConfigurationError` with every problem of the document, in its order.
  public init(document: ConfigNode) throws(ConfigurationError) {
    let collector = IssueCollector()
    let space = ConfigKind<SearchSpace?>.searchSpace.read(document, ConfigPath(), collector)
    if space == nil, collector.issues.isEmpty {
      collector.add(.missing(expected: spaceForm), at: ConfigPath(), mark: document.mark)
    }
    if let error = ConfigurationError(collector.issues) { throw error }
    guard case .some(.some(let found)) = space else {
      preconditionFailure("a space without problems is a space")
    }
    self = found
  }
}

private let spaceForm = "a mapping with parameters and constraints"

private func readSpace(
  _ node: ConfigNode,
  _ path: ConfigPath,
  _ collector: IssueCollector
) -> SearchSpace?? {
  let before = collector.issues.count
  let parts = ConfigKind<SpaceParts>.section(fallback: SpaceParts()) { mapping in
    var parts = SpaceParts()
    if mapping.node("parameters") == nil {
      mapping.refuse("parameters", .missing(expected: "a mapping of names to domains"))
    }
    mapping.section("parameters") { section in
      parts.parameters = section.givenNames.compactMap { name in
        let parameter = section.required(
          name,
          .section(fallback: SearchParameter?.none) { readParameter(name, $0) }
        )
        return parameter
      }
    }
    parts.constraints = mapping.value(
      "constraints",
      .list(of: .constraint, minimumCount: 0),
      default: []
    )
    .compactMap(\.self)
    return parts
  }.read(node, path, collector)
  guard let parts, collector.issues.count == before else { return nil }
  do throws(SearchSpaceError) {
    return try SearchSpace(parts.parameters, constraints: parts.constraints)
  } catch {
    for problem in error.problems { add(problem, node, path, collector) }
    return nil
  }
}

/// Adds a problem of the space at the parameter that causes it.
private func add(
  _ problem: SearchSpaceProblem,
  _ node: ConfigNode,
  _ path: ConfigPath,
  _ collector: IssueCollector
) {
  let place = path.appending(field: "parameters").appending(field: problem.subject)
  var mark = node.mark
  if case .mapping(let entries) = node.content,
    case .mapping(let parameters)? = entries.first(where: { $0.key == "parameters" })?.value.content,
    let parameter = parameters.first(where: { $0.key == problem.subject })
  {
    mark = parameter.value.mark
  }
  collector.add(.conflict(rule: problem.reason.description), at: place, mark: mark)
}

private struct SpaceParts {
  var parameters: [SearchParameter] = []
  var constraints: [SearchConstraint] = []
}

private func readParameter(_ name: String, _ mapping: ConfigMapping) -> SearchParameter? {
  let condition = readCondition(mapping)
  if mapping.node("values") != nil {
    let values = mapping.required("values", .list(of: .parameter, minimumCount: 1))
    return SearchParameter(name: name, domain: .choice(values), condition: condition)
  }
  let isInteger = mapping.required("type", .choice([("integer", true), ("number", false)]))
  let scale = mapping.value(
    "scale",
    .choice([("linear", SearchScale.linear), ("log", .logarithmic)]),
    default: .linear
  )
  if isInteger {
    let whole = ConfigKind<Int>.integer(in: .min ... .max)
    return SearchParameter(
      name: name,
      domain: .integer(
        minimum: mapping.required("min", whole),
        maximum: mapping.required("max", whole),
        step: mapping.value("step", whole, default: 1),
        scale: scale
      ),
      condition: condition
    )
  }
  let number = ConfigKind<Double>.number(
    in: -Double.greatestFiniteMagnitude ... .greatestFiniteMagnitude
  )
  return SearchParameter(
    name: name,
    domain: .number(
      minimum: mapping.required("min", number),
      maximum: mapping.required("max", number),
      step: mapping.optional("step", number),
      scale: scale
    ),
    condition: condition
  )
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

extension ConfigKind where Value == SearchConstraint? {
  /// A comparison such as `fast < slow`.
  fileprivate static var constraint: ConfigKind {
    let expected = "a comparison of two parameters such as 'fast < slow'"
    return ConfigKind(expected: expected, fallback: nil) { node in
      guard case .text(let text) = node.content, let rule = SearchConstraint(text: text) else {
        return nil
      }
      return .some(rule)
    }
  }
}
