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
}
