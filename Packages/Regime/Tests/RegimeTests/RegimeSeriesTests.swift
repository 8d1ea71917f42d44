import ConfigValidation
import MarketModel
import Regime
import RegimeTesting
import Testing

@Suite("RegimeRecord and RegimeSeries")
struct RegimeSeriesTests {
  let settings = RegimeSettings.standard

  func records() throws -> [RegimeRecord] {
    let closes = MadeBars.walk(seed: 4, steps: [Double](repeating: 0.02, count: 80))
    return RegimeRecord.records(
      of: try MadeBars.daily(closes, symbol: "SPY"),
      calendar: .usEquities,
      spreads: nil,
      settings: settings,
      configHash: "0123456789ab"
    )
  }

  @Test("gives each family a column that begins with its first label")
  func columnsBeginWithLabels() throws {
    let rows = try records()
    let series = try RegimeSeries.visibleSeries(from: rows.reversed(), scope: "SPY")
    #expect(series.map(\.name) == Array(RegimeSeries.names.prefix(4)))
    #expect(series[0].visibleAt.first == rows[24].timestamp.nanoseconds)
    #expect(series[1].visibleAt.first == rows[0].timestamp.nanoseconds)
    let newest = try #require(rows.last)
    let last = try #require(series[0].value(at: newest.timestamp))
    #expect(VolatilityRegime(code: last)?.label == rows.last?.volatility)
    #expect(try RegimeSeries.visibleSeries(from: rows, scope: "QQQ") == [])
  }

  @Test("numbers and texts of every label lead back to it")
  func labelsRoundTrip() {
    for label in VolatilityRegime.allCases {
      #expect(VolatilityRegime(label: label.label) == label)
      #expect(VolatilityRegime(code: label.code) == label)
    }
    for label in SessionRegime.allCases { #expect(SessionRegime(label: label.label) == label) }
    #expect(RiskRegime(code: 1.5) == nil)
    #expect(TrendRegime(label: "SIDEWAYS") == nil)
  }

  @Test("names a label that no family has")
  func refusesUnknownLabels() throws {
    var rows = try records()
    rows[3].trend = "UP"
    #expect(
      throws: RegimeError.unknownLabel(
        family: "regime.trend",
        label: "UP",
        timestamp: rows[3].timestamp
      )
    ) {
      try RegimeSeries.visibleSeries(from: rows, scope: "SPY")
    }
  }

  @Test("the market's rows carry the vote, its members and the session, causally")
  func marketRows() throws {
    let spy = MadeBars.walk(seed: 5, steps: [Double](repeating: 0.02, count: 90))
    let tlt = try MadeBars.daily(
      MadeBars.walk(seed: 6, steps: [Double](repeating: 0.01, count: 90)),
      symbol: "TLT"
    )
    func detect(_ bars: BarSeries) -> [RegimeRecord] {
      let now = Timestamp(nanoseconds: bars.closeTimes.last ?? 0)
      let other = tlt.slice(openingFrom: Timestamp(nanoseconds: 0), closedBy: now)
      return RegimeRecord.records(
        ofMarket: [bars, other],
        scope: RegimeRecord.equities,
        calendar: .usEquities,
        settings: settings,
        configHash: "0"
      )
    }
    let series = try MadeBars.daily(spy, symbol: "SPY")
    let rows = detect(series)
    #expect(rows.count == 90)
    #expect(rows.allSatisfy { $0.eventType == .market && $0.session == "RTH" })
    #expect(rows[0].risk == "UNKNOWN")
    let last = try #require(rows.last)
    #expect(last.risk != "UNKNOWN")
    let metrics = try JSONValue(parsing: last.metricsJSON)
    #expect(metrics["members_without_data"] == ["IBIT", "GLD"])
    #expect(metrics["votes"]?["SPY"]?.integerValue != nil)
    let suite = RegimeCausalitySuite(series: series, cuts: [20, 25, 40, 88])
    #expect(suite.violations { detect($0) } == [])
    let columns = try RegimeSeries.visibleSeries(from: rows, scope: RegimeRecord.equities)
    #expect(columns.map(\.name) == ["regime.session", "regime.risk"])
  }
}
