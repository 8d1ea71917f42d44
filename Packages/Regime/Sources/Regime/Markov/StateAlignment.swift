internal import QuantMath

/// What makes a state of one fit the same as a state of another.
///
/// A search numbers its states as it likes. Without alignment, a label means something else after
/// every refit.
public enum StateAlignment: String, Hashable, Sendable, CaseIterable {
  /// Similar emissions: the smallest total Bhattacharyya distance.
  case emissions

  /// The same rows: the largest total probability that both give the states on a common window.
  case overlap

  /// The present number of each new state.
  func order(
    of fit: FittedGaussianHMM,
    like other: FittedGaussianHMM,
    window: ObservationTable
  ) throws(RegimeModelError) -> [Int] {
    guard fit.features == other.features else {
      throw .otherFeatures(expected: other.features, found: fit.features)
    }
    let count = fit.stateCount
    guard other.stateCount == count else {
      throw .invalidSettings([
        SettingProblem(field: "stateCount", expected: "\(other.stateCount)", found: "\(count)")
      ])
    }
    var costs: [Double] = []
    switch self {
    case .emissions:
      for target in 0..<count {
        for state in 0..<count {
          costs.append(
            bhattacharyyaDistance(other.parameters, target, fit.parameters, state)
          )
        }
      }
    case .overlap:
      let (own, theirs) = (
        try fit.filteredStates(of: window).probabilities,
        try other.filteredStates(of: window).probabilities
      )
      costs = [Double](repeating: 0, count: count * count)
      for (own, theirs) in zip(own, theirs) {
        for target in 0..<count {
          for state in 0..<count { costs[target * count + state] -= theirs[target] * own[state] }
        }
      }
    }
    return cheapestAssignment(costs: costs, count: count)
  }
}

/// The distance of two Gaussian densities, −log ∫ √(p q).
///
/// References: Bhattacharyya (1943), Bulletin of the Calcutta Mathematical Society 35.
private func bhattacharyyaDistance(
  _ left: HMMParameters,
  _ leftState: Int,
  _ right: HMMParameters,
  _ rightState: Int
) -> Double {
  let (first, second) = (left.covariances[leftState], right.covariances[rightState])
  let middle = SymmetricMatrix(
    dimension: first.dimension,
    lower: zip(first.lower, second.lower).map { ($0 + $1) / 2 }
  )
  guard let own = CholeskyFactor(first), let other = CholeskyFactor(second),
    let both = CholeskyFactor(middle)
  else { preconditionFailure("parameters hold positive definite covariances") }
  let shift = zip(left.means[leftState], right.means[rightState]).map { $0 - $1 }
  let logRatio = both.logDeterminant - (own.logDeterminant + other.logDeterminant) / 2
  return both.squaredDistance(shift) / 8 + logRatio / 2
}
