public import QuantMath

/// The numbers of a hidden Markov model with Gaussian emissions.
///
/// Invariants, checked when parameters are made: all shapes agree; probabilities are not negative
/// and sum to one; means are finite; covariances are positive definite.
public struct HMMParameters: Hashable, Sendable {
  /// The probability of each state in the first row; shape `[k]`.
  public let initial: [Double]

  /// The probability of moving from state *i* (row) to *j*; shape `[k][k]`.
  public let transitions: [[Double]]

  /// The mean of each feature in each state; shape `[k][d]`.
  public let means: [[Double]]

  /// The covariance of the features in each state; shape `[k]` of dimension *d*.
  public let covariances: [SymmetricMatrix]

  /// Creates parameters.
  ///
  /// - Throws: ``RegimeModelError/invalidSettings(_:)`` with every problem.
  public init(
    initial: [Double],
    transitions: [[Double]],
    means: [[Double]],
    covariances: [SymmetricMatrix]
  ) throws(RegimeModelError) {
    let (count, dimension) = (initial.count, means.first?.count ?? 0)
    var checks = SettingChecks()
    checks.expect(count > 0, "initial", "at least one state", found: "none")
    checks.expect(isDistribution(initial), "initial", "probabilities that sum to 1", found: initial)
    checks.expect(
      transitions.count == count && transitions.allSatisfy { $0.count == count },
      "transitions",
      "\(count) rows of \(count)",
      found: transitions.map(\.count)
    )
    for (state, row) in transitions.enumerated() {
      checks.expect(
        isDistribution(row),
        "transitions[\(state)]",
        "probabilities that sum to 1",
        found: row
      )
    }
    checks.expect(
      means.count == count && dimension > 0
        && means.allSatisfy { $0.count == dimension && $0.allSatisfy(isUsable) },
      "means",
      "\(count) rows of equally many finite numbers",
      found: means
    )
    checks.expect(
      covariances.count == count && covariances.allSatisfy { $0.dimension == dimension },
      "covariances",
      "\(count) matrices of dimension \(dimension)",
      found: covariances.map(\.dimension)
    )
    for (state, matrix) in covariances.enumerated() {
      checks.expect(
        CholeskyFactor(matrix) != nil,
        "covariances[\(state)]",
        "a positive definite matrix",
        found: matrix.lower
      )
    }
    try checks.finish()
    self.init(
      unchecked: initial,
      transitions: transitions,
      means: means,
      covariances: covariances
    )
  }

  init(
    unchecked initial: [Double],
    transitions: [[Double]],
    means: [[Double]],
    covariances: [SymmetricMatrix]
  ) {
    self.initial = initial
    self.transitions = transitions
    self.means = means
    self.covariances = covariances
  }

  /// The number of states, *k*.
  public var stateCount: Int { initial.count }

  /// The number of features, *d*.
  public var featureCount: Int { means[0].count }

  /// The distribution over states that transitions leave unchanged, or `nil` when it is not unique.
  ///
  /// - Complexity: O(*k*³).
  public var stationaryDistribution: [Double]? { stationary(transitions) }

  /// The mean number of rows that each state lasts, 1 / (1 − *p*ᵢᵢ); `nil` for a state never left.
  public var expectedDurations: [Double?] {
    transitions.indices.map { state in
      let leaving = 1 - transitions[state][state]
      return leaving > 0 ? 1 / leaving : nil
    }
  }

  /// Returns the parameters with states renumbered.
  ///
  /// - Parameter order: The present number of each new state: a permutation of `0..<k`.
  /// - Returns: The same model under other numbers.
  /// - Precondition: `order` is a permutation.
  public func reordered(_ order: [Int]) -> HMMParameters {
    precondition(order.sorted() == Array(0..<stateCount), "expected a permutation of the states")
    return HMMParameters(
      unchecked: order.map { initial[$0] },
      transitions: order.map { from in order.map { transitions[from][$0] } },
      means: order.map { means[$0] },
      covariances: order.map { covariances[$0] }
    )
  }

  /// The number of numbers that a fit chooses freely.
  ///
  /// The initial distribution counts where it is chosen apart from the transitions.
  static func freeCount(
    states: Int,
    features: Int,
    covariance: CovarianceShape,
    isInitialFree: Bool
  ) -> Int {
    let spread = covariance == .full ? features * (features + 1) / 2 : features
    return (isInitialFree ? states - 1 : 0) + states * (states - 1) + states * (features + spread)
  }
}

/// Which entries of a covariance a model has.
public enum CovarianceShape: String, Hashable, Sendable, CaseIterable {
  /// All of them.
  case full

  /// The diagonal: features are independent within a state.
  case diagonal
}

private func isDistribution(_ values: [Double]) -> Bool {
  values.allSatisfy { $0 >= 0 && $0 <= 1 } && abs(values.reduce(0, +) - 1) <= 1e-9
}

/// The distribution that transitions leave unchanged, by Gaussian elimination without subtraction
/// (Grassmann, Taksar, Heyman 1985), or `nil` when some state can never be reached or left.
func stationary(_ transitions: [[Double]]) -> [Double]? {
  let count = transitions.count
  var rates = transitions
  for last in (1..<max(count, 1)).reversed() {
    let leaving = rates[last][0..<last].reduce(0, +)
    guard leaving > 0 else { return nil }
    for from in 0..<last {
      rates[from][last] /= leaving
      for to in 0..<last { rates[from][to] += rates[from][last] * rates[last][to] }
    }
  }
  var weights = [1.0]
  for state in 1..<max(count, 1) {
    weights.append((0..<state).reduce(0) { $0 + weights[$1] * rates[$1][state] })
  }
  let total = weights.reduce(0, +)
  guard total > 0, total.isFinite else { return nil }
  return weights.map { $0 / total }
}
