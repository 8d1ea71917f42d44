public import ConfigValidation

/// One parameter of a sweep and the values that it takes, in order.
public struct ParameterAxis: Hashable, Sendable {
  /// The name of the parameter.
  public let name: String

  /// The values, distinct and at least one.
  public let values: [ParameterValue]

  /// Creates an axis from a list of values.
  ///
  /// - Throws: ``SweepProblem/noValues`` and ``SweepProblem/repeatedValue(_:)``; `1` and `1.0` are the
  ///   same value.
  public init(name: String, values: [ParameterValue]) throws(SweepProblem) {
    guard !values.isEmpty else { throw .noValues }
    var seen: Set<ParameterValue> = []
    for value in values where !seen.insert(value.folded).inserted { throw .repeatedValue(value) }
    self.name = name
    self.values = values
  }

  /// Creates an axis from a range, both ends included.
  ///
  /// - Throws: As ``ParameterRange/values()`` and ``init(name:values:)``.
  public init(name: String, range: ParameterRange) throws(SweepProblem) {
    try self.init(name: name, values: range.values())
  }
}

extension ParameterValue {
  /// Whole numbers as integers, so that equal numbers compare equal whatever their form.
  var folded: ParameterValue {
    guard case .number(let number) = self, let whole = Int(exactly: number) else { return self }
    return .integer(whole)
  }
}
