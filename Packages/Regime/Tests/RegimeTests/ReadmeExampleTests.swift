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
}
