public import ConfigValidation

/// The parameters of a search, in order, and the rules among them.
///
/// ```swift
/// let space = try SearchSpace([
///   .integer("fast", 5...50),
///   .integer("slow", 20...200),
///   .choice("exit", ["trailing", "time"]),
///   .number("trail", 0.01...0.2, scale: .logarithmic).active(when: "exit", in: [.text("trailing")]),
/// ], constraints: [SearchConstraint("fast", .less, "slow")])
/// ```
public struct SearchSpace: Sendable {
  /// The parameters in the order of declaration.
  public let parameters: [SearchParameter]

  /// The rules that a set must keep before it is tried.
  public let constraints: [SearchConstraint]

  let coordinates: [Coordinate]

  /// For each parameter with a condition, the position of its parent and the parent's values.
  private let conditions: [ParentCondition?]

  /// Creates a space.
  ///
  /// - Throws: ``SearchSpaceError`` with every problem, in the order of declaration.
  public init(
    _ parameters: [SearchParameter],
    constraints: [SearchConstraint] = []
  ) throws(SearchSpaceError) {
    var problems: [SearchSpaceProblem] = []
    var coordinates: [Coordinate] = []
    var conditions: [ParentCondition?] = []
    var usable: [Coordinate?] = []
    let names = parameters.map(\.name)
    if parameters.isEmpty { problems.append(.init(subject: "parameters", reason: .noValues)) }
    for (position, parameter) in parameters.enumerated() {
      var reasons: [SearchSpaceProblem.Reason] = []
      if names[..<position].contains(parameter.name) { reasons.append(.repeatedName) }
      do throws(CoordinateError) {
        let coordinate = try Coordinate(parameter.domain)
        coordinates.append(coordinate)
        usable.append(coordinate)
      } catch {
        reasons += error.reasons
        usable.append(nil)
      }
      conditions.append(
        Self.condition(parameter, names: names[..<position], usable: usable, &reasons)
      )
      problems += reasons.map { SearchSpaceProblem(subject: parameter.name, reason: $0) }
    }
    for constraint in constraints {
      for name in constraint.names where !names.contains(name) {
        problems.append(
          SearchSpaceProblem(
            subject: name,
            reason: .unknownParameter(suggestion: nearestName(to: name, among: names))
          )
        )
      }
    }
    guard problems.isEmpty else { throw SearchSpaceError(problems: problems) }
    self.parameters = parameters
    self.constraints = constraints
    self.coordinates = coordinates
    self.conditions = conditions
  }

  private static func condition(
    _ parameter: SearchParameter,
    names: ArraySlice<String>,
    usable: [Coordinate?],
    _ reasons: inout [SearchSpaceProblem.Reason]
  ) -> ParentCondition? {
    guard let condition = parameter.condition else { return nil }
    guard let parent = names.firstIndex(of: condition.parent) else {
      let suggestion = nearestName(to: condition.parent, among: Array(names))
      reasons.append(.parentNotDeclaredBefore(condition.parent, suggestion: suggestion))
      return nil
    }
    guard let axis = usable[parent] else { return nil }
    if condition.values.isEmpty { reasons.append(.noValues) }
    for value in condition.values where axis.natural(value) == nil {
      reasons.append(.parentNeverTakes(condition.parent, value))
    }
    return ParentCondition(parent: parent, values: condition.values.compactMap(axis.natural))
  }

  /// Whether a parameter may be inactive.
  var hasConditions: Bool { conditions.contains { $0 != nil } }

  /// The number of parameters.
  public var count: Int { parameters.count }

  /// The number of combinations before constraints and conditions, or `nil` where a parameter is
  /// continuous or a machine cannot count them.
  public var combinationCount: Int? {
    var total = 1
    for coordinate in coordinates {
      let (product, overflow) = total.multipliedReportingOverflow(by: coordinate.count)
      guard coordinate.count > 0, !overflow else { return nil }
      total = product
    }
    return total
  }

  /// Whether a set keeps every constraint.
  public func isAllowed(_ parameters: ParameterSet) -> Bool {
    constraints.allSatisfy { $0.isSatisfied(by: parameters) }
  }

  /// Returns the point with these numbers, without those whose condition does not hold.
  ///
  /// - Parameter numbers: One number for each parameter: the value, or the position of a choice.
  /// - Returns: The point, `nil` where a parameter is inactive.
  /// - Precondition: There is one number for each parameter.
  public func point(_ numbers: [Double]) -> SearchPoint {
    precondition(numbers.count == count, "expected \(count) numbers")
    var values: [Double?] = []
    values.reserveCapacity(count)
    for (number, condition) in zip(numbers, conditions) {
      guard let condition else {
        values.append(number)
        continue
      }
      let isActive = values[condition.parent].map(condition.values.contains) ?? false
      values.append(isActive ? number : nil)
    }
    return SearchPoint(values: values)
  }

  /// Returns the parameters of a point, active ones only.
  public func parameters(at point: SearchPoint) -> ParameterSet {
    var set = ParameterSet()
    for position in parameters.indices {
      guard let value = point.values[position] else { continue }
      set[parameters[position].name] = coordinates[position].parameter(value)
    }
    return set
  }

  /// Returns the point of a set of parameters.
  ///
  /// - Throws: ``SearchSpaceError`` for unknown, missing, inactive and unusable values.
  public func point(of set: ParameterSet) throws(SearchSpaceError) -> SearchPoint {
    let names = parameters.map(\.name)
    var problems = set.names.filter { !names.contains($0) }.map { name in
      SearchSpaceProblem(
        subject: name,
        reason: .unknownParameter(suggestion: nearestName(to: name, among: names))
      )
    }
    var numbers: [Double] = []
    for (name, axis) in zip(names, coordinates) {
      let number = set[name].map { axis.natural($0) }
      if case .some(nil) = number, let value = set[name] {
        problems.append(.init(subject: name, reason: .outsideDomain(value)))
      }
      numbers.append((number ?? nil) ?? axis.minimum)
    }
    let point = point(numbers)
    for (name, value) in zip(names, point.values) where (value == nil) != (set[name] == nil) {
      problems.append(.init(subject: name, reason: value == nil ? .inactive : .missing))
    }
    guard problems.isEmpty else { throw SearchSpaceError(problems: problems) }
    return point
  }
}

private struct ParentCondition: Sendable {
  let parent: Int
  let values: [Double]
}

/// The values of one trial in the order of a space's parameters.
public struct SearchPoint: Hashable, Sendable {
  /// The number of each parameter, the position of a choice, or `nil` while its condition fails.
  public let values: [Double?]

  /// Creates a point.
  public init(values: [Double?]) { self.values = values }
}
