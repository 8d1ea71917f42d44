public import ConfigValidation

extension ParameterGrid {
  /// Reads the grid of a sweep document: a mapping of parameter names to values, in four forms.
  ///
  /// ```yaml
  /// fast: [5, 10, 20]                             # a list
  /// slow: {min: 30, max: 90, step: 20}            # both ends included, in decimal arithmetic
  /// band: {min: 1, max: 3, num_steps: 5, round: 2}  # equally spaced
  /// mode: {values: [long, both]}                  # a list in a mapping
  /// warm: true                                    # a single value is a list of one
  /// ```
  ///
  /// - Returns: The grid; its axes are in the order of the document.
  /// - Throws: ``ConfigurationError`` with every problem of the document.
  public static func read(_ document: ConfigNode) throws(ConfigurationError) -> ParameterGrid {
    let axes = try decode(document) { root in
      root.givenNames.map { name in root.required(name, .axis(named: name)) }
    }
    do throws(GridError) {
      return try ParameterGrid(axes.compactMap { $0 })
    } catch {
      throw ConfigurationError(
        ConfigurationError.Issue(
          mark: document.mark,
          path: ConfigPath(),
          reason: .conflict(rule: "\(error)")
        )
      )
    }
  }
}

extension ConfigKind where Value == ParameterAxis? {
  /// The values of one parameter in any of the four forms.
  fileprivate static func axis(named name: String) -> ConfigKind {
    let expected = "a value, a list, {min, max, step}, {min, max, num_steps} or {values}"
    return ConfigKind(expected: expected, fallback: nil) { node, path, collector in
      switch node.content {
      case .null:
        collector.add(
          .unexpected(expected: expected, found: node.summary),
          at: path,
          mark: node.mark
        )
        return nil
      case .mapping:
        let kind = ConfigKind<ParameterAxis?>.section(fallback: nil) { mapping in
          readAxis(name, mapping, node, path, collector)
        }
        return kind.read(node, path, collector)
      case .sequence:
        let list = ConfigKind<[ParameterValue]>.list(of: .parameter, minimumCount: 1)
        guard let values = list.read(node, path, collector) else { return nil }
        return accepted(node, path, collector) { () throws(SweepProblem) in
          try ParameterAxis(name: name, values: values)
        }
      default:
        guard let value = ConfigKind<ParameterValue>.parameter.read(node, path, collector) else {
          return nil
        }
        return accepted(node, path, collector) { () throws(SweepProblem) in
          try ParameterAxis(name: name, values: [value])
        }
      }
    }
  }
}

private let finite = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude

/// Reads `{values: [...]}` or a range.
private func readAxis(
  _ name: String,
  _ mapping: ConfigMapping,
  _ node: ConfigNode,
  _ path: ConfigPath,
  _ collector: IssueCollector
) -> ParameterAxis? {
  if mapping.givenNames.contains("values") {
    let values = mapping.required("values", .list(of: .parameter, minimumCount: 1))
    guard !values.isEmpty else { return nil }
    return accepted(node, path, collector) { () throws(SweepProblem) in
      try ParameterAxis(name: name, values: values)
    }
  }
  let issues = collector.issues.count
  let minimum = mapping.required("min", .number(in: finite))
  let maximum = mapping.required("max", .number(in: finite))
  let decimals = mapping.optional("round", .integer(in: 0...15))
  let step = mapping.optional("step", .number(in: finite))
  let count = mapping.optional("num_steps", .integer(in: 1...ParameterRange.valueLimit))
  let spacing: ParameterRange.Spacing
  switch (step, count) {
  case (let step?, nil): spacing = .step(step)
  case (nil, let count?): spacing = .count(count)
  default:
    if collector.issues.count == issues {
      mapping.refuse("step", .conflict(rule: "give exactly one of step and num_steps"))
    }
    return nil
  }
  guard collector.issues.count == issues else { return nil }
  return accepted(node, path, collector) { () throws(SweepProblem) in
    let range = ParameterRange(
      minimum: minimum,
      maximum: maximum,
      spacing: spacing,
      decimals: decimals
    )
    return try ParameterAxis(name: name, range: range)
  }
}

/// Returns what a body makes, or adds its problem to the collector.
private func accepted(
  _ node: ConfigNode,
  _ path: ConfigPath,
  _ collector: IssueCollector,
  _ make: () throws(SweepProblem) -> ParameterAxis
) -> ParameterAxis? {
  do throws(SweepProblem) {
    return try make()
  } catch {
    collector.add(.conflict(rule: "\(error)"), at: path, mark: node.mark)
    return nil
  }
}
