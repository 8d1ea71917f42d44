import QuantMath
import Regime
import Testing

@Suite("GaussianHMM")
struct GaussianHMMTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    var states: Int
    var features: Int
    var covariance: CovarianceShape
    var initial: HMMSettings.InitialDistribution

    var testDescription: String {
      "\(states) states, \(features) features, \(covariance), \(initial)"
    }
  }

  static let shapes = [1, 2, 3, 4, 6].flatMap { states in
    [1, 2, 4].flatMap { features in
      [
        Shape(states: states, features: features, covariance: .full, initial: .estimated),
        Shape(states: states, features: features, covariance: .diagonal, initial: .stationary),
      ]
    }
  }

  @Test("never falls", arguments: shapes)
  func neverFalls(shape: Shape) throws {
    for seed in UInt64(0)..<4 {
      var means: [[Double]] = []
      for state in 0..<max(2, shape.states) {
        means.append((0..<shape.features).map { Double((7 * state + 3 * $0) % 5) })
      }
      let made = MadeRegimes.chain(
        seed: seed,
        count: 230 + Int(seed),
        means: means,
        deviations: means.indices.map { state in 0.2 + Double(state) },
        leaving: 0.05
      )
      var settings = HMMSettings.made(
        states: shape.states,
        covariance: shape.covariance,
        starts: 1,
        seed: seed,
        iterations: 15,
        tolerance: 0
      )
      settings.initialDistribution = shape.initial
      // A high floor and a low one: the constrained step must climb too.
      settings.covarianceFloor = seed.isMultiple(of: 2) ? 0.05 : 1e-9
      let fit = try GaussianHMM.fit(table(made.rows), settings: settings)
      let trace = fit.report.logLikelihoods
      let slack = 1e-11 * (1 + abs(trace[0]))
      let falls = zip(trace, trace.dropFirst()).map { $0 - $1 }.filter { $0 > slack }
      #expect(falls == [])
      #expect(trace.allSatisfy { $0.isFinite })
      let sums = fit.parameters.transitions.map { row in row.reduce(0, +) }
      #expect(sums.allSatisfy { abs($0 - 1) < 1e-12 })
    }
  }

  @Test("finds made regimes again", arguments: [UInt64(1), 2, 3])
  func findsRegimes(seed: UInt64) throws {
    let made = MadeRegimes.clear(seed: seed, count: 600)
    let rows = try table(made.rows)
    let fit = try GaussianHMM.fit(rows, settings: .made(states: 3))
    #expect(share(try fit.filteredStates(of: rows).labels, made.states) > 0.95)
    #expect(share(try fit.smoothedStates(of: rows).labels, made.states) > 0.97)
    #expect(share(try fit.mostProbablePath(of: rows).labels, made.states) > 0.97)
    let durations = fit.parameters.expectedDurations.compactMap(\.self)
    #expect(durations.allSatisfy { $0 > 8 && $0 < 50 })
  }

  @Test("the Bayesian criterion chooses the number of states that made the rows")
  func choosesStateCount() throws {
    let rows = try table(MadeRegimes.clear(seed: 4, count: 500).rows)
    let scores = try (1...4).map {
      try GaussianHMM.fit(rows, settings: .made(states: $0, iterations: 40)).bayesianCriterion
    }
    #expect(scores.indices.min { scores[$0] < scores[$1] } == 2)
  }

  @Test("one state is the normal distribution of the rows")
  func oneState() throws {
    let rows = try table(MadeRegimes.clear(seed: 5, count: 300).rows)
    let fit = try GaussianHMM.fit(rows, settings: .made(states: 1))
    let mean = rows.columns[0].reduce(0, +) / 300
    #expect(abs(fit.parameters.means[0][0] - mean) < 1e-12)
    #expect(fit.freeParameterCount == 5)
    #expect(fit.parameters.stationaryDistribution == [1])
  }

  @Test("gives the same bytes again, and other starts for other seeds")
  func isReproducible() throws {
    let rows = try table(MadeRegimes.clear(seed: 6, count: 200).rows)
    let settings = HMMSettings.made(states: 3, starts: 3, seed: 9)
    #expect(
      try GaussianHMM.fit(rows, settings: settings) == GaussianHMM.fit(rows, settings: settings)
    )
    var fewer = settings
    fewer.start = .clusterings(count: 2, seed: 9, trial: 0)
    let (three, two) = (
      try GaussianHMM.fit(rows, settings: settings).report.starts,
      try GaussianHMM.fit(rows, settings: fewer).report.starts
    )
    #expect(Array(three.prefix(2)) == two)
  }

  @Test("works from logarithms where scaled numbers leave their range")
  func survivesImpossibleMoves() throws {
    // State 1 can never be left for state 0, yet the last rows are a thousand deviations from it.
    let rows = try table((0..<40).map { [$0 < 20 || $0 > 35 ? sin($0) : 2_000 + sin($0)] })
    var settings = HMMSettings.made(states: 2, order: .asFitted)
    settings.start = .parameters(
      try HMMParameters(
        initial: [1, 0],
        transitions: [[0.5, 0.5], [0, 1]],
        means: [[0], [2_000]],
        covariances: [SymmetricMatrix(diagonal: [1]), SymmetricMatrix(diagonal: [1])]
      )
    )
    settings.covarianceFloor = 1e-8
    let fit = try GaussianHMM.fit(rows, settings: settings)
    let trace = fit.report.logLikelihoods
    #expect(trace.allSatisfy { $0.isFinite })
    #expect(zip(trace, trace.dropFirst()).allSatisfy { $1 - $0 > -1e-11 * abs($0) })
    let smoothed = try fit.smoothedStates(of: rows).probabilities
    #expect(smoothed.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-9 })
  }

  @Test("scaled passes and logarithms agree", arguments: [2, 3, 5])
  func agreesWithItself(states: Int) throws {
    let made = MadeRegimes.clear(seed: 7, count: 203)
    let rows = try table(made.rows)
    let fit = try GaussianHMM.fit(rows, settings: .made(states: states, iterations: 5))
    let filtered = try fit.filteredStates(of: rows)
    let smoothed = try fit.smoothedStates(of: rows)
    #expect(abs(filtered.logLikelihood - smoothed.logLikelihood) < 1e-9)
    #expect(abs(filtered.logLikelihood - fit.logLikelihood) < 1e-9)
    // After the last row there is nothing that hindsight could add.
    let pairs = zip(filtered.probabilities[202], smoothed.probabilities[202])
    #expect(pairs.allSatisfy { abs($0 - $1) < 1e-12 })
  }

  private func sin(_ value: Int) -> Double { Double((value * 37) % 17) / 8 - 1 }
}

/// The share of positions at which labels agree.
func share(_ left: [Int], _ right: [Int]) -> Double {
  Double(zip(left, right).filter { $0 == $1 }.count) / Double(max(1, left.count))
}
