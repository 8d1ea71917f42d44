import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("Feature tiers")
struct FeatureTierTests {
  static let calendar = TradingCalendar.usEquities

  @Test("a20 has its twenty columns in order")
  func a20Columns() {
    #expect(
      FeatureTier.a20.columns == [
        "dema_9", "dema_10", "sma_12", "dema_20", "dema_25", "sma_50", "dema_90", "sma_100",
        "sma_200", "rsi_daily", "rsi_weekly", "stochrsi_daily", "stochrsi_weekly", "macd_line",
        "obv", "adosc", "atr_14", "adx_14", "bb_percent_b", "vwap_20",
      ]
    )
  }

  @Test("vix has its eight columns in order, and ohlcv its five")
  func otherColumns() {
    #expect(
      FeatureTier.vix.columns == [
        "vix_close", "vix_sma_10", "vix_sma_20", "vix_percentile_60d", "vix_zscore_20d",
        "vix_regime", "vix_change_1d", "vix_change_5d",
      ]
    )
    #expect(FeatureTier.ohlcv.columns == ["open", "high", "low", "close", "volume"])
  }

  @Test("have the recorded values", arguments: ["a20", "vix"])
  func recordedValues(name: String) throws {
    let tier = try FeatureTierRegistry.standard.tier(named: name)
    let recorded = try RecordedTiers()
    let series = try recorded.series()
    let frame = try tier.features.frame(over: series, calendar: Self.calendar)
    let expected = try #require(recorded.values[tier.name])
    #expect(Set(frame.names) == Set(expected.keys))
    for column in frame.columns {
      let values = try #require(expected[column.name])
      // Differences of averages are as inexact as the averages, which are near the price or volume.
      let scale = column.name == "adosc" ? 1e4 : 20
      for (row, value) in values.enumerated() {
        guard let value, let found = column[row] else {
          #expect(value == column[row], "\(column.name) at \(row)")
          continue
        }
        #expect(abs(found - value) <= 1e-11 * max(abs(value), scale), "\(column.name) at \(row)")
      }
    }
  }

  @Test("are the same bar by bar, bit for bit", arguments: FeatureTierRegistry.standard.names)
  func streams(name: String) throws {
    let features = try FeatureTierRegistry.standard.tier(named: name).features
    let series = try RecordedTiers().series()
    let frame = try features.frame(over: series, calendar: Self.calendar)
    var stream = try features.stream(of: .day, calendar: Self.calendar)
    for row in 0..<series.count {
      stream.update(series[row])
      for (position, column) in frame.columns.enumerated() {
        #expect(stream[position]?.bitPattern == column[row]?.bitPattern, "\(column.name), \(row)")
      }
    }
  }

  @Test("lose 199 rows to the longest average, and 59 to the percentile")
  func lostRows() throws {
    let series = try RecordedTiers().series()
    for (tier, lost) in [(FeatureTier.a20, 199), (.vix, 59), (.ohlcv, 0)] {
      #expect(tier.features.lookback(of: .day, calendar: Self.calendar) == lost)
      let clean = try tier.features.frame(over: series, calendar: Self.calendar)
        .droppingUndefinedRows()
      #expect(clean.count == series.count - lost)
      #expect(clean.openTimes.first == series.openTimes[lost])
    }
  }

  @Test("never change when bars are cut off or changed later", arguments: ["a20", "vix"])
  func isCausal(name: String) throws {
    let tier = try FeatureTierRegistry.standard.tier(named: name)
    let series = try RecordedTiers().series()
    let bars = (0..<series.count).map { series[$0] }
    let cuts = [1, 60, 150, 199, 200, 201, 202, 203, 204, 205, 251, 299, 329]
    let found = CausalitySuite(bars: bars, cuts: cuts).violations(ofColumns: { bars in
      guard let part = try? BarSeries(symbol: "REF", interval: .day, bars: bars),
        let frame = try? tier.features.frame(over: part, calendar: Self.calendar)
      else { return [] }
      return frame.columns
    })
    #expect(found == [])
  }

  @Test("give a score of zero while the index stands still, and codes at the bounds")
  func vixEdges() throws {
    let template = try RecordedTiers().series()
    let levels = (0..<80).map { index -> Double in
      index < 40 ? 12 : [15, 14.99, 25, 24.99][index % 4]
    }
    let series = try BarSeries(
      symbol: "VIX",
      interval: .day,
      openTimes: Array(template.openTimes.prefix(80)),
      closeTimes: Array(template.closeTimes.prefix(80)),
      open: levels,
      high: levels,
      low: levels,
      close: levels,
      volume: levels.map { _ in 0 }
    )
    let frame = try FeatureTier.vix.features.frame(over: series, calendar: Self.calendar)
    #expect(frame["vix_zscore_20d", 18] == nil)
    #expect(frame["vix_zscore_20d", 19] == 0)
    #expect((40..<44).map { frame["vix_regime", $0] } == [1, 0, 2, 1])
    #expect(frame["vix_regime", 3] == 0)
    #expect(frame["vix_percentile_60d", 59] == 100 * (50.0 / 59))
  }

  @Test("are found by name, and more can be added")
  func registry() throws {
    let registry = FeatureTierRegistry.standard
    #expect(registry.names == ["ohlcv", "a20", "vix"])
    #expect(try registry.tier(named: "a20") == .a20)
    #expect(throws: FeatureTierError.unknownTier(name: "vixx", suggestion: "vix")) {
      try registry.tier(named: "vixx")
    }
    let own = FeatureTier(
      name: "mine",
      summary: "One column.",
      features: try FeatureSet([.init("range", .high - .low)])
    )
    let more = try registry.adding(own)
    #expect(try more.tier(named: "mine") == own)
    #expect(throws: FeatureTierError.duplicateTier("mine")) { try more.adding(own) }
  }

  @Test("describe every column", arguments: FeatureTierRegistry.standard.names)
  func dictionary(name: String) throws {
    let tier = try FeatureTierRegistry.standard.tier(named: name)
    let lines = tier.features.dictionary(of: .day, calendar: Self.calendar)
    #expect(lines.map(\.name) == tier.columns)
    #expect(!lines.contains { $0.summary.isEmpty || !$0.summary.hasSuffix(".") })
  }
}
