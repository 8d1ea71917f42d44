public import ConfigValidation

/// Evenly spaced values between two numbers, both ends included, in decimal arithmetic.
///
/// `0.1 … 0.3` by `0.1` gives exactly `0.1`, `0.2`, `0.3`: the values that stand in a document, not
/// the sums of their binary neighbours, which give `0.30000000000000004` and lose the upper end.
public struct ParameterRange: Hashable, Sendable {
  /// How the values are spaced.
  public enum Spacing: Hashable, Sendable {
    /// A fixed distance; the upper end is a value only when it lies on the grid.
    case step(Double)

    /// A fixed number of values; both ends are values.
    case count(Int)
  }

  /// The most values that a range may have.
  public static let valueLimit = 1_000_000

  /// The lower end.
  public let minimum: Double

  /// The upper end.
  public let maximum: Double

  /// How the values are spaced.
  public let spacing: Spacing

  /// The number of decimals to round to, half away from zero, or `nil` to leave values as they are.
  public let decimals: Int?

  /// Creates a range; ``values()`` says whether it has a meaning.
  public init(minimum: Double, maximum: Double, spacing: Spacing, decimals: Int?) {
    self.minimum = minimum
    self.maximum = maximum
    self.spacing = spacing
    self.decimals = decimals
  }

  /// Every reason that makes the range unusable, except equal values after rounding.
  public var problems: [SweepProblem] {
    var problems: [SweepProblem] = []
    for number in [minimum, maximum] where !number.isFinite {
      problems.append(.unusableNumber(number))
    }
    if minimum > maximum {
      problems.append(.endsOutOfOrder(minimum: minimum, maximum: maximum))
    }
    switch spacing {
    case .step(let step) where !step.isFinite: problems.append(.unusableNumber(step))
    case .step(let step) where step <= 0: problems.append(.stepNotPositive(step))
    case .count(let count) where count < 1 || (count == 1 && minimum != maximum):
      problems.append(.tooFewSteps(count))
    case .count(let count) where count > Self.valueLimit:
      problems.append(.tooManyValues(limit: Self.valueLimit))
    default: break
    }
    if let decimals, !(0...15).contains(decimals) {
      problems.append(.decimalsOutOfRange(decimals))
    }
    return problems
  }

  /// Returns the values in rising order: integers where all are whole, otherwise numbers.
  ///
  /// - Throws: The first of ``problems``, or ``SweepProblem/tooManyValues(limit:)``.
  /// - Complexity: O(values).
  public func values() throws(SweepProblem) -> [ParameterValue] {
    if let problem = problems.first { throw problem }
    let exact =
      switch spacing {
      case .step(let step): try stepped(by: step)
      case .count(let count): try spread(over: count)
      }
    let rounded = decimals.map { places in exact.map { $0.rounded(toPlaces: places) } } ?? exact
    if let whole = Self.wholeNumbers(rounded) { return whole.map { .integer($0) } }
    return rounded.map { .number($0.double) }
  }

  private func stepped(by step: Double) throws(SweepProblem) -> [DecimalFraction] {
    let (low, high, distance) = try aligned(step)
    let count = (high.units - low.units) / distance.units
    guard count < Self.valueLimit else { throw .tooManyValues(limit: Self.valueLimit) }
    return (0...count).map { index in
      DecimalFraction(units: low.units + Int128(index) * distance.units, places: low.places)
    }
  }

  private func spread(over count: Int) throws(SweepProblem) -> [DecimalFraction] {
    let (low, high, _) = try aligned(0)
    guard count > 1 else { return [low] }
    return (0..<count).map { index in
      DecimalFraction(
        units: low.units * Int128(count - 1) + Int128(index) * (high.units - low.units),
        places: low.places,
        divisor: Int128(count - 1)
      )
    }
  }

  /// The ends and a step as whole multiples of one power of ten.
  private func aligned(
    _ step: Double
  ) throws(SweepProblem) -> (low: DecimalFraction, high: DecimalFraction, step: DecimalFraction) {
    let numbers = [minimum, maximum, step]
    var decimals: [DecimalFraction] = []
    for number in numbers {
      guard let decimal = DecimalFraction(number) else { throw .unusableNumber(number) }
      decimals.append(decimal)
    }
    let places = decimals.map(\.places).max() ?? 0
    for (number, decimal) in zip(numbers, decimals) where !decimal.isScalable(toPlaces: places) {
      throw .unusableNumber(number)
    }
    return (
      decimals[0].scaled(toPlaces: places), decimals[1].scaled(toPlaces: places),
      decimals[2].scaled(toPlaces: places)
    )
  }

  private static func wholeNumbers(_ values: [DecimalFraction]) -> [Int]? {
    var result: [Int] = []
    for value in values {
      guard let whole = value.wholeNumber else { return nil }
      result.append(whole)
    }
    return result
  }
}
