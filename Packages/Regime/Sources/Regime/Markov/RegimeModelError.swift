/// An error that names what a model of regimes cannot work with.
public enum RegimeModelError: Error, Hashable, Sendable {
  /// Settings without meaning, all of them at once.
  case invalidSettings([SettingProblem])

  /// Observations without meaning, all of them at once.
  case invalidObservations([ObservationProblem])

  /// There are fewer rows than free parameters.
  case tooFewRows(required: Int, found: Int)

  /// The features are not those that the model was fitted to.
  case otherFeatures(expected: [String], found: [String])

  /// No feature has the name that a setting refers to.
  case unknownFeature(String, available: [String])

  /// In every start some states ended up with fewer expected rows than the settings demand.
  ///
  /// The states are those of the start with the highest likelihood.
  case starvedStates([Int], expectedRows: [Double], minimum: Double)

  /// The likelihood of a start is not a finite number: the start lies absurdly far from the data.
  case likelihoodNotFinite(start: Int)

  /// A row does not have one number for each feature.
  case wrongRowLength(row: Int, expected: Int, found: Int)

  /// There is not one time for each row.
  case wrongTimeCount(expected: Int, found: Int)

  /// The instant of a row lies before that of the row above it.
  case fallingTimes(row: Int)
}

/// One setting without meaning.
public struct SettingProblem: Hashable, Sendable {
  /// The name of the setting.
  public var field: String

  /// What would have been right.
  public var expected: String

  /// What was there.
  public var found: String

  /// Creates a problem.
  public init(field: String, expected: String, found: String) {
    self.field = field
    self.expected = expected
    self.found = found
  }
}

/// One thing about observations that no model can be fitted to.
public enum ObservationProblem: Hashable, Sendable {
  /// There is no feature.
  case noFeatures

  /// Two features have one name.
  case repeatedFeature(String)

  /// A column is longer or shorter than the first.
  case unequalLengths(feature: String, expected: Int, found: Int)

  /// A value is NaN, infinite or beyond 1e100 either way.
  case notUsable(feature: String, row: Int, value: Double)

  /// A feature does not vary, or by no more than rounding.
  case constant(feature: String, value: Double)
}

extension RegimeModelError: CustomStringConvertible {
  /// The sentences shown to a person; rows, states and starts are counted from zero.
  public var description: String {
    switch self {
    case .invalidSettings(let problems): problems.map(\.description).joined(separator: "\n")
    case .invalidObservations(let problems): problems.map(\.description).joined(separator: "\n")
    case .tooFewRows(let required, let found):
      "rows: expected at least \(required), one for each free parameter, found \(found)"
    case .otherFeatures(let expected, let found):
      "features: expected \(expected.joined(separator: ", ")), "
        + "found \(found.joined(separator: ", "))"
    case .unknownFeature(let name, let available):
      "feature: expected one of \(available.joined(separator: ", ")), found \(name)"
    case .starvedStates(let states, let rows, let minimum):
      "states \(states.map(String.init).joined(separator: ", ")): expected at least \(minimum) rows "
        + "each, found \(states.map { String(rows[$0]) }.joined(separator: ", ")); use fewer states"
    case .likelihoodNotFinite(let start):
      "start \(start): expected parameters near the data, found a likelihood that is not finite"
    case .wrongRowLength(let row, let expected, let found):
      "row \(row): expected \(expected) numbers, one for each feature, found \(found)"
    case .fallingTimes(let row): "row \(row): expected an instant not before that of row \(row - 1)"
    case .wrongTimeCount(let expected, let found):
      "times: expected \(expected), one for each row, found \(found)"
    }
  }
}

extension SettingProblem: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String { "\(field): expected \(expected), found \(found)" }
}

extension ObservationProblem: CustomStringConvertible {
  /// The sentence shown to a person; rows are counted from zero.
  public var description: String {
    switch self {
    case .noFeatures: "features: expected at least one, found none"
    case .repeatedFeature(let name): "feature \(name): expected one column, found two"
    case .unequalLengths(let feature, let expected, let found):
      "feature \(feature): expected \(expected) rows, found \(found)"
    case .notUsable(let feature, let row, let value):
      "feature \(feature), row \(row): expected a number between -1e100 and 1e100, found \(value)"
    case .constant(let feature, let value):
      "feature \(feature): expected values that vary, found \(value) in every row"
    }
  }
}

/// Collects problems and throws all of them together.
struct SettingChecks {
  private(set) var problems: [SettingProblem] = []

  mutating func expect(
    _ isRight: Bool,
    _ field: String,
    _ expected: String,
    found: some CustomStringConvertible
  ) {
    guard !isRight else { return }
    problems.append(SettingProblem(field: field, expected: expected, found: found.description))
  }

  func finish() throws(RegimeModelError) {
    guard problems.isEmpty else { throw .invalidSettings(problems) }
  }
}
