internal import ConfigValidation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// One axis of a search: a domain with what samplers need, worked out once.
///
/// Samplers see an axis in *model units*: logarithms where the scale is logarithmic, positions in the
/// list for choices. Axes with gaps are half a step wider on both sides, so that every value owns an
/// equal part.
struct Coordinate: Sendable, Hashable {
  /// What lies on the axis.
  enum Kind: Hashable, Sendable {
    case continuous
    case integer(minimum: Int, step: Int)
    case decimal(DecimalGrid)
    case ordered([ParameterValue])
    case choice([ParameterValue])
  }

  let kind: Kind
  let isLogarithmic: Bool

  /// The number of values, or 0 for a continuous axis.
  let count: Int

  /// The ends in natural units, without the widening.
  let minimum: Double
  let maximum: Double

  /// The ends in model units.
  let low: Double
  let high: Double

  /// The distance of values in natural units; 0 for a continuous axis.
  let step: Double

  /// The width in model units.
  var width: Double { high - low }

  var isChoice: Bool {
    if case .choice = kind { return true }
    return false
  }

  /// Whether every trial has the same value.
  var isFixed: Bool { count == 1 || (count == 0 && low == high) }

  /// Works out a domain.
  ///
  /// - Throws: Every reason why the domain has no meaning.
  init(_ domain: SearchDomain) throws(CoordinateError) {
    var reasons: [SearchSpaceProblem.Reason] = []
    switch domain {
    case .choice(let values):
      reasons += Self.problems(values)
      if !reasons.isEmpty { throw CoordinateError(reasons: reasons) }
      self.init(values: values, kind: .choice(values))
    case .ordered(let values):
      reasons += Self.problems(values)
      if !values.isRising { reasons.append(.valuesNotRising) }
      if !reasons.isEmpty { throw CoordinateError(reasons: reasons) }
      self.init(values: values, kind: .ordered(values))
    case .integer(let minimum, let maximum, let step, let scale):
      let (least, most) = (Double(minimum), Double(maximum))
      reasons += Self.problems(least, most, scale)
      if step <= 0 { reasons.append(.stepNotPositive(Double(step))) }
      if scale == .logarithmic, step > 1 { reasons.append(.stepOnLogarithmicScale(Double(step))) }
      if max(abs(least), abs(most)) > 0x1p52 { reasons.append(.tooManyValues) }
      if !reasons.isEmpty { throw CoordinateError(reasons: reasons) }
      let count = (maximum - minimum) / step + 1
      self.init(
        kind: .integer(minimum: minimum, step: step),
        scale: scale,
        count: count,
        ends: (least, Double(minimum + (count - 1) * step)),
        step: Double(step)
      )
    case .number(let minimum, let maximum, let step, let scale):
      for number in [minimum, maximum, step ?? 1] where !number.isFinite {
        reasons.append(.unusableNumber(number))
      }
      reasons += Self.problems(minimum, maximum, scale)
      if let step, step <= 0 { reasons.append(.stepNotPositive(step)) }
      if let step, scale == .logarithmic { reasons.append(.stepOnLogarithmicScale(step)) }
      if !(maximum - minimum).isFinite { reasons.append(.unusableNumber(maximum)) }
      if !reasons.isEmpty { throw CoordinateError(reasons: reasons) }
      guard let step else {
        self.init(
          kind: .continuous,
          scale: scale,
          count: 0,
          ends: (minimum, maximum),
          step: 0
        )
        return
      }
      guard let grid = DecimalGrid(minimum: minimum, maximum: maximum, step: step) else {
        throw CoordinateError(reasons: [.unusableNumber(step)])
      }
      self.init(
        kind: .decimal(grid),
        scale: scale,
        count: grid.count,
        ends: (minimum, grid[grid.count - 1]),
        step: step
      )
    }
  }

  /// An axis of the positions of values in their list.
  private init(values: [ParameterValue], kind: Kind) {
    self.kind = kind
    isLogarithmic = false
    count = values.count
    (minimum, maximum) = (0, Double(values.count - 1))
    (low, high) = (-0.5, Double(values.count) - 0.5)
    step = 1
  }

  private static func problems(_ values: [ParameterValue]) -> [SearchSpaceProblem.Reason] {
    if values.isEmpty { return [.noValues] }
    var seen: Set<ParameterValue> = []
    return values.filter { !seen.insert($0.folded).inserted }.map { .repeatedValue($0) }
  }

  private init(
    kind: Kind,
    scale: SearchScale,
    count: Int,
    ends: (Double, Double),
    step: Double
  ) {
    self.kind = kind
    isLogarithmic = scale == .logarithmic
    self.count = count
    (minimum, maximum) = ends
    self.step = step
    let (first, last) = (ends.0 - step / 2, ends.1 + step / 2)
    (low, high) = isLogarithmic ? (log(first), log(last)) : (first, last)
  }

  private static func problems(
    _ minimum: Double,
    _ maximum: Double,
    _ scale: SearchScale
  ) -> [SearchSpaceProblem.Reason] {
    var reasons: [SearchSpaceProblem.Reason] = []
    if minimum > maximum {
      reasons.append(.endsOutOfOrder(minimum: minimum, maximum: maximum))
    }
    if scale == .logarithmic, minimum <= 0 {
      reasons.append(.logarithmOfNonPositive(minimum: minimum))
    }
    return reasons
  }
}

extension [ParameterValue] {
  /// Whether these are numbers, each above the one before.
  var isRising: Bool {
    let numbers = compactMap(\.double)
    return numbers.count == count && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }
}

/// Why a domain has no meaning.
struct CoordinateError: Error {
  let reasons: [SearchSpaceProblem.Reason]
}

extension Coordinate {
  /// The value on the axis nearest to a number in model units, in natural units.
  func snapped(model: Double) -> Double {
    let natural = isLogarithmic ? exp(model) : model
    guard count > 0 else { return min(max(natural, minimum), maximum) }
    let position = ((natural - minimum) / step).rounded()
    return self[Int(min(max(position, 0), Double(count - 1)))]
  }

  /// The value at a share of the axis, 0 up to but without 1; equal shares are equally wide.
  func value(atShare share: Double) -> Double { snapped(model: low + share * width) }

  /// A number in natural units in model units.
  func model(_ natural: Double) -> Double { isLogarithmic ? log(natural) : natural }

  /// A value of an axis with gaps by its position.
  subscript(position: Int) -> Double {
    switch kind {
    case .continuous: minimum
    case .integer(let minimum, let step): Double(minimum + position * step)
    case .decimal(let grid): grid[position]
    case .ordered, .choice: Double(position)
    }
  }

  /// The position on an axis with gaps of a number in natural units that lies on it.
  func position(_ natural: Double) -> Int {
    Int(((natural - minimum) / (step > 0 ? step : 1)).rounded())
  }

  /// The parameter value that a number in natural units stands for.
  func parameter(_ natural: Double) -> ParameterValue {
    switch kind {
    case .continuous, .decimal: .number(natural)
    case .integer: .integer(Int(natural))
    case .ordered(let values), .choice(let values): values[Int(natural)]
    }
  }

  /// The number in natural units of a parameter value, or `nil` when it is not on the axis.
  func natural(_ value: ParameterValue) -> Double? {
    switch kind {
    case .ordered(let values), .choice(let values):
      return values.firstIndex { $0.folded == value.folded }.map(Double.init)
    case .continuous, .integer, .decimal: break
    }
    guard let number = value.double, number >= minimum, number <= maximum else { return nil }
    guard count > 0 else { return number }
    return snapped(model: model(number)) == number ? number : nil
  }
}

/// Decimal numbers from a minimum by a step.
struct DecimalGrid: Hashable, Sendable {
  private let units: Int128
  private let step: Int128
  private let places: Int
  let count: Int

  /// Creates a grid, or returns `nil` when decimal arithmetic cannot hold it.
  init?(minimum: Double, maximum: Double, step: Double) {
    guard let low = DecimalFraction(minimum), let high = DecimalFraction(maximum),
      let distance = DecimalFraction(step)
    else { return nil }
    let wanted = max(low.places, high.places, distance.places)
    guard [low, high, distance].allSatisfy({ $0.isScalable(toPlaces: wanted) }) else {
      return nil
    }
    let (first, last) = (low.scaled(toPlaces: wanted), high.scaled(toPlaces: wanted))
    self.step = distance.scaled(toPlaces: wanted).units
    guard self.step > 0, let count = Int(exactly: (last.units - first.units) / self.step + 1),
      count <= 1 << 52
    else { return nil }
    units = first.units
    places = wanted
    self.count = count
  }

  subscript(position: Int) -> Double {
    DecimalFraction(units: units + Int128(position) * step, places: places).double
  }
}
