import QuantMath
import Regime
import Testing

@Suite("GaussianHMM beside hmmlearn")
struct GaussianHMMReferenceTests {
  @Test("climbs the same way from the same start", arguments: CovarianceShape.allCases)
  func climbsTheSameWay(covariance: CovarianceShape) throws {
    let found = try reference("hmm", as: HMMReference.self)
    let peer = covariance == .full ? found.full : found.diagonal
    var settings = HMMSettings.made(states: 3, covariance: covariance, order: .asFitted)
    settings.start = .parameters(try peer.start.parameters())
    settings.maximumIterations = peer.iterations
    settings.tolerance = 0
    settings.covarianceFloor = 1e-8
    let rows = try table(found.rows)
    let fit = try GaussianHMM.fit(rows, settings: settings)
    #expect(fit.report.iterations == peer.iterations)
    #expect(deviation(fit.report.logLikelihoods.dropLast(), peer.trace) < 1e-11)
    #expect(deviation([fit.logLikelihood], [peer.logLikelihood]) < 1e-11)
    let expected = try peer.fitted.parameters()
    #expect(deviation(fit.parameters.means.flatMap(\.self), expected.means.flatMap(\.self)) < 1e-10)
    #expect(
      deviation(
        fit.parameters.covariances.flatMap(\.lower),
        expected.covariances.flatMap(\.lower)
      ) < 1e-10
    )
    #expect(
      deviation(
        fit.parameters.transitions.flatMap(\.self),
        expected.transitions.flatMap(\.self)
      ) < 1e-10
    )
    let smoothed = try fit.smoothedStates(of: rows).probabilities
    let every20 = stride(from: 0, to: smoothed.count, by: 20).flatMap { smoothed[$0] }
    #expect(deviation(every20, peer.smoothed.flatMap(\.self)) < 1e-10)
    let path = try fit.mostProbablePath(of: rows)
    #expect(path.labels == peer.path)
    #expect(deviation([path.logDensity], [peer.pathLogDensity]) < 1e-10)
    #expect(deviation([fit.akaikeCriterion], [peer.aic]) < 1e-11)
    #expect(deviation([fit.bayesianCriterion], [peer.bic]) < 1e-11)
  }

  @Test("Markov-switching volatility reaches the optimum of statsmodels", arguments: [0, 1])
  func reachesTheOptimumOfStatsmodels(index: Int) throws {
    let peer = try reference("hmm", as: HMMReference.self).switching[index]
    let fit = try MarkovSwitchingVolatility.fit(
      peer.returns,
      settings: MarkovSwitchingSettings(
        regimeCount: peer.regimes,
        start: .clusterings(count: 4, seed: 3, trial: 0),
        maximumIterations: 600,
        tolerance: 1e-11,
        varianceFloor: 1e-6,
        minimumRegimeRows: 5
      )
    )
    #expect(abs(fit.logLikelihood - peer.logLikelihood) < 1e-9)
    #expect(deviation(fit.means, peer.means) < 1e-5)
    #expect(deviation(fit.variances, peer.variances) < 1e-5)
    #expect(deviation(fit.transitions.flatMap(\.self), peer.transitions.flatMap(\.self)) < 1e-5)
  }

  @Test("filters as statsmodels does with the same parameters", arguments: [0, 1])
  func filtersAsStatsmodels(index: Int) throws {
    let peer = try reference("hmm", as: HMMReference.self).switching[index]
    var settings = MarkovSwitchingSettings(
      regimeCount: peer.regimes,
      start: .clusterings(count: 1, seed: 0, trial: 0),
      maximumIterations: 1,
      tolerance: 0,
      varianceFloor: 1e-6,
      minimumRegimeRows: 0
    )
    let rounded = peer.transitions.map { row in row.map { $0 / row.reduce(0, +) } }
    let parameters = try HMMParameters(
      initial: [Double](repeating: 1 / Double(peer.regimes), count: peer.regimes),
      transitions: rounded,
      means: peer.means.map { [$0] },
      covariances: peer.variances.map { SymmetricMatrix(diagonal: [$0]) }
    )
    settings.start = .parameters(parameters)
    let fit = try MarkovSwitchingVolatility.fit(peer.returns, settings: settings)
    #expect(abs(fit.model.report.logLikelihoods[0] - peer.logLikelihood) < 1e-8)
    let initial = try #require(parameters.stationaryDistribution)
    let stationary = try HMMParameters(
      initial: initial,
      transitions: rounded,
      means: parameters.means,
      covariances: parameters.covariances
    )
    var filter = HMMFilter(stationary)
    var rows: [[Double]] = []
    for value in peer.returns {
      try filter.update([value])
      rows.append(filter.probabilities)
    }
    let every25 = stride(from: 0, to: rows.count, by: 25).flatMap { rows[$0] }
    #expect(deviation(every25, peer.filtered.flatMap(\.self)) < 1e-9)
    #expect(abs(filter.logLikelihood - peer.logLikelihood) < 1e-8)
  }
}
