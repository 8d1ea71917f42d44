import MarketModel
import QuantMath
import Regime
import Testing

@Suite("HMMFilter and the types of states")
struct HMMFilterTests {
  @Test(
    "row by row gives the bits of the batch, and no row sees a later one",
    arguments: [2, 3, 9]
  )
  func streamEqualsBatch(states: Int) throws {
    let rows = try table(MadeRegimes.clear(seed: 11, count: 260).rows)
    let fit = try GaussianHMM.fit(rows, settings: .made(states: states, iterations: 10))
    let batch = try fit.filteredStates(of: rows)
    var filter = fit.filter()
    for row in 0..<rows.rowCount {
      try filter.update(rows.row(row))
      #expect(filter.probabilities == batch.probabilities[row])
      #expect(filter.state == batch.labels[row])
    }
    #expect(filter.logLikelihood == batch.logLikelihood)
    for cut in [1, 2, 17, 100, 259] {
      let past = try fit.filteredStates(of: rows.slice(0..<cut))
      #expect(past.probabilities == Array(batch.probabilities.prefix(cut)))
    }
  }

  @Test("smoothed states do see later rows")
  func smoothedStatesLookAhead() throws {
    let rows = try table(MadeRegimes.clear(seed: 11, count: 260).rows)
    let fit = try GaussianHMM.fit(rows, settings: .made(states: 3))
    let (whole, part) = (
      try fit.smoothedStates(of: rows), try fit.smoothedStates(of: rows.slice(0..<130))
    )
    #expect(Array(whole.probabilities.prefix(130)) != part.probabilities)
  }

  @Test("leaves out the rows that the model has learned from")
  func leavesOutLearnedRows() throws {
    let rows = try table(MadeRegimes.clear(seed: 2, count: 200).rows)
    let fit = try GaussianHMM.fit(rows.slice(0..<150), settings: .made(states: 2))
    let states = try fit.filteredStates(of: rows)
    let times = (0..<200).map { Timestamp(nanoseconds: Int64($0) * 1_000) }
    let series = try states.visibleSeries(
      name: "regime.hmm",
      visibleAt: times,
      fittedThrough: times[149]
    )
    #expect(series.visibleAt == times[150...].map(\.nanoseconds))
    #expect(series.values == states.labels[150...].map(Double.init))
    #expect(throws: RegimeModelError.wrongTimeCount(expected: 200, found: 3)) {
      try states.visibleSeries(
        name: "regime.hmm",
        visibleAt: Array(times.prefix(3)),
        fittedThrough: times[0]
      )
    }
    #expect(throws: RegimeModelError.fallingTimes(row: 1)) {
      try states.visibleSeries(
        name: "regime.hmm",
        visibleAt: times.reversed(),
        fittedThrough: times[0]
      )
    }
  }

  @Test("a row far from every state leaves finite probabilities")
  func survivesOutliers() throws {
    let parameters = try HMMParameters(
      initial: [1, 0],
      transitions: [[0.9, 0.1], [0, 1]],
      means: [[0, 0], [5, 5]],
      covariances: [SymmetricMatrix(diagonal: [1, 1]), SymmetricMatrix(diagonal: [4, 4])]
    )
    var filter = HMMFilter(parameters)
    for row in [[0.0, 0], [1e99, -1e99], [3_000, 3_000], [-4_000, 0], [0, 0]] {
      try filter.update(row)
      #expect(filter.probabilities.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(abs(filter.probabilities.reduce(0, +) - 1) < 1e-12)
      #expect(filter.logLikelihood.isFinite)
    }
    #expect(filter.state == 1)
    let before = filter
    #expect(throws: RegimeModelError.self) { try filter.update([.nan, 0]) }
    #expect(filter.probabilities == before.probabilities)
  }

  @Test("a label changes only after it has persisted", arguments: [0, 1, 3])
  func debounces(rows: Int) {
    let raw = [0, 1, 0, 1, 1, 0, 1, 1, 1, 2, 1, 2, 2, 2, 2, 0]
    let late = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2]
    var debounce = StateDebounce(minimumRows: rows)
    #expect(debounce.label == nil)
    #expect(raw.map { debounce.update($0) } == (rows < 2 ? raw : late))
  }

  @Test("the next volatility is that of the mixture")
  func nextVolatility() throws {
    let returns = MadeRegimes.chain(
      seed: 5,
      count: 400,
      means: [[0], [0]],
      deviations: [0.5, 3],
      leaving: 0.02
    ).rows.map { $0[0] }
    let fit = try MarkovSwitchingVolatility.fit(
      returns,
      settings: MarkovSwitchingSettings(
        regimeCount: 2,
        start: .clusterings(count: 2, seed: 1, trial: 0),
        maximumIterations: 100,
        tolerance: 1e-6,
        varianceFloor: 1e-6,
        minimumRegimeRows: 5
      )
    )
    #expect(fit.variances[0] < fit.variances[1])
    var filter = fit.model.filter()
    for value in returns { try filter.update([value]) }
    let found = fit.nextVolatility(filter)
    #expect(found > fit.variances[0].squareRoot() * 0.9)
    #expect(found < fit.variances[1].squareRoot() * 1.1)
    #expect(try fit.filteredStates(of: returns).probabilities.last == filter.probabilities)
  }
}
