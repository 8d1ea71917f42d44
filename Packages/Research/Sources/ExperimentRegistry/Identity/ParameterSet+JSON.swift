public import ConfigValidation

extension ParameterSet {
  /// The set as a JSON object, members in the order of the names.
  public var json: JSONValue {
    .object(elements.map { JSONMember($0.name, $0.value.json) })
  }

  /// Reads a JSON object of numbers, truth values and texts; returns `nil` for anything else.
  public init?(json: JSONValue) {
    guard let members = json.objectValue else { return nil }
    self.init()
    for member in members {
      guard let value = ParameterValue(json: member.value) else { return nil }
      self[member.name] = value
    }
  }
}

extension ParameterValue {
  /// The value as JSON; whole and real numbers stay apart.
  public var json: JSONValue {
    switch self {
    case .integer(let value): .integer(Int64(value))
    case .number(let value): .number(value)
    case .flag(let value): .bool(value)
    case .text(let value): .string(value)
    }
  }

  /// Reads a JSON scalar; returns `nil` for `null`, arrays and objects.
  public init?(json: JSONValue) {
    switch json {
    case .integer(let value): self = .integer(Int(value))
    case .number(let value): self = .number(value)
    case .bool(let value): self = .flag(value)
    case .string(let value): self = .text(value)
    case .null, .array, .object: return nil
    }
  }
}
