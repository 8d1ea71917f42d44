internal import QuantMath

/// The maximisation step: parameters that make expectations most likely.
struct ParameterUpdate {
  let covariance: CovarianceShape
  let initialDistribution: HMMSettings.InitialDistribution

  /// The smallest variance of a state after division by ``deviations``.
  let floor: Double

  /// The standard deviation of every feature over all rows.
  let deviations: [Double]

  /// Below this expected number of rows a state keeps its parameters.
  ///
  /// Any choice for a state without rows is equally likely; keeping the old one never divides by
  /// zero and lets the state come back.
  private static var nothing: Double { 1e-100 }

  func parameters(
    after expectations: BaumWelch.Expectations,
    from old: HMMParameters
  ) -> HMMParameters {
    let count = old.stateCount
    let emissions = (0..<count).map { emission(of: $0, expectations, old) }
    let moves = (0..<count).map { Array(expectations.moves[($0 * count)..<(($0 + 1) * count)]) }
    let plain = zip(moves, old.transitions).map { moves, old in
      let total = moves.reduce(0, +)
      return total > Self.nothing ? moves.map { $0 / total } : old
    }
    var (initial, transitions) = (expectations.first, plain)
    if initialDistribution == .stationary {
      let search = StationaryTransitions(moves: moves, first: expectations.first)
      transitions = search.best(from: plain, orAtLeast: old.transitions)
      initial = stationary(transitions) ?? old.initial
    }
    return HMMParameters(
      unchecked: initial,
      transitions: transitions,
      means: emissions.map(\.mean),
      covariances: emissions.map(\.covariance)
    )
  }

  private func emission(
    of state: Int,
    _ expectations: BaumWelch.Expectations,
    _ old: HMMParameters
  ) -> (mean: [Double], covariance: SymmetricMatrix) {
    let dimension = old.featureCount
    let stored = dimension * (dimension + 1) / 2
    let rows = expectations.rows[state]
    guard rows > Self.nothing else { return (old.means[state], old.covariances[state]) }
    let shift = (0..<dimension).map { expectations.deviations[state * dimension + $0] / rows }
    var matrix = SymmetricMatrix(
      dimension: dimension,
      lower: (0..<stored).map { expectations.products[state * stored + $0] / rows }
    )
    for row in 0..<dimension {
      for column in 0...row {
        let isKept = covariance == .full || row == column
        matrix[row, column] = isKept ? matrix[row, column] - shift[row] * shift[column] : 0
      }
    }
    return (zip(old.means[state], shift).map { $0 + $1 }, floored(matrix))
  }

  /// The most likely covariance among those that respect the floor.
  ///
  /// In the coordinates in which the data's variances are one, that is the sample covariance with
  /// its eigenvalues raised to the floor.
  func floored(_ matrix: SymmetricMatrix) -> SymmetricMatrix {
    if covariance == .diagonal {
      return SymmetricMatrix(
        diagonal: zip(matrix.diagonal, deviations).map { max($0, floor * $1 * $1) }
      )
    }
    let scaled = matrix.scaled(by: deviations.map { 1 / $0 })
    var excess = scaled
    for row in 0..<scaled.dimension { excess[row, row] -= floor }
    guard CholeskyFactor(excess) == nil else { return matrix }
    let parts = SymmetricEigenvalues(scaled)
    return parts.reassembled(with: parts.values.map { max($0, floor) }).scaled(by: deviations)
  }
}

/// Transitions that are most likely when the first row follows their stationary distribution π.
///
/// The expected moves nᵢⱼ and first states gᵢ enter as Σ nᵢⱼ log pᵢⱼ + Σ gᵢ log πᵢ. Its stationary
/// points satisfy pᵢⱼ ∝ nᵢⱼ + pᵢⱼ πᵢ vⱼ with (I − P + 1π)v = g/π, which is iterated; the best point
/// met is kept, so the likelihood never falls.
struct StationaryTransitions {
  let moves: [[Double]]
  let first: [Double]

  func best(from start: [[Double]], orAtLeast old: [[Double]]) -> [[Double]] {
    var (kept, value) = (old, objective(old))
    var point = start
    for _ in 0..<30 {
      let found = objective(point)
      // Progress beyond rounding, or the iteration has arrived.
      let gain = found - value
      if gain > 0 { (kept, value) = (point, found) }
      guard let next = step(from: point) else { break }
      let change = zip(next, point).flatMap { zip($0, $1).map { abs($0 - $1) } }.max() ?? 0
      if change < 1e-15 { break }
      point = next
    }
    return kept
  }

  private func step(from point: [[Double]]) -> [[Double]]? {
    guard let weights = stationary(point), weights.allSatisfy({ $0 > 0 }) else { return nil }
    let count = weights.count
    let system = (0..<count).map { row in
      (0..<count).map { (row == $0 ? 1 : 0) - point[row][$0] + weights[$0] }
    }
    let right = zip(first, weights).map { $0 / $1 }
    guard let values = solveLinear(system, right), let least = values.min() else { return nil }
    return (0..<count).map { from in
      let row = (0..<count).map {
        moves[from][$0] + point[from][$0] * weights[from] * (values[$0] - least)
      }
      let total = row.reduce(0, +)
      return total > 0 ? row.map { $0 / total } : point[from]
    }
  }

  private func objective(_ point: [[Double]]) -> Double {
    guard let weights = stationary(point) else { return -.infinity }
    var sum = 0.0
    for (from, row) in moves.enumerated() {
      for (to, count) in row.enumerated() where count > 0 {
        sum += count * logarithm(point[from][to])
      }
      if first[from] > 0 { sum += first[from] * logarithm(weights[from]) }
    }
    return sum
  }
}
