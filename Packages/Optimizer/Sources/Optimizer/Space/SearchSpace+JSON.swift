public import ConfigValidation

extension SearchSpace {
  /// The space as a JSON object: `parameters`, a list in order, and `constraints`, a list of texts.
  ///
  /// The members of a parameter are those of the documents that `ConfigKind.searchSpace` reads, with every
  /// default spelt out, and its `name`.
  public var canonicalForm: JSONValue {
    [
      "parameters": .array(parameters.map(\.canonicalForm)),
      "constraints": .array(constraints.map { .string($0.description) }),
    ]
  }

  /// Reads ``canonicalForm`` back; `nil` for anything else.
  ///
  /// Constraints that are not comparisons of two parameters come back as words that every set keeps: enough
  /// to look at a study, not to go on with it.
  public init?(canonicalForm: JSONValue) {
    guard let listed = canonicalForm["parameters"]?.arrayValue,
      let rules = canonicalForm["constraints"]?.arrayValue
    else { return nil }
    let parameters = listed.compactMap(SearchParameter.init(canonicalForm:))
    let texts = rules.compactMap(\.stringValue)
    guard parameters.count == listed.count, texts.count == rules.count else { return nil }
    let constraints = texts.map { text in
      SearchConstraint(text: text) ?? SearchConstraint(text) { _ in true }
    }
    do throws(SearchSpaceError) {
      try self.init(parameters, constraints: constraints)
    } catch {
      return nil
    }
  }
}

extension SearchParameter {
  fileprivate var canonicalForm: JSONValue {
    var form: JSONValue
    switch domain {
    case .integer(let minimum, let maximum, let step, let scale):
      form = [
        "name": .string(name), "type": "integer", "min": .integer(Int64(minimum)),
        "max": .integer(Int64(maximum)), "step": .integer(Int64(step)),
        "scale": scale.canonicalForm,
      ]
    case .number(let minimum, let maximum, let step, let scale):
      form = [
        "name": .string(name), "type": "number", "min": .number(minimum), "max": .number(maximum),
        "step": JSONValue(step), "scale": scale.canonicalForm,
      ]
    case .ordered(let values):
      form = [
        "name": .string(name), "type": "ordered", "values": .array(values.map(\.canonicalForm)),
      ]
    case .choice(let values):
      form = ["name": .string(name), "values": .array(values.map(\.canonicalForm))]
    }
    if let condition {
      let values = JSONValue.array(condition.values.map(\.canonicalForm))
      form["when"] = .object([JSONMember(condition.parent, values)])
    }
    return form
  }

  fileprivate init?(canonicalForm form: JSONValue) {
    guard let name = form["name"]?.stringValue else { return nil }
    var condition: SearchCondition?
    if let when = form["when"] {
      guard let member = when.objectValue?.first, let listed = member.value.arrayValue
      else { return nil }
      let values = listed.compactMap(ParameterValue.init(canonicalForm:))
      guard values.count == listed.count else { return nil }
      condition = SearchCondition(parent: member.name, values: values)
    }
    guard let domain = SearchDomain(canonicalForm: form) else { return nil }
    self.init(name: name, domain: domain, condition: condition)
  }
}

extension SearchDomain {
  fileprivate init?(canonicalForm form: JSONValue) {
    if let listed = form["values"]?.arrayValue {
      let values = listed.compactMap(ParameterValue.init(canonicalForm:))
      guard values.count == listed.count else { return nil }
      self = form["type"]?.stringValue == "ordered" ? .ordered(values) : .choice(values)
      return
    }
    guard let scale = form["scale"].flatMap(SearchScale.init(canonicalForm:)) else { return nil }
    switch (form["type"], form["min"], form["max"], form["step"]) {
    case ("integer", .integer(let minimum), .integer(let maximum), .integer(let step)):
      self = .integer(minimum: Int(minimum), maximum: Int(maximum), step: Int(step), scale: scale)
    case ("number", .number(let minimum), .number(let maximum), .number(let step)):
      self = .number(minimum: minimum, maximum: maximum, step: step, scale: scale)
    case ("number", .number(let minimum), .number(let maximum), .null):
      self = .number(minimum: minimum, maximum: maximum, step: nil, scale: scale)
    default: return nil
    }
  }
}

extension SearchScale {
  fileprivate var canonicalForm: JSONValue { self == .linear ? "linear" : "log" }

  fileprivate init?(canonicalForm: JSONValue) {
    switch canonicalForm {
    case "linear": self = .linear
    case "log": self = .logarithmic
    default: return nil
    }
  }
}

extension ParameterValue {
  /// The value as JSON; whole and real numbers stay apart.
  var canonicalForm: JSONValue {
    switch self {
    case .integer(let value): .integer(Int64(value))
    case .number(let value): .number(value)
    case .flag(let value): .bool(value)
    case .text(let value): .string(value)
    }
  }

  /// Reads a JSON scalar; `nil` for `null`, arrays and objects.
  init?(canonicalForm: JSONValue) {
    switch canonicalForm {
    case .integer(let value): self = .integer(Int(value))
    case .number(let value): self = .number(value)
    case .bool(let value): self = .flag(value)
    case .string(let value): self = .text(value)
    case .null, .array, .object: return nil
    }
  }
}
