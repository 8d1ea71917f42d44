extension ConfigKind where Value == ParameterValue {
  /// A single number, switch or name.
  public static var parameter: ConfigKind {
    ConfigKind(expected: "a number, true, false or a name", fallback: .flag(false)) { node in
      switch node.content {
      case .flag(let value): .flag(value)
      case .integer(let value): .integer(value)
      case .number(let value): .number(value)
      case .text(let value): .text(value)
      case .null, .sequence, .mapping: nil
      }
    }
  }
}

extension ConfigKind where Value == ParameterSet {
  /// A mapping of names to single values.
  public static var parameters: ConfigKind {
    .section(fallback: [:]) { mapping in
      mapping.givenNames.reduce(into: ParameterSet()) { set, name in
        set[name] = mapping.optional(name, .parameter)
      }
    }
  }
}
