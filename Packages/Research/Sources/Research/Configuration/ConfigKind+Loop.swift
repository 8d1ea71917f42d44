package import ConfigValidation
internal import MarketModel

extension ConfigKind where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One case of an enumeration, by its raw value.
  package static func cases(of type: Value.Type) -> ConfigKind {
    .choice(Value.allCases.map { (name: $0.rawValue, value: $0) })
  }
}

extension ConfigKind where Value == Symbol {
  /// The name of an instrument.
  static var symbol: ConfigKind { ConfigKind<String>.text.map { Symbol($0) } }
}

extension ConfigKind where Value == CivilDate {
  /// A day of the calendar.
  static var date: ConfigKind {
    .parsed("a date such as 2024-01-31", fallback: CivilDate(dayNumber: 0)) { CivilDate($0) }
  }
}

extension ConfigKind where Value == OptionalOutput {
  /// The path of a file, or `auto`.
  static var optionalOutput: ConfigKind {
    .parsed("a path, auto or null", fallback: .none) { text in
      text.isEmpty ? nil : text == "auto" ? .automatic : .path(text)
    }
  }
}

extension ConfigKind where Value == String {
  /// An address that begins with http or https.
  static var url: ConfigKind {
    .parsed("an http or https address", fallback: "") { text in
      text.hasPrefix("http://") || text.hasPrefix("https://") ? text : nil
    }
  }

  /// Text, or a number taken as text.
  static var textOrNumber: ConfigKind {
    ConfigKind(expected: "text or a whole number", fallback: "") { node in
      switch node.content {
      case .text(let text): text
      case .integer(let number): "\(number)"
      default: nil
      }
    }
  }
}
