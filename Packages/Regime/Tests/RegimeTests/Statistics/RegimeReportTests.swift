import MarketModel
import QuantMath
import Regime
import Testing

@Suite("The reports on regimes")
struct RegimeReportTests {
  static let five = CompositeState.Resolution.five.states

  @Test("count switches by the calendar and runs by rows")
  func stability() throws {
    let states = Array("AABBBACC").map(String.init)
    let start = CivilDate(dayNumber: 20_000)
    let dates = [0, 1, 2, 3, 5, 6, 7, 9].map { start.advanced(byDays: $0) }
    let report = try RegimeStabilityReport(
      of: states,
      dates: dates,
      declared: ["A", "B", "C", "D"]
    )
    #expect(report.totalDays == 8)
    #expect(report.totalSwitches == 3)
    #expect(report.switchesPerYear == 3 / (10 / 365.25))
    #expect(report.meanRunLength == 2)
    #expect(report.distribution.map(\.percent) == [37.5, 37.5, 25, 0])
    #expect(report.distribution.map(\.rowCount) == [3, 3, 2, 0])
    let single = try RegimeStabilityReport(of: ["A"], dates: [start], declared: ["A"])
    #expect(single.totalSwitches == 0 && single.switchesPerYear == 0 && single.meanRunLength == 1)
  }

  @Test("refuse rows that are no series")
  func refuses() {
    let day = CivilDate(dayNumber: 0)
    #expect(throws: RegimeInputError.countMismatch(field: "states", expected: 1, found: 0)) {
      try RegimeStabilityReport<String>(of: [], dates: [], declared: ["A"])
    }
    #expect(throws: RegimeInputError.countMismatch(field: "dates", expected: 1, found: 0)) {
      try RegimeStabilityReport(of: ["A"], dates: [], declared: ["A"])
    }
    #expect(throws: RegimeInputError.datesNotRising(row: 1)) {
      try RegimeStabilityReport(of: ["A", "A"], dates: [day, day], declared: ["A"])
    }
    #expect(throws: RegimeInputError.undeclaredState(row: 1, state: "B")) {
      try RegimeTransitionReport(of: ["A", "B"], declared: ["A"])
    }
  }

  @Test("count who follows whom, and leave rows that were never visited undefined")
  func transitions() throws {
    let report = try RegimeTransitionReport(
      of: Array("AABABC").map(String.init),
      declared: ["A", "B", "C", "D"]
    )
    #expect(report.counts == [[1, 2, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    #expect(report.probabilities == [[1.0 / 3, 2.0 / 3, 0, 0], [0.5, 0, 0.5, 0], nil, nil])
    let durations: [Double?] = [1.5, 1, nil, nil]
    #expect(report.expectedDurations.map { $0.map { ($0 * 1e9).rounded() / 1e9 } } == durations)
    let forever = try RegimeTransitionReport(of: ["A", "A", "A"], declared: ["A"])
    #expect(forever.expectedDurations == [nil])
    let empty = try RegimeTransitionReport<String>(of: [], declared: ["A"])
    #expect(empty.probabilities == [nil])
  }

  @Test("give the moments, probabilities and errors of scipy and statsmodels")
  func matchesReference() throws {
    let reference = try StatisticsReference.load()
    let report = try RegimeReturnReport(
      states: reference.compositeStates,
      declared: Self.five,
      forwardReturns: try reference.columns(),
      bootstrap: .standard(seed: reference.seed, trial: reference.trial)
    )
    #expect(report.rows.count == reference.rows.count)
    for expected in reference.rows {
      let row = try #require(
        report.row(of: Self.five[expected.state], horizonRows: expected.horizon)
      )
      #expect(row.count == expected.count)
      #expect(isClose(row.mean, expected.mean, within: 1e-11))
      #expect(isClose(row.standardDeviation, expected.deviation, within: 1e-11))
      #expect(row.hitRate == expected.hitRate)
      #expect(isClose(row.tStatistic, expected.t, within: 1e-10))
      #expect(isClose(row.pValue, expected.p, within: 1e-8))
      #expect(isClose(row.neweyWestTStatistic, expected.tNeweyWest, within: 1e-9))
      let interval = try #require(row.meanInterval)
      #expect(isClose(interval.lower, expected.interval[0], within: 1e-10))
      #expect(isClose(interval.upper, expected.interval[1], within: 1e-10))
      #expect(interval.resampleCount == Int(expected.interval[2]))
    }
  }

  @Test("give numpy's edges, with a probability of the centred resamples")
  func matchesEdges() throws {
    let reference = try StatisticsReference.load()
    let report = try RegimeEdgeReport(
      states: reference.compositeStates,
      declared: Self.five,
      forwardReturns: try reference.columns(),
      worstHorizonRows: 1,
      bestHorizonRows: 5,
      bootstrap: .standard(seed: reference.seed, trial: reference.trial)
    )
    #expect(report.worst.state == .strongRiskOnAlts && report.best.state == .strongRiskOnMajors)
    for (name, found) in [
      ("edge_worst", report.worst.edge), ("edge_best", report.best.edge), ("spread", report.spread),
    ] {
      let expected = try #require(reference.edges[name])
      #expect(isClose(found?.value, expected.value, within: 1e-10))
      #expect(isClose(found?.interval?.lower, expected.interval[0], within: 1e-10))
      #expect(isClose(found?.interval?.upper, expected.interval[1], within: 1e-10))
      #expect(found?.interval?.resampleCount == Int(expected.interval[2]))
      #expect(found?.pValue == expected.pValue)
    }
  }

  @Test("give arch's interval of a mean within the error of the resampling")
  func matchesArch() throws {
    let reference = try StatisticsReference.load()
    let report = try RegimeReturnReport(
      states: reference.states,
      declared: [0, 1, 2, 3, 4],
      forwardReturns: [try reference.columns()[0]],
      bootstrap: RegimeBootstrap(
        blockRows: 10,
        resampleCount: 4000,
        level: 0.95,
        seed: 9,
        trial: 0
      )
    )
    let interval = try #require(report.row(of: 1, horizonRows: 1)?.meanInterval)
    let expected = reference.archIntervalState1
    let width = expected[1] - expected[0]
    #expect(abs(interval.lower - expected[0]) < 0.06 * width)
    #expect(abs(interval.upper - expected[1]) < 0.06 * width)
  }

  /// Without centring, the probability would lie near one half whatever the effect.
  @Test("tell an effect from none by the probability")
  func centredProbability() throws {
    var stream = PhiloxStream(seed: 2, purpose: 3, trial: 0, path: 0)
    let states = (0..<900).map { ($0 / 15) % 3 }
    let noise = states.map { _ in 0.02 * stream.normal() }
    func probability(effect: Double) throws -> Double {
      let values: [Double?] = zip(states, noise).map { effect * Double($0 - 1) + $1 }
      let report = try RegimeEdgeReport(
        states: states,
        declared: [0, 1, 2],
        forwardReturns: [try ForwardReturns(of: [nil] + values.dropLast(), horizonRows: 1)],
        worstHorizonRows: 1,
        bestHorizonRows: 1,
        bootstrap: .standard(seed: 1, trial: 0)
      )
      return try #require(report.spread?.pValue)
    }
    #expect(try probability(effect: 0.01) == 1.0 / 301)
    #expect(try probability(effect: 0) > 0.05)
  }

  @Test("leave undefined what too few or equal returns cannot tell")
  func undefined() throws {
    let states = [0, 1, 1, 2, 2, 2]
    let values: [Double?] = [nil, 0.25, 0.5, 0.5, 0.75, -0.25]
    let report = try RegimeReturnReport(
      states: states,
      declared: [0, 1, 2, 3],
      forwardReturns: [ForwardReturns(of: values, horizonRows: 1)],
      bootstrap: .standard(seed: 1, trial: 0)
    )
    let rows = report.rows
    #expect(rows.map(\.count) == [1, 2, 2, 0])
    #expect(rows[0].mean == 0.25 && rows[0].hitRate == 1)
    #expect(rows[0].standardDeviation == nil && rows[0].tStatistic == nil)
    #expect(rows[1].tStatistic == nil && rows[1].pValue == nil)
    #expect(rows[1].neweyWestTStatistic == nil)
    #expect(rows[2].tStatistic != nil && rows[2].pValue != nil)
    #expect(rows[3].mean == nil && rows[3].hitRate == nil && rows[3].meanInterval == nil)
  }

  @Test("name what a report cannot be made of")
  func refusesReports() throws {
    let column = try ForwardReturns(of: [0.1, 0.2, 0.3], horizonRows: 1)
    let bootstrap = RegimeBootstrap.standard(seed: 1, trial: 0)
    #expect(
      throws: RegimeInputError.countMismatch(
        field: "forward returns over 1 rows",
        expected: 2,
        found: 3
      )
    ) {
      try RegimeReturnReport(
        states: [0, 1],
        declared: [0, 1],
        forwardReturns: [column],
        bootstrap: bootstrap
      )
    }
    #expect(throws: RegimeInputError.horizonMissing(rows: 5)) {
      try RegimeEdgeReport(
        states: [0, 1, 0],
        declared: [0, 1],
        forwardReturns: [column],
        worstHorizonRows: 1,
        bestHorizonRows: 5,
        bootstrap: bootstrap
      )
    }
    let error = try #require(throws: RegimeSettingsError.self) {
      try RegimeBootstrap(blockRows: 0, resampleCount: 1, level: 1, seed: 0, trial: 0)
    }
    #expect(error.problems.map(\.field) == ["block_size", "n_boot", "level"])
  }
}
