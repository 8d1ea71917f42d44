public import ConfigValidation

/// How the values of a numeric parameter are spread.
public enum SearchScale: Hashable, Sendable {
  /// Equal distances count equally.
  case linear

  /// Equal ratios count equally; for values above zero.
  case logarithmic
}

/// The values that a parameter of a search may take.
public enum SearchDomain: Hashable, Sendable {
  /// Whole numbers from the minimum by a step, both ends included where they lie on the grid.
  case integer(minimum: Int, maximum: Int, step: Int, scale: SearchScale)

  /// Real numbers, or with a step the decimal multiples of it above the minimum.
  case number(minimum: Double, maximum: Double, step: Double?, scale: SearchScale)

  /// One number out of a rising list; neighbours lie equally far apart, whatever their values.
  case ordered([ParameterValue])

  /// One value out of a list without an order.
  case choice([ParameterValue])
}

extension SearchDomain {
  /// The greatest number that a trial may try: the maximum, or the last one on the grid below it; `nil` for
  /// choices and for domains without a meaning.
  public var greatestValue: Double? {
    switch self {
    case .choice: nil
    case .ordered(let values): values.last?.double
    case .integer, .number: try? Coordinate(self).maximum
    }
  }
}

/// When a parameter takes part in a trial: its parent is active and has one of some values.
public struct SearchCondition: Hashable, Sendable {
  /// The name of the parameter that decides; declared earlier.
  public let parent: String

  /// The values of the parent that make the parameter active.
  public let values: [ParameterValue]

  /// Creates a condition.
  public init(parent: String, values: [ParameterValue]) {
    self.parent = parent
    self.values = values
  }
}

/// One parameter of a search.
public struct SearchParameter: Hashable, Sendable {
  /// The name of the parameter.
  public let name: String

  /// The values that it may take.
  public let domain: SearchDomain

  /// When it takes part in a trial; `nil` for always.
  public let condition: SearchCondition?

  /// Creates a parameter; ``SearchSpace`` says whether it has a meaning.
  public init(name: String, domain: SearchDomain, condition: SearchCondition?) {
    self.name = name
    self.domain = domain
    self.condition = condition
  }

  /// Creates a parameter of whole numbers.
  public static func integer(
    _ name: String,
    _ range: ClosedRange<Int>,
    step: Int = 1,
    scale: SearchScale = .linear
  ) -> SearchParameter {
    SearchParameter(
      name: name,
      domain: .integer(
        minimum: range.lowerBound,
        maximum: range.upperBound,
        step: step,
        scale: scale
      ),
      condition: nil
    )
  }

  /// Creates a parameter of real numbers.
  public static func number(
    _ name: String,
    _ range: ClosedRange<Double>,
    step: Double? = nil,
    scale: SearchScale = .linear
  ) -> SearchParameter {
    SearchParameter(
      name: name,
      domain: .number(
        minimum: range.lowerBound,
        maximum: range.upperBound,
        step: step,
        scale: scale
      ),
      condition: nil
    )
  }

  /// Creates a parameter that is one of some rising numbers.
  public static func ordered(_ name: String, _ values: [ParameterValue]) -> SearchParameter {
    SearchParameter(name: name, domain: .ordered(values), condition: nil)
  }

  /// Creates a parameter that is one of some names.
  public static func choice(_ name: String, _ names: [String]) -> SearchParameter {
    SearchParameter(name: name, domain: .choice(names.map { .text($0) }), condition: nil)
  }

  /// Creates a parameter that is true or false.
  public static func flag(_ name: String) -> SearchParameter {
    SearchParameter(name: name, domain: .choice([.flag(false), .flag(true)]), condition: nil)
  }

  /// Returns the parameter, active only while another has one of some values.
  public func active(when parent: String, in values: [ParameterValue]) -> SearchParameter {
    SearchParameter(
      name: name,
      domain: domain,
      condition: SearchCondition(parent: parent, values: values)
    )
  }
}
