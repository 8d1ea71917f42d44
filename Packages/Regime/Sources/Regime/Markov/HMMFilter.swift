/// The probabilities of a model's states, one row at a time.
///
/// **Causality.** The probabilities after a row use that row and earlier ones.
///
/// A row so far from every state that all densities vanish says nothing: the probabilities are then
/// those predicted before it.
public struct HMMFilter: Sendable {
  /// The probability of each state given the rows so far; before the first row, the initial
  /// distribution.
  public private(set) var probabilities: [Double]

  /// The logarithm of the density of the rows so far; in nats.
  public private(set) var logLikelihood = 0.0

  /// The number of rows so far.
  public private(set) var rowCount = 0

  private let emissions: EmissionDensities
  private let transitions: [Double]
  private var predicted: [Double]
  private var logDensities: [Double]
  private var whitened: [Double]

  /// Creates a filter before its first row.
  public init(_ model: FittedGaussianHMM) {
    self.init(model.parameters)
  }

  /// Creates a filter before its first row.
  public init(_ parameters: HMMParameters) {
    probabilities = parameters.initial
    emissions = EmissionDensities(parameters)
    transitions = parameters.transitions.flatMap(\.self)
    predicted = parameters.initial
    logDensities = parameters.initial
    whitened = parameters.means[0]
  }

  /// The most probable state, the first of equals.
  public var state: Int { mostProbable(probabilities) }

  /// The probability of each state in the next row, before it is seen; shape `[k]`.
  public var nextProbabilities: [Double] {
    guard rowCount > 0 else { return probabilities }
    let count = probabilities.count
    return (0..<count).map { to in
      (0..<count).reduce(0) { $0 + probabilities[$1] * transitions[$1 * count + to] }
    }
  }

  /// Consumes the next row.
  ///
  /// - Parameter row: One number for each feature.
  /// - Throws: ``RegimeModelError/wrongRowLength(row:expected:found:)`` and
  ///   ``RegimeModelError/invalidObservations(_:)``; the filter is then as before.
  /// - Complexity: O(*k*² + *k d*²), without allocation.
  public mutating func update(_ row: [Double]) throws(RegimeModelError) {
    guard row.count == emissions.dimension else {
      throw .wrongRowLength(row: rowCount, expected: emissions.dimension, found: row.count)
    }
    if let feature = row.firstIndex(where: { !isUsable($0) }) {
      let name = "\(feature)"
      throw .invalidObservations([.notUsable(feature: name, row: rowCount, value: row[feature])])
    }
    measure(row)
    predict()
    weigh()
    rowCount += 1
  }

  private mutating func measure(_ row: [Double]) {
    row.withUnsafeBufferPointer { row in
      whitened.withUnsafeMutableBufferPointer { whitened in
        logDensities.withUnsafeMutableBufferPointer { logDensities in
          emissions.logDensities(of: row, whitened: whitened, into: logDensities)
        }
      }
    }
  }

  private mutating func predict() {
    let count = probabilities.count
    guard rowCount > 0 else { return }
    for to in 0..<count {
      var sum = 0.0
      for from in 0..<count { sum += probabilities[from] * transitions[from * count + to] }
      predicted[to] = sum
    }
  }

  /// Multiplies predictions by densities, taken relative to the largest of a state that is possible,
  /// so that the sum is never zero.
  private mutating func weigh() {
    let count = probabilities.count
    var top = -Double.infinity
    for state in 0..<count where predicted[state] > 0 { top = max(top, logDensities[state]) }
    var sum = 0.0
    for first in stride(from: 0, to: count, by: 8) {
      let states = first..<min(first + 8, count)
      var relative = SIMD8<Double>(repeating: 0)
      for state in states { relative[state - first] = min(logDensities[state] - top, 0) }
      let densities = exponential(ofNonPositive: relative)
      for state in states {
        probabilities[state] = predicted[state] * densities[state - first]
        sum += probabilities[state]
      }
    }
    for state in 0..<count { probabilities[state] /= sum }
    logLikelihood += top + logarithm(sum)
  }
}
