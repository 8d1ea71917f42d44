internal import ConfigValidation

/// Parameters that a schema has resolved, read by name and type.
///
/// Reading a name or a type that the schema does not declare is a programming error of the
/// indicator, and stops the program.
public struct IndicatorParameters: Sendable {
  private let values: ParameterSet

  init(_ resolved: ParameterSet) {
    values = resolved
  }

  /// A whole number.
  public func integer(_ name: String) -> Int {
    guard case .integer(let value) = values[name] else { missing(name, "integer") }
    return value
  }

  /// A real number.
  public func number(_ name: String) -> Double {
    guard case .number(let value) = values[name] else { missing(name, "number") }
    return value
  }

  /// A name out of the cases of an enumeration.
  public func choice<Choice: RawRepresentable<String>>(
    _ name: String,
    of type: Choice.Type
  ) -> Choice {
    guard case .text(let text) = values[name], let value = Choice(rawValue: text) else {
      missing(name, "\(type)")
    }
    return value
  }

  func barField(_ name: String) -> BarField { choice(name, of: BarField.self) }

  func seeding(_ name: String) -> Seeding { choice(name, of: Seeding.self) }

  func divisor(_ name: String) -> VarianceDivisor { choice(name, of: VarianceDivisor.self) }

  private func missing(_ name: String, _ type: String) -> Never {
    preconditionFailure("the schema does not declare \(name) as \(type)")
  }
}

extension ParameterSchema.Parameter {
  static func period(named name: String = "period", _ shown: Int) -> Self {
    Self(name, .integer(1...100_000), default: .integer(shown), summary: "Length in bars.")
  }

  static func window(
    named name: String = "period",
    _ shown: Int,
    atLeast least: Int = 2
  ) -> Self {
    Self(name, .integer(least...100_000), default: .integer(shown), summary: "Length in bars.")
  }

  static func number(
    _ name: String,
    _ range: ClosedRange<Double>,
    _ shown: Double,
    _ summary: String
  ) -> Self {
    Self(name, .number(range), default: .number(shown), summary: summary)
  }

  static func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ name: String,
    of type: Choice.Type,
    _ shown: Choice,
    _ summary: String
  ) -> Self {
    Self(
      name,
      .choice(type.allCases.map(\.rawValue)),
      default: .text(shown.rawValue),
      summary: summary
    )
  }

  static func input(_ shown: BarField) -> Self {
    choice("input", of: BarField.self, shown, "The number read from each bar.")
  }

  static func seeding(_ shown: Seeding) -> Self {
    choice("seeding", of: Seeding.self, shown, "Where the exponential average starts.")
  }

  static func divisor(_ shown: VarianceDivisor) -> Self {
    choice("divisor", of: VarianceDivisor.self, shown, "What squared deviations are divided by.")
  }
}
