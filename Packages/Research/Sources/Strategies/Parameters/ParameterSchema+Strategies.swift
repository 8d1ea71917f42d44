import Backtest
import ConfigValidation

extension ParameterSchema.Parameter {
  /// A number of bars, batches or prices.
  static func count(
    _ name: String,
    _ range: ClosedRange<Int>,
    _ shown: Int,
    _ summary: String
  ) -> Self {
    Self(name, .integer(range), default: .integer(shown), summary: summary)
  }

  static func real(
    _ name: String,
    _ range: ClosedRange<Double>,
    _ shown: Double,
    _ summary: String
  ) -> Self {
    Self(name, .number(range), default: .number(shown), summary: summary)
  }

  static func flag(_ name: String, _ shown: Bool, _ summary: String) -> Self {
    Self(name, .flag, default: .flag(shown), summary: summary)
  }

  static func choice(_ name: String, _ names: [String], _ shown: String, _ summary: String) -> Self
  {
    Self(name, .choice(names), default: .text(shown), summary: summary)
  }

  static func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ name: String,
    _ type: Choice.Type,
    _ shown: Choice,
    _ summary: String
  ) -> Self {
    choice(name, type.allCases.map(\.rawValue), shown.rawValue, summary)
  }

  /// The size of an order on ticks.
  static var units: Self { real("units", 1e-9...1e12, 1, "Size of the position or of each offer.") }

  /// Whether the opposite signal sells short rather than only closing.
  static var allowShort: Self {
    flag("allow_short", false, "Whether the opposite signal sells short.")
  }
}

extension StrategyParameters {
  /// The case of an enumeration that a choice names.
  func choice<Choice: RawRepresentable<String>>(_ name: String, _ type: Choice.Type) -> Choice {
    guard let value = Choice(rawValue: text(name)) else {
      preconditionFailure("the schema accepts a name that \(type) does not have")
    }
    return value
  }
}

/// Refuses parameters that are each in range and contradict each other.
func require(_ holds: Bool, _ rule: String) throws(BacktestError) {
  if !holds { throw .conflictingParameters(rule) }
}
