internal import QuantMath

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The normal distribution of a CMA-ES and how it learns from a ranked population.
///
/// Active covariance update with negative weights, cumulation of the path and of the step size.
///
/// References: Hansen (2016), "The CMA evolution strategy: a tutorial", arXiv:1604.00772, equations 38
/// through 58.
struct EvolutionDistribution: Sendable {
  let population: Int
  private(set) var mean: [Double]
  private(set) var stepSize: Double
  private(set) var covariance: SymmetricMatrix

  private let constants: Constants
  private var path: [Double]
  private var stepPath: [Double]
  private var generation = 0

  /// Axes and lengths of the distribution's ellipsoid; shapes `[d][d]` and `[d]`.
  private var axes: [[Double]]
  private var lengths: [Double]

  init(mean: [Double], stepSize: Double, population: Int) {
    let count = mean.count
    self.population = population
    self.mean = mean
    self.stepSize = stepSize
    constants = Constants(dimension: count, population: population)
    covariance = SymmetricMatrix(diagonal: [Double](repeating: 1, count: count))
    path = [Double](repeating: 0, count: count)
    stepPath = path
    axes = (0..<count).map { row in (0..<count).map { $0 == row ? 1 : 0 } }
    lengths = [Double](repeating: 1, count: count)
  }

  /// A population for short searches in a number of dimensions.
  static func standardPopulation(_ dimension: Int) -> Int {
    2 * Int(2 + log(Double(max(1, dimension))))
  }

  /// Whether the ellipsoid is too thin or too small to go on.
  var isExhausted: Bool {
    let (least, most) = (lengths.min() ?? 1, lengths.max() ?? 1)
    return !(stepSize * most > 1e-11 && most < 1e7 * least && stepSize < 1e7)
  }

  /// The deviation along a coordinate.
  func deviation(_ axis: Int) -> Double { stepSize * covariance[axis, axis].squareRoot() }

  /// Returns a draw of the shape, without mean and step size.
  func draw(_ stream: inout PhiloxStream) -> [Double] {
    var result = [Double](repeating: 0, count: mean.count)
    for (axis, length) in zip(axes, lengths) {
      let amount = length * stream.normal()
      for place in result.indices { result[place] += amount * axis[place] }
    }
    return result
  }

  /// Learns from a population.
  ///
  /// - Parameter ranked: Points from good to bad; shape `[population][d]`.
  mutating func update(_ ranked: [[Double]]) {
    let shapes = ranked.map { point in zip(point, mean).map { ($0 - $1) / stepSize } }
    let count = mean.count
    generation += 1
    var shift = [Double](repeating: 0, count: count)
    for (shape, weight) in zip(shapes, constants.weights) where weight > 0 {
      for place in shift.indices { shift[place] += weight * shape[place] }
    }
    for place in mean.indices { mean[place] += stepSize * shift[place] }

    let whitened = whiten(shift)
    let keep = 1 - constants.stepRate
    let gain =
      (constants.stepRate * (2 - constants.stepRate) * constants.effectiveCount).squareRoot()
    for place in stepPath.indices {
      stepPath[place] = keep * stepPath[place] + gain * whitened[place]
    }
    let length = stepPath.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let expected = constants.expectedLength
    stepSize *= exp(constants.stepRate / constants.stepDamping * (length / expected - 1))

    let warmed = (1 - pow(keep, Double(2 * (generation + 1)))).squareRoot()
    let isSteady = length / warmed < (1.4 + 2 / Double(count + 1)) * expected
    let pathGain =
      isSteady
      ? (constants.pathRate * (2 - constants.pathRate) * constants.effectiveCount).squareRoot() : 0
    for place in path.indices {
      path[place] = (1 - constants.pathRate) * path[place] + pathGain * shift[place]
    }
    adapt(shapes, isSteady: isSteady)
    decompose()
  }

  private mutating func adapt(_ shapes: [[Double]], isSteady: Bool) {
    let lost = isSteady ? 0 : constants.pathRate * (2 - constants.pathRate)
    let sum = constants.weights.reduce(0, +)
    let keep =
      1 + constants.rankOne * lost - constants.rankOne - constants.rankMany * sum
    let weights = zip(shapes, constants.weights).map { shape, weight in
      guard weight < 0 else { return weight }
      let size = whiten(shape).reduce(0) { $0 + $1 * $1 }
      return weight * Double(mean.count) / (size + 1e-8)
    }
    for row in mean.indices {
      for column in 0...row {
        var many = 0.0
        for (shape, weight) in zip(shapes, weights) { many += weight * shape[row] * shape[column] }
        covariance[row, column] =
          keep * covariance[row, column] + constants.rankOne * path[row] * path[column]
          + constants.rankMany * many
      }
    }
  }

  private mutating func decompose() {
    guard covariance.lower.allSatisfy(\.isFinite) else {
      lengths = lengths.map { _ in 0 }
      return
    }
    let eigen = SymmetricEigenvalues(covariance)
    let floored = eigen.values.map { $0 < 0 ? 1e-8 : $0 }
    if floored != eigen.values { covariance = eigen.reassembled(with: floored) }
    axes = eigen.vectors
    lengths = floored.map { $0.squareRoot() }
  }

  /// The vector in units in which the distribution is round.
  private func whiten(_ vector: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: vector.count)
    for (axis, length) in zip(axes, lengths) {
      var projection = 0.0
      for place in vector.indices { projection += axis[place] * vector[place] }
      projection /= max(length, .leastNormalMagnitude)
      for place in vector.indices { result[place] += projection * axis[place] }
    }
    return result
  }
}

/// The tutorial's constants for a dimension and a population.
private struct Constants: Sendable {
  let weights: [Double]
  let effectiveCount: Double
  let rankOne: Double
  let rankMany: Double
  let pathRate: Double
  let stepRate: Double
  let stepDamping: Double
  let expectedLength: Double

  init(dimension: Int, population: Int) {
    let size = Double(dimension)
    let raw = (1...population).map { log(Double(population + 1) / 2) - log(Double($0)) }
    let parents = population / 2
    func effective(_ part: ArraySlice<Double>) -> Double {
      let sum = part.reduce(0, +)
      return sum * sum / part.reduce(0) { $0 + $1 * $1 }
    }
    let gathered = effective(raw[..<parents])
    let scattered = effective(raw[parents...])
    let one = 2 / ((size + 1.3) * (size + 1.3) + gathered)
    let many = min(
      1 - one - 1e-8,
      2 * (gathered - 2 + 1 / gathered) / ((size + 2) * (size + 2) + gathered)
    )
    let most = min(
      1 + one / many,
      1 + 2 * scattered / (gathered + 2),
      (1 - one - many) / (size * many)
    )
    let positive = raw.filter { $0 > 0 }.reduce(0, +)
    let negative = -raw.filter { $0 < 0 }.reduce(0, +)
    weights = raw.map { $0 >= 0 ? $0 / positive : most * $0 / negative }
    effectiveCount = gathered
    rankOne = one
    rankMany = many
    stepRate = (gathered + 2) / (size + gathered + 5)
    stepDamping =
      1 + 2 * max(0, ((gathered - 1) / (size + 1)).squareRoot() - 1) + stepRate
    pathRate = (4 + gathered / size) / (size + 4 + 2 * gathered / size)
    expectedLength = size.squareRoot() * (1 - 1 / (4 * size) + 1 / (21 * size * size))
  }
}
