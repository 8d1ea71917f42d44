import MarketModel
import Regime
import Testing

@Suite("The example of the README")
struct ReadmeExampleTests {
  func columns(of series: BarSeries) throws -> [VisibleSeries] {
    let rows = RegimeRecord.records(
      of: series,
      calendar: .usEquities,
      spreads: nil,
      settings: .standard,
      configHash: "0123456789ab"
    )
    return try RegimeSeries.visibleSeries(from: rows, scope: series.symbol.name)
  }

  @Test("gives one column for each family of a symbol")
  func givesColumns() throws {
    let closes = MadeBars.walk(seed: 8, steps: [Double](repeating: 0.01, count: 60))
    let found = try columns(of: MadeBars.daily(closes))
    #expect(found.map(\.name) == Array(RegimeSeries.names.prefix(4)))
  }

  @Test("turns two z-scores into a state and a share of the position")
  func composite() throws {
    let weights = try CompositeWeights([
      .init("btc_dominance", 0.6), .init("alt_breadth_pct_up", -0.4),
    ])
    var detector = CompositeRegimeDetector(settings: .standard(.five))
    let score = try weights.score(of: [1.4, -0.5])
    let reading = try detector.update(score: score, bitcoinReturn: 0.02)
    let share = PositionScaling.standard.scale(of: reading.state, score: reading.score)
    #expect(score.isNearly(1.04))
    #expect(reading.state == .weakRiskOnMajors)
    #expect(share.map { $0.isNearly(0.616) } == true)
  }

  func hiddenRegimes(of features: ObservationTable, closes: [Timestamp]) throws -> VisibleSeries {
    let states = try RollingHMMDetector.states(
      of: features,
      walkForward: WalkForwardSettings(
        windowRows: 500,
        refitRows: 21,
        alignment: .emissions,
        restartGain: nil,
        minimumPersistenceRows: 3
      ),
      model: HMMSettings(
        stateCount: 3,
        covariance: .full,
        initialDistribution: .estimated,
        start: .clusterings(count: 6, seed: 42, trial: 0),
        maximumIterations: 200,
        tolerance: 1e-4,
        covarianceFloor: 1e-4,
        minimumStateRows: 20,
        order: .byVariance(feature: "return")
      )
    )
    return try states.visibleSeries(name: "regime.hidden", visibleAt: closes)
  }

  @Test("gives a column of hidden states after the first window")
  func givesHiddenStates() throws {
    let made = MadeRegimes.clear(seed: 3, count: 560)
    let features = try ObservationTable(
      features: ["return", "level"],
      columns: [made.rows.map { $0[0] }, made.rows.map { $0[1] }]
    )
    let closes = (1...560).map { Timestamp(nanoseconds: Int64($0) * 86_400_000_000_000) }
    let found = try hiddenRegimes(of: features, closes: closes)
    #expect(found.visibleAt.first == closes[500].nanoseconds)
    #expect(found.values.count == 60)
  }
}
