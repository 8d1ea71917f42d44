internal import QuantMath

/// Returns whose mean and variance depend on a hidden regime that follows a Markov chain.
///
/// The simplest model of Hamilton: within a regime returns are independent and normal, and the first
/// row's regime follows the distribution that the transitions leave unchanged. Regimes are numbered
/// by variance, rising. The model is a ``GaussianHMM`` with one feature and a stationary start, so
/// everything said there holds.
///
/// **Causality.** As ``GaussianHMM``.
///
/// References: Hamilton (1989), "A new approach to the economic analysis of nonstationary time series
/// and the business cycle", Econometrica 57(2); Hamilton (1990), Journal of Econometrics 45, for
/// expectation maximisation.
public enum MarkovSwitchingVolatility {
  /// The name of the only feature.
  public static let feature = "return"

  /// Fits a model by maximum likelihood.
  ///
  /// - Parameters:
  ///   - returns: The returns, oldest first.
  ///   - settings: Every number that decides the result.
  /// - Returns: The fit.
  /// - Throws: ``RegimeModelError`` as ``GaussianHMM/fit(_:settings:)``.
  public static func fit(
    _ returns: [Double],
    settings: MarkovSwitchingSettings
  ) throws(RegimeModelError) -> FittedMarkovSwitching {
    let table = try ObservationTable(features: [feature], columns: [returns])
    return FittedMarkovSwitching(model: try GaussianHMM.fit(table, settings: settings.model))
  }
}

/// Every number that decides a fit of ``MarkovSwitchingVolatility``.
public struct MarkovSwitchingSettings: Hashable, Sendable {
  /// The number of regimes, usually 2 or 3.
  public var regimeCount: Int

  /// Where the search begins.
  public var start: HMMSettings.Start

  /// The number of iterations after which the search ends.
  public var maximumIterations: Int

  /// The gain in log-likelihood of one iteration below which the search ends; in nats.
  public var tolerance: Double

  /// The smallest variance of a regime as a fraction of that of all returns.
  public var varianceFloor: Double

  /// The number of rows, weighted by probability, below which a regime counts as starved.
  public var minimumRegimeRows: Double

  /// Creates settings; ``MarkovSwitchingVolatility/fit(_:settings:)`` checks them.
  public init(
    regimeCount: Int,
    start: HMMSettings.Start,
    maximumIterations: Int,
    tolerance: Double,
    varianceFloor: Double,
    minimumRegimeRows: Double
  ) {
    self.regimeCount = regimeCount
    self.start = start
    self.maximumIterations = maximumIterations
    self.tolerance = tolerance
    self.varianceFloor = varianceFloor
    self.minimumRegimeRows = minimumRegimeRows
  }

  /// The same settings as a hidden Markov model's, for a ``RollingHMMDetector`` of returns.
  public var model: HMMSettings {
    HMMSettings(
      stateCount: regimeCount,
      covariance: .diagonal,
      initialDistribution: .stationary,
      start: start,
      maximumIterations: maximumIterations,
      tolerance: tolerance,
      covarianceFloor: varianceFloor,
      minimumStateRows: minimumRegimeRows,
      order: .byVariance(feature: MarkovSwitchingVolatility.feature)
    )
  }
}

/// A Markov-switching model that has been fitted; regimes are numbered from calm to wild.
public struct FittedMarkovSwitching: Hashable, Sendable {
  /// The model behind, which gives filtered and smoothed regimes and a streaming filter.
  public let model: FittedGaussianHMM

  /// The mean return of each regime, per row; shape `[k]`.
  public var means: [Double] { model.parameters.means.map { $0[0] } }

  /// The variance of returns in each regime, per row; shape `[k]`.
  public var variances: [Double] { model.parameters.covariances.map { $0[0, 0] } }

  /// The probability of moving from regime *i* (row) to *j*; shape `[k][k]`.
  public var transitions: [[Double]] { model.parameters.transitions }

  /// The mean number of rows that each regime lasts; `nil` for one never left.
  public var expectedDurations: [Double?] { model.parameters.expectedDurations }

  /// The log-likelihood of the returns learned from; in nats.
  public var logLikelihood: Double { model.logLikelihood }

  /// Returns the filtered regimes of returns: the Hamilton filter.
  ///
  /// - Throws: ``RegimeModelError/invalidObservations(_:)``.
  ///
  /// **Causality.** As ``FittedGaussianHMM/filteredStates(of:)``.
  public func filteredStates(of returns: [Double]) throws(RegimeModelError) -> FilteredStates {
    try model.filteredStates(
      of: ObservationTable(features: model.features, columns: [returns])
    )
  }

  /// Returns the standard deviation of the next row's return as a filter sees it.
  ///
  /// That of the mixture of regimes with the filter's probabilities for the next row.
  ///
  /// - Parameter filter: A filter of this model.
  /// - Returns: The standard deviation, per row.
  ///
  /// **Causality.** Uses the rows that the filter has consumed.
  public func nextVolatility(_ filter: HMMFilter) -> Double {
    let weights = filter.nextProbabilities
    let mean = zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }
    let variance = weights.indices.reduce(0) {
      $0 + weights[$1] * (variances[$1] + (means[$1] - mean) * (means[$1] - mean))
    }
    return variance.squareRoot()
  }
}
