internal import ConfigValidation

extension ParameterSchema.Parameter {
  /// Name, domain, default and meaning.
  var json: JSONValue {
    var members = [JSONMember("name", .string(name))]
    switch domain {
    case .integer(let range):
      members += [
        JSONMember("type", .string("integer")),
        JSONMember("minimum", .integer(Int64(range.lowerBound))),
        JSONMember("maximum", .integer(Int64(range.upperBound))),
      ]
    case .number(let range):
      members += [
        JSONMember("type", .string("number")),
        JSONMember("minimum", .number(range.lowerBound)),
        JSONMember("maximum", .number(range.upperBound)),
      ]
    case .flag: members.append(JSONMember("type", .string("flag")))
    case .choice(let names):
      members += [
        JSONMember("type", .string("choice")),
        JSONMember("choices", .array(names.map { .string($0) })),
      ]
    }
    members += [
      JSONMember("default", defaultValue.json), JSONMember("summary", .string(summary)),
    ]
    return .object(members)
  }
}

extension ParameterValue {
  fileprivate var json: JSONValue {
    switch self {
    case .integer(let value): .integer(Int64(value))
    case .number(let value): .number(value)
    case .flag(let value): .bool(value)
    case .text(let value): .string(value)
    }
  }
}
