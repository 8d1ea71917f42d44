import DataLakeTesting
import MarketModel
import ReplayPacks
import Testing

@Suite("Outcomes: values")
struct OutcomeTests {
  static let start = Timestamp(seconds: 1_577_836_800)  // 2020-01-01

  static func outcomes(
    _ bars: BarSeries,
    _ horizons: [Int64],
    barsPerYear: Double? = nil
  ) throws -> [HorizonOutcomes] {
    try computeOutcomes(
      of: bars,
      anchors: 0..<bars.count,
      definition: try OutcomeDefinition(horizonSeconds: horizons, barsPerYear: barsPerYear),
      expectation: .continuous(bars.interval)
    )
  }

  @Test("Numbers of a window that can be checked by hand")
  func byHand() throws {
    let bars = try BarBuilder.bars(
      "X",
      .minute,
      from: Self.start,
      closes: [100, 101, 99, 102, 103, 103, 90]
    )
    let outcome = try Self.outcomes(bars, [300])[0][0]
    #expect(outcome.windowStart == Self.start.advanced(bySeconds: 60))
    #expect(outcome.windowEnd == Self.start.advanced(bySeconds: 360))
    #expect(outcome.barsExpected == 5)
    #expect(outcome.barsFound == 5)
    #expect(outcome.gapCount == 0)
    #expect(outcome.status == .ok)
    #expect(outcome.closeNow == 100)
    #expect(outcome.closeAtHorizon == 103)
    #expect(outcome.forwardReturn == 0.03)
    #expect(outcome.maximumHigh == 103 * 1.0001)
    #expect(outcome.maximumRunup == 0.030103)
    // Bars 4 and 5 share the highest high; the first of them counts.
    #expect(outcome.maximumRunupAt == Self.start.advanced(bySeconds: 240))
    #expect(outcome.minimumLow == 99 * 0.9999)
    #expect(outcome.maximumDrawdown == -0.010099)
    #expect(outcome.maximumDrawdownAt == Self.start.advanced(bySeconds: 120))
    #expect(!outcome.isVolatilityAnnualised)
  }

  @Test("The end of the data is incomplete or a gap, and states no more than it knows")
  func endOfData() throws {
    let bars = try BarBuilder.bars("X", .minute, from: Self.start, closes: [1, 2, 3, 4, 5, 6])
    let horizon = try Self.outcomes(bars, [300])[0]
    #expect(horizon.status == [.ok, .ok, .gap, .gap, .gap, .incomplete])
    #expect(horizon[2].forwardReturn == 1)
    #expect(horizon[2].maximumHigh == nil)
    #expect(horizon[2].realizedVolatility == nil)
    #expect(horizon[5].closeAtHorizon == nil)
    #expect(horizon[5].forwardReturn == nil)
    #expect(horizon[1].gapCount == 1)
  }

  @Test("One missing bar is tolerated, two are a gap; bars after a hole are found again")
  func holes() throws {
    let whole = try BarBuilder.randomWalk("X", .minute, from: Self.start, count: 40, seed: 1)
    let kept = (0..<40).filter { ![10, 20, 21].contains($0) }
    let bars = try BarSeries(symbol: "X", interval: .minute, bars: kept.map { whole[$0] })
    let horizon = try Self.outcomes(bars, [300])[0]
    let status = Dictionary(uniqueKeysWithValues: zip(kept, horizon.status))
    #expect(status[9] == .ok)
    #expect(status[4] == .ok)
    #expect(status[17] == .gap)
    #expect(status[19] == .gap)
    #expect(status[22] == .ok)
  }

  @Test("A window shorter than the pause to the next bar is incomplete, the next one is not")
  func shortWindows() throws {
    let first = try BarBuilder.bars("X", .minute, from: Self.start, closes: [1, 2, 3])
    let second = try BarBuilder.bars(
      "X",
      .minute,
      from: Self.start.advanced(bySeconds: 86_400),
      closes: [9, 8, 7, 6, 5, 4, 3]
    )
    let bars = try BarSeries(
      symbol: "X",
      interval: .minute,
      bars: (0..<3).map { first[$0] } + (0..<7).map { second[$0] }
    )
    let horizon = try Self.outcomes(bars, [300])[0]
    #expect(horizon.status[2] == .incomplete)
    #expect(horizon[3].maximumHigh == 9 * 1.0001)
    #expect(horizon[3].barsFound == 5)
    #expect(horizon[3].closeAtHorizon == 4)
  }

  @Test("Every outcome equals a search over its window", arguments: 0..<12 as Range<UInt64>)
  func againstSearch(seed: UInt64) throws {
    let whole = try BarBuilder.randomWalk("X", .minute, from: Self.start, count: 400, seed: seed)
    let kept = (0..<400).filter { ($0 &* 2_654_435_761) % 97 >= Int(seed) }
    let bars = try BarSeries(symbol: "X", interval: .minute, bars: kept.map { whole[$0] })
    for horizon in try Self.outcomes(bars, [60, 300, 3_600]) {
      for row in 0..<bars.count { try Self.compare(horizon[row], bars, row) }
    }
  }

  /// Compares with the definition, read literally.
  static func compare(_ outcome: BarOutcome, _ bars: BarSeries, _ row: Int) throws {
    let end = bars.closeTimes[row] + outcome.horizonSeconds * 1_000_000_000
    let window = (0..<bars.count).filter {
      bars.openTimes[$0] > bars.openTimes[row] && bars.closeTimes[$0] <= end
    }
    #expect(outcome.barsFound == window.count)
    guard let last = window.last else {
      #expect(outcome.status == .incomplete)
      return
    }
    #expect(outcome.closeAtHorizon == bars.close[last])
    guard outcome.status == .ok else { return }
    let high = try #require(window.map { bars.high[$0] }.max())
    let low = try #require(window.map { bars.low[$0] }.min())
    #expect(outcome.maximumHigh == high)
    #expect(outcome.minimumLow == low)
    #expect(
      outcome.maximumRunupAt?.nanoseconds
        == window.first { bars.high[$0] == high }.map { bars.openTimes[$0] }
    )
    #expect(
      outcome.maximumDrawdownAt?.nanoseconds
        == window.first { bars.low[$0] == low }.map { bars.openTimes[$0] }
    )
    #expect((outcome.realizedVolatility != nil) == (window.count >= 2))
  }

  @Test("Outcomes of some anchors are those of all")
  func anchors() throws {
    let bars = try BarBuilder.randomWalk("X", .minute, from: Self.start, count: 300, seed: 3)
    let definition = try OutcomeDefinition(horizonSeconds: [300, 3_600], barsPerYear: 98_280)
    func outcomes(_ anchors: Range<Int>) throws -> [HorizonOutcomes] {
      try computeOutcomes(
        of: bars,
        anchors: anchors,
        definition: definition,
        expectation: .continuous(.minute)
      )
    }
    let all = try outcomes(0..<300)
    #expect(try outcomes(100..<200) == all.map { $0.slice(100..<200) })
    #expect(try outcomes(5..<5).map(\.count) == [0, 0])
  }

  @Test("Definitions and prices without meaning are refused")
  func invalid() throws {
    for horizons in [[], [0], [300, 300], [600, 300]] as [[Int64]] {
      #expect(throws: OutcomeError.self) {
        _ = try OutcomeDefinition(horizonSeconds: horizons, barsPerYear: nil)
      }
    }
    #expect(throws: OutcomeError.self) {
      _ = try OutcomeDefinition(horizonSeconds: [60], barsPerYear: 0)
    }
    let bars = try BarBuilder.bars("X", .minute, from: Self.start, closes: [1, -1, 2])
    #expect(
      throws: OutcomeError.nonPositivePrice(
        symbol: "X",
        openTime: Self.start.advanced(bySeconds: 60),
        value: -1
      )
    ) { _ = try Self.outcomes(bars, [60]) }
    #expect(OutcomeDefinition.customaryHorizons(for: .minute) == [300, 900, 3_600, 14_400, 86_400])
    #expect(OutcomeDefinition.customaryHorizons(for: .week) == nil)
  }

  @Test("A quantity becomes visible at the end of its window, never before")
  func visibility() throws {
    let bars = try BarBuilder.randomWalk("X", .minute, from: Self.start, count: 50, seed: 3)
    let horizon = try Self.outcomes(bars, [300])[0]
    let series = try horizon.visibleSeries(.forwardReturn)
    #expect(series.name == "outcome_300_fwd_return")
    let end = horizon[7].windowEnd
    #expect(series.value(at: end) == horizon[7].forwardReturn)
    #expect(series.value(at: end.advanced(byNanoseconds: -1)) == horizon[6].forwardReturn)
    #expect(series.value(at: Self.start.advanced(bySeconds: 359)) == nil)
    #expect(horizon.known(by: end).count == 8)
  }
}
