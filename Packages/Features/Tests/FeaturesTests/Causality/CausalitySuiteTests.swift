import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("CausalitySuite")
struct CausalitySuiteTests {
  let suite = CausalitySuite(bars: GeneratedBars(seed: 3, count: 60).bars, cuts: [5, 30])

  @Test("catches a computation that reads the next bar")
  func catchesLookAhead() {
    let found = suite.violations(ofColumns: { bars in
      let next = bars.indices.map { $0 + 1 < bars.count ? bars[$0 + 1].close : nil }
      return [FeatureColumn(name: "next", next)]
    })
    #expect(sees(found, "next", position: 4, cut: 5, .truncated))
    #expect(sees(found, "next", position: 29, cut: 30, .scaled))
    #expect(sees(found, "next", position: 29, cut: 30, .nextBar))
  }

  private func sees(
    _ found: [CausalityViolation],
    _ output: String,
    position: Int,
    cut: Int,
    _ change: FutureChange
  ) -> Bool {
    found.contains { violation in
      guard case .sawTheFuture(let place, let cause, _, _) = violation else { return false }
      return place.output == output && place.position == position
        && place.time == suite.bars[position].closeTime
        && cause == .init(cut: suite.bars[cut - 1].closeTime, change: change)
    }
  }

  @Test("catches a scaling by a statistic of the whole series")
  func catchesWholeSeriesScaling() {
    let found = suite.violations(ofColumns: { bars in
      let top = bars.map(\.close).max() ?? 1
      return [FeatureColumn(name: "scaled", bars.map { $0.close / top })]
    })
    #expect(sees(found, "scaled", position: 0, cut: 5, .huge))
  }

  @Test("catches a wrong look-back and values that are not finite")
  func catchesLookbackAndInfinity() {
    struct Wrong: CausalTransform {
      var seen = 0
      var lookback: Int { 2 }
      mutating func update(_ bar: Bar) -> Double? {
        seen += 1
        return seen == 4 ? .infinity : bar.close
      }
    }
    let found = suite.violations(of: Wrong())
    #expect(found.contains(.wrongLookback(output: "value", declared: 2, found: 0)))
    let place = CausalityViolation.Place(
      output: "value",
      position: 3,
      time: suite.bars[3].closeTime
    )
    #expect(found.contains(.notFinite(at: place)))
  }

  @Test("passes a plain column")
  func passesPlainColumns() {
    #expect(
      suite.violations(ofColumns: { [FeatureColumn(name: "close", $0.map { $0.close })] }) == []
    )
  }
}
