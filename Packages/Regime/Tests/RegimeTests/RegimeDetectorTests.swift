import Features
import MarketModel
import Regime
import RegimeTesting
import Testing

@Suite("RegimeDetector")
struct RegimeDetectorTests {
  let settings = RegimeSettings.standard

  func walk(_ count: Int) throws -> BarSeries {
    let closes = MadeBars.walk(seed: 9, steps: (0..<count).map { $0 % 90 > 70 ? 0.04 : 0.01 })
    let volumes = closes.map { (($0 * 7919).truncatingRemainder(dividingBy: 997)).rounded() }
    return try MadeBars.daily(closes, range: 0.1, volumes: volumes)
  }

  func spreads(for series: BarSeries) throws -> VisibleSeries {
    try VisibleSeries(
      name: "spread",
      visibleAt: series.closeTimes.map { $0 - 60_000_000_000 },
      values: series.closeTimes.indices.map { [0.0003, 0.001, 0.003, 0.006][$0 % 4] }
    )
  }

  @Test("labels a bar from it and its past alone")
  func isCausal() throws {
    let series = try walk(240)
    let quotes = try spreads(for: series)
    let suite = RegimeCausalitySuite(
      series: series,
      cuts: [1, 2, 21, 25, 30, 31, 50, 51, 120, 239]
    )
    let found = suite.violations { bars in
      RegimeRecord.records(
        of: bars,
        calendar: .usEquities,
        spreads: quotes,
        settings: settings,
        configHash: "0"
      )
    }
    #expect(found == [])
  }

  @Test("the suite catches a detector that looks ahead")
  func suiteCatchesLookAhead() throws {
    let suite = RegimeCausalitySuite(series: try walk(80), cuts: [40])
    let found = suite.violations { bars in
      var records = RegimeRecord.records(
        of: bars,
        calendar: .usEquities,
        spreads: nil,
        settings: settings,
        configHash: "0"
      )
      for row in records.indices.dropLast() {
        records[row].trend = bars.close[row + 1] > bars.close[row] ? "TREND_UP" : "TREND_DOWN"
      }
      return records
    }
    let changes = found.compactMap { violation -> FutureChange? in
      guard case .sawTheFuture(_, let cause, _, _) = violation else { return nil }
      return cause.change
    }
    #expect(changes.contains(.truncated))
  }

  @Test("counts warm-up, evidence and quality into its confidence")
  func confidence() throws {
    let series = try walk(120)
    let found = RegimeDetector.readings(
      of: series,
      calendar: .usEquities,
      spreads: try spreads(for: series),
      settings: settings
    )
    #expect(found.firstIndex(where: \.isWarm) == 49)
    #expect(found[119].confidence == 1)
    #expect(found[0].confidence < 0.2)
    #expect(found.allSatisfy { $0.flags.isEmpty })
    let blind = RegimeDetector.readings(
      of: series,
      calendar: .usEquities,
      spreads: nil,
      settings: settings
    )
    #expect(abs(blind[119].confidence - (1 + 1 + 0.5) / 3) < 1e-12)
    #expect(blind[119].time.nanoseconds == series.closeTimes[119])
  }

  @Test("does not believe an old spread")
  func oldSpread() throws {
    let series = try walk(60)
    let old = try VisibleSeries(
      name: "spread",
      visibleAt: [
        series.closeTimes[50] - 121_000_000_000, series.closeTimes[51] - 120_000_000_000,
      ],
      values: [0.01, 0.01]
    )
    let found = RegimeDetector.readings(
      of: series,
      calendar: .usEquities,
      spreads: old,
      settings: settings
    )
    #expect(found[50].spread == nil)
    #expect(found[51].spread == 0.01)
    #expect(found[51].liquidity == .dried)
    #expect(found[52].spread == nil)
  }

  @Test("flags repaired, missing and unmoving bars, and halves its confidence for each")
  func flagsQuality() throws {
    var bars = try (0..<40).map { try MadeBars.daily((0..<40).map { 100 + Double($0) })[$0] }
    bars[10].high = bars[10].close - 0.5
    bars.remove(at: 20)
    for row in 30..<38 {
      (bars[row].open, bars[row].high) = (bars[29].close, bars[29].close)
      (bars[row].low, bars[row].close) = (bars[29].close, bars[29].close)
    }
    let series = try BarSeries(symbol: "TEST", interval: .day, bars: bars)
    let found = RegimeDetector.readings(
      of: series,
      calendar: .usEquities,
      spreads: nil,
      settings: settings
    )
    #expect(found[10].flags == .repaired)
    #expect(found[20].flags == .gap)
    #expect(found[33].flags == [])
    #expect(found[34].flags == .stale)
    #expect(found.indices.filter { !found[$0].flags.isEmpty } == [10, 20, 34, 35, 36, 37])
    #expect(found[20].confidence < 0.6 * found[19].confidence)
  }

  @Test("does not call nights, weekends and holidays gaps in minute bars")
  func minuteBarsHaveNoGapOverNight() throws {
    let calendar = TradingCalendar.usEquities
    let days = calendar.sessions(
      from: CivilDate(dayNumber: 19_904),
      through: CivilDate(dayNumber: 19_912)
    )
    let bars = days.flatMap { session in
      stride(from: session.open.nanoseconds, to: session.close.nanoseconds, by: 60_000_000_000).map
      {
        Bar(
          openTime: Timestamp(nanoseconds: $0),
          closeTime: Timestamp(nanoseconds: $0 + 60_000_000_000),
          open: 10,
          high: 11,
          low: 9,
          close: 10,
          volume: 1
        )
      }
    }
    var detector = RegimeDetector(settings: settings, calendar: calendar, interval: .minute)
    let flags = bars.map { detector.update($0, spread: nil).flags }
    #expect(days.count >= 5)
    #expect(!flags.contains { !$0.isEmpty })
  }

  @Test("spells out every setting once")
  func canonicalText() {
    let lines = settings.canonicalText.split(separator: "\n")
    #expect(Set(lines).count == lines.count)
    var other = settings
    other.risk.deadBand = 0.6
    #expect(other.canonicalText != settings.canonicalText)
    #expect(settings.canonicalText.contains("volatility.spike_above=2.5"))
  }
}
