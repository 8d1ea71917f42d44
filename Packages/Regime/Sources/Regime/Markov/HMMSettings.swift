internal import QuantMath

/// Every number that decides a fit of a ``GaussianHMM``.
public struct HMMSettings: Hashable, Sendable {
  /// Where the search for parameters begins.
  public enum Start: Hashable, Sendable {
    /// From several seeded clusterings of the rows, of which the best fit is kept.
    ///
    /// Even starts cluster standardised values and find states with different means; odd ones
    /// cluster their magnitudes and find states with different variances. Start *r* draws from
    /// its own stream of random numbers, so it does not depend on how many there are.
    case clusterings(count: Int, seed: UInt64, trial: UInt32)

    /// From given parameters.
    case parameters(HMMParameters)
  }

  /// What the first row's distribution over states is.
  public enum InitialDistribution: String, Hashable, Sendable, CaseIterable {
    /// Estimated from the rows: in effect the state of the first row.
    case estimated

    /// The one that the transitions leave unchanged.
    case stationary
  }

  /// The number of states, *k*.
  public var stateCount: Int

  /// Which entries of the covariances are estimated.
  public var covariance: CovarianceShape

  /// What the first row's distribution over states is.
  public var initialDistribution: InitialDistribution

  /// Where the search begins.
  public var start: Start

  /// The number of iterations after which the search ends.
  public var maximumIterations: Int

  /// The gain in log-likelihood of one iteration below which the search ends; in nats.
  public var tolerance: Double

  /// The smallest variance that a state may have in any direction, as a fraction of the data's.
  ///
  /// Directions are measured after dividing each feature by its standard deviation over all rows.
  /// Without a floor a state can collapse onto one row, where the likelihood is infinite. Each
  /// iteration chooses the best covariance that respects the floor, so the likelihood still never
  /// falls.
  public var covarianceFloor: Double

  /// The number of rows, weighted by probability, below which a state counts as starved.
  ///
  /// Starts that end with a starved state are passed over.
  public var minimumStateRows: Double

  /// How the states of a first fit are numbered.
  public var order: StateOrder

  /// Creates settings; ``GaussianHMM/fit(_:settings:)`` checks them.
  public init(
    stateCount: Int,
    covariance: CovarianceShape,
    initialDistribution: InitialDistribution,
    start: Start,
    maximumIterations: Int,
    tolerance: Double,
    covarianceFloor: Double,
    minimumStateRows: Double,
    order: StateOrder
  ) {
    self.stateCount = stateCount
    self.covariance = covariance
    self.initialDistribution = initialDistribution
    self.start = start
    self.maximumIterations = maximumIterations
    self.tolerance = tolerance
    self.covarianceFloor = covarianceFloor
    self.minimumStateRows = minimumStateRows
    self.order = order
  }

  func check() throws(RegimeModelError) {
    var checks = SettingChecks()
    checks.expect((1...64).contains(stateCount), "stateCount", "1 to 64", found: stateCount)
    checks.expect(
      maximumIterations > 0,
      "maximumIterations",
      "at least 1",
      found: maximumIterations
    )
    checks.expect(
      tolerance >= 0 && tolerance.isFinite,
      "tolerance",
      "a number not below 0",
      found: tolerance
    )
    checks.expect(
      covarianceFloor >= 1e-12 && covarianceFloor < 1,
      "covarianceFloor",
      "a fraction from 1e-12 to below 1",
      found: covarianceFloor
    )
    checks.expect(
      minimumStateRows >= 0 && minimumStateRows.isFinite,
      "minimumStateRows",
      "a number not below 0",
      found: minimumStateRows
    )
    switch start {
    case .clusterings(let count, _, _):
      checks.expect(count > 0, "start.count", "at least 1", found: count)
    case .parameters(let parameters):
      checks.expect(
        parameters.stateCount == stateCount,
        "start.parameters",
        "\(stateCount) states",
        found: parameters.stateCount
      )
      checks.expect(
        covariance == .full || parameters.covariances.allSatisfy(\.isDiagonal),
        "start.parameters",
        "diagonal covariances",
        found: "others"
      )
    }
    try checks.finish()
  }
}

/// A rule that numbers states, so that two fits of one market speak of the same ones.
public enum StateOrder: Hashable, Sendable {
  /// As the search left them.
  case asFitted

  /// By the mean of a feature, rising.
  case byMean(feature: String)

  /// By the variance of a feature, rising: state 0 is the calmest.
  case byVariance(feature: String)

  /// The present number of each new state.
  func order(
    features: [String],
    means: [[Double]],
    variances: [[Double]]
  ) throws(RegimeModelError) -> [Int] {
    let (name, values): (String, [[Double]])
    switch self {
    case .asFitted: return Array(means.indices)
    case .byMean(let feature): (name, values) = (feature, means)
    case .byVariance(let feature): (name, values) = (feature, variances)
    }
    guard let column = features.firstIndex(of: name) else {
      throw .unknownFeature(name, available: features)
    }
    return values.indices.sorted { (values[$0][column], $0) < (values[$1][column], $1) }
  }
}
