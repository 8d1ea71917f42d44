/// A hidden Markov model that has been fitted.
public struct FittedGaussianHMM: Hashable, Sendable {
  /// The names of the features, in the order of the parameters.
  public let features: [String]

  /// The parameters.
  public let parameters: HMMParameters

  /// What was asked for.
  public let settings: HMMSettings

  /// The number of rows learned from.
  public let rowCount: Int

  /// How the fit went.
  public let report: FitReport

  /// The number of states.
  public var stateCount: Int { parameters.stateCount }

  /// The log-likelihood of the rows learned from; in nats.
  public var logLikelihood: Double { report.logLikelihoods[report.logLikelihoods.count - 1] }

  /// The number of parameters chosen freely.
  public var freeParameterCount: Int {
    HMMParameters.freeCount(
      states: stateCount,
      features: features.count,
      covariance: settings.covariance,
      isInitialFree: settings.initialDistribution == .estimated
    )
  }

  /// Akaike's criterion, 2*p* − 2 log *L*; smaller is better.
  public var akaikeCriterion: Double { 2 * Double(freeParameterCount) - 2 * logLikelihood }

  /// Schwarz's Bayesian criterion, *p* log *n* − 2 log *L*; smaller is better.
  ///
  /// Comparing it between fits with 1, 2, 3, … states is the usual way to choose their number.
  public var bayesianCriterion: Double {
    Double(freeParameterCount) * logarithm(Double(rowCount)) - 2 * logLikelihood
  }

  /// Returns the fit with states renumbered.
  ///
  /// - Parameter order: The present number of each new state: a permutation of `0..<stateCount`.
  /// - Returns: The same fit under other numbers.
  /// - Precondition: `order` is a permutation.
  public func reordered(_ order: [Int]) -> FittedGaussianHMM {
    var report = report
    report.expectedRows = order.map { report.expectedRows[$0] }
    return FittedGaussianHMM(
      features: features,
      parameters: parameters.reordered(order),
      settings: settings,
      rowCount: rowCount,
      report: report
    )
  }

  /// Returns the fit with its states numbered as the most similar ones of another fit.
  ///
  /// - Parameters:
  ///   - other: A fit to the same features with equally many states.
  ///   - alignment: What makes states similar.
  ///   - window: Rows on which both are compared where the alignment looks at rows.
  /// - Returns: The same fit under other numbers.
  /// - Throws: ``RegimeModelError/otherFeatures(expected:found:)`` or
  ///   ``RegimeModelError/invalidSettings(_:)`` when the fits cannot be compared.
  /// - Complexity: O(*k*²*d*³ + *k*³), and O(*n*(*k*² + *k d*²)) where rows are looked at.
  public func aligned(
    to other: FittedGaussianHMM,
    by alignment: StateAlignment,
    window: ObservationTable
  ) throws(RegimeModelError) -> FittedGaussianHMM {
    reordered(try alignment.order(of: self, like: other, window: window))
  }

  /// A filter before its first row.
  public func filter() -> HMMFilter { HMMFilter(self) }

  func check(_ table: ObservationTable) throws(RegimeModelError) {
    guard table.features == features else {
      throw .otherFeatures(expected: features, found: table.features)
    }
  }
}
