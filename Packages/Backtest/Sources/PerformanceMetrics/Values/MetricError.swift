/// An error that a performance metric throws when its input has no meaning.
public enum MetricError: Error, Hashable, Sendable {
  /// A return is NaN or infinite.
  case nonFiniteReturn(index: Int, value: Double)

  /// A return loses more than the whole capital, which cannot compound.
  case returnBelowTotalLoss(index: Int, value: Double)

  /// The number of periods in a year is not a finite number above zero.
  case nonPositivePeriodsPerYear(Double)

  /// An element of a named series other than returns is NaN or infinite.
  case nonFiniteValue(series: String, index: Int, value: Double)

  /// Two series that must run in parallel differ in length.
  case lengthMismatch(series: String, expected: Int, found: Int)

  /// An equity curve starts from a capital that is not a finite number above zero.
  case nonPositiveStartingEquity(Double)

  /// The instant at an index is not later than the one before it.
  case timesNotIncreasing(index: Int)

  /// A named setting lies outside the values that have a meaning.
  case settingOutOfRange(name: String, expected: String, found: Double)
}

extension MetricError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .nonFiniteReturn(let index, let value):
      "returns[\(index)]: expected a finite number, found \(value)"
    case .returnBelowTotalLoss(let index, let value):
      "returns[\(index)]: expected -1 or more, found \(value)"
    case .nonPositivePeriodsPerYear(let value):
      "periods per year: expected a number above 0, found \(value)"
    case .nonFiniteValue(let series, let index, let value):
      "\(series)[\(index)]: expected a finite number, found \(value)"
    case .lengthMismatch(let series, let expected, let found):
      "\(series): expected \(expected) elements, found \(found)"
    case .nonPositiveStartingEquity(let value):
      "starting equity: expected a number above 0, found \(value)"
    case .timesNotIncreasing(let index):
      "times[\(index)]: expected an instant after the previous one"
    case .settingOutOfRange(let name, let expected, let found):
      "\(name): expected \(expected), found \(found)"
    }
  }
}

/// Throws at the first return that is NaN or infinite.
func requireFinite(_ returns: [Double]) throws(MetricError) {
  for (index, value) in returns.enumerated() where !value.isFinite {
    throw .nonFiniteReturn(index: index, value: value)
  }
}

/// Throws at the first element of a named series that is NaN or infinite.
func requireFinite(_ values: [Double], series: String) throws(MetricError) {
  for (index, value) in values.enumerated() where !value.isFinite {
    throw .nonFiniteValue(series: series, index: index, value: value)
  }
}

/// Throws unless a year has a finite, positive number of periods.
func requirePeriodsPerYear(_ periodsPerYear: Double) throws(MetricError) {
  guard periodsPerYear > 0, periodsPerYear.isFinite else {
    throw .nonPositivePeriodsPerYear(periodsPerYear)
  }
}

/// Throws unless a setting is finite and lies strictly inside an interval.
func requireOpenUnitInterval(_ value: Double, name: String) throws(MetricError) {
  guard value > 0, value < 1 else {
    throw .settingOutOfRange(name: name, expected: "a number between 0 and 1", found: value)
  }
}

/// Throws unless a setting is finite.
func requireFiniteSetting(_ value: Double, name: String) throws(MetricError) {
  guard value.isFinite else {
    throw .settingOutOfRange(name: name, expected: "a finite number", found: value)
  }
}

extension Double {
  /// This number, or `nil` when it is NaN or infinite.
  var ifFinite: Double? { isFinite ? self : nil }
}

/// Divides, where the quotient is finite and the divisor is not zero.
func quotient(_ dividend: Double, _ divisor: Double) -> Double? {
  divisor == 0 ? nil : (dividend / divisor).ifFinite
}
