internal import ConfigValidation

extension ExpressionResolver {
  mutating func builtIn(
    _ function: BuiltInFunction,
    _ arguments: [ExpressionSyntax.Argument],
    at place: Place
  ) -> ExpressionNode? {
    let name = function.rawValue
    let parameters = function.parameterNames
    let series = arguments.filter { $0.name == nil }.count
    let isRightCount: Bool
    switch function {
    case .min, .max: isRightCount = arguments.count >= 2 && series == arguments.count
    case .where: isRightCount = arguments.count == 3 && series == 3
    default: isRightCount = arguments.count == parameters.count + 1 && series >= 1
    }
    guard isRightCount, arguments.first?.name == nil else {
      add(
        .arity(function: name, expected: function.signature, found: arguments.count),
        at: place
      )
      return nil
    }
    switch function {
    case .where: return conditional(arguments)
    case .min, .max: return folded(function == .min ? .min : .max, arguments)
    default: break
    }
    let input = number(arguments[0].value)
    let values = literals(name, parameters, arguments.dropFirst())
    guard let input, let values else { return nil }
    return node(function, input, values, at: place)
  }

  private mutating func node(
    _ function: BuiltInFunction,
    _ input: ExpressionNode,
    _ values: ParameterSet,
    at place: Place
  ) -> ExpressionNode? {
    switch function {
    case .lag:
      return bars(values, from: 0, function, at: place).map { .lag(input, bars: $0) }
    case .diff:
      return bars(values, from: 1, function, at: place).map { .difference(input, bars: $0) }
    case .fill:
      return real(values, "value", function, at: place).map { .fill(input, with: $0) }
    case .clamp:
      let lower = real(values, "lower", function, at: place)
      let upper = real(values, "upper", function, at: place)
      guard let lower, let upper else { return nil }
      guard lower <= upper else {
        let rule = "lower (\(lower)) must not exceed upper (\(upper))"
        add(.conflict(function: "clamp", rule: rule), at: place)
        return nil
      }
      return .clamp(input, lower: lower, upper: upper)
    default: return UnaryFunction(rawValue: function.rawValue).map { .unary($0, input) }
    }
  }

  private mutating func conditional(
    _ arguments: [ExpressionSyntax.Argument]
  ) -> ExpressionNode? {
    let condition = condition(arguments[0].value)
    let (then, otherwise) = (number(arguments[1].value), number(arguments[2].value))
    guard let condition, let then, let otherwise else { return nil }
    return .conditional(condition, then: then, otherwise: otherwise)
  }

  private mutating func folded(
    _ function: BinaryFunction,
    _ arguments: [ExpressionSyntax.Argument]
  ) -> ExpressionNode? {
    var nodes: [ExpressionNode?] = []
    for argument in arguments { nodes.append(number(argument.value)) }
    let known = nodes.compactMap(\.self)
    guard known.count == nodes.count, let first = known.first else { return nil }
    return known.dropFirst().reduce(first) { .binary(function, $0, $1) }
  }

  mutating func indicator(
    _ callable: CallableIndicator,
    _ arguments: [ExpressionSyntax.Argument],
    _ output: (name: String, place: Place)?,
    at place: Place
  ) -> ExpressionNode? {
    var rest = arguments[...]
    var input: ExpressionNode?
    let before = issues.count
    if callable.readsValues {
      guard let first = rest.popFirst(), first.name == nil else {
        add(
          .arity(function: callable.name, expected: "a series as first argument", found: 0),
          at: place
        )
        return nil
      }
      input = series(first.value, of: callable.name)
    }
    let values = literals(callable.name, callable.parameters.map(\.name), rest)
    guard let values else { return nil }
    do throws(FeatureExpressionError) {
      let node = try callable.node(input: input, values, output: output?.name)
      return issues.count == before ? node : nil
    } catch {
      for issue in error.issues {
        if case .unknownOutput = issue.reason, let output {
          add(issue.reason, at: output.place)
        } else {
          add(issue.reason, at: place)
        }
      }
      return nil
    }
  }

  /// The input of an indicator; a bare number there is a forgotten series.
  private mutating func series(
    _ syntax: ExpressionSyntax,
    of function: String
  ) -> ExpressionNode? {
    guard let node = number(syntax) else { return nil }
    guard case .constant = node else { return node }
    add(
      .unexpected(expected: "a series as first argument of \(function)", found: syntax.summary),
      at: syntax.place
    )
    return nil
  }

  /// The values of parameters, by position first and by name after.
  private mutating func literals(
    _ function: String,
    _ names: [String],
    _ arguments: ArraySlice<ExpressionSyntax.Argument>
  ) -> ParameterSet? {
    var values = ParameterSet()
    let before = issues.count
    var sawName = false
    for (position, argument) in arguments.enumerated() {
      sawName = sawName || argument.name != nil
      guard let name = argument.name ?? (position < names.count && !sawName ? names[position] : nil)
      else {
        add(unplaced(argument, function, names, afterName: sawName), at: argument.place)
        continue
      }
      guard names.contains(name) else {
        add(
          .unknownParameter(
            function: function,
            name: name,
            suggestion: nearestName(to: name, among: names)
          ),
          at: argument.place
        )
        continue
      }
      if values[name] != nil {
        add(.repeatedParameter(function: function, name: name), at: argument.place)
      }
      values[name] = literal(argument.value, function, name)
    }
    return issues.count == before ? values : nil
  }

  private func unplaced(
    _ argument: ExpressionSyntax.Argument,
    _ function: String,
    _ names: [String],
    afterName: Bool
  ) -> Reason {
    if afterName {
      return .unexpected(
        expected: "a name before an argument that follows a named one",
        found: argument.value.summary
      )
    }
    let list = names.isEmpty ? "" : " (\(names.joined(separator: ", ")))"
    return .unexpected(
      expected: "at most \(names.count) parameters of \(function)\(list)",
      found: argument.value.summary
    )
  }

  private mutating func literal(
    _ syntax: ExpressionSyntax,
    _ function: String,
    _ name: String
  ) -> ParameterValue? {
    switch syntax.form {
    case .number(let text):
      if let value = Self.value(text) { return value }
    case .negative(let part):
      if case .number(let text) = part.form, let value = Self.value("-" + text) { return value }
    case .name("true"): return .flag(true)
    case .name("false"): return .flag(false)
    case .name(let text), .quoted(let text): return .text(text)
    default: break
    }
    add(
      .parameter(
        function: function,
        name: name,
        expected: "a number or a name",
        found: syntax.summary
      ),
      at: syntax.place
    )
    return nil
  }

  private static func value(_ text: String) -> ParameterValue? {
    if let whole = Int(text) { return .integer(whole) }
    return Double(text).flatMap { $0.isFinite ? .number($0) : nil }
  }

  private mutating func bars(
    _ values: ParameterSet,
    from lowest: Int,
    _ function: BuiltInFunction,
    at place: Place
  ) -> Int? {
    let domain = ParameterSchema.Domain.integer(lowest...ExpressionLimits.bars.upperBound)
    guard case .integer(let bars) = accepted(values, "bars", domain, function, at: place) else {
      return nil
    }
    return bars
  }

  private mutating func real(
    _ values: ParameterSet,
    _ name: String,
    _ function: BuiltInFunction,
    at place: Place
  ) -> Double? {
    let all = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    guard case .number(let value) = accepted(values, name, .number(all), function, at: place) else {
      return nil
    }
    return value
  }

  private mutating func accepted(
    _ values: ParameterSet,
    _ name: String,
    _ domain: ParameterSchema.Domain,
    _ function: BuiltInFunction,
    at place: Place
  ) -> ParameterValue? {
    let given = values[name]
    if let value = given.flatMap(domain.accepted) { return value }
    add(
      .parameter(
        function: function.rawValue,
        name: name,
        expected: name == "bars" ? domain.description : "a number",
        found: given.map(\.description) ?? "nothing"
      ),
      at: place
    )
    return nil
  }
}
