import Research
import Testing

@Suite("RegimeTimeline")
struct RegimeTimelineTests {
  private func label(
    _ scope: String,
    _ visibleAt: Int64,
    _ volatility: String,
    _ trend: String
  ) -> RegimeTimeline.Label {
    .init(scope: scope, visibleAt: visibleAt, volatility: volatility, trend: trend, session: nil)
  }

  @Test("gives a bar the newest labels that were visible when it opened")
  func newestVisible() {
    let timeline = RegimeTimeline(
      labels: [
        label("SPY", 20, "VOL_HIGH", "TREND_UP"), label("SPY", 10, "VOL_LOW", "RANGE"),
        label("KO", 15, "VOL_NORMAL", "RANGE"),
      ],
      sessions: [5: "PRE", 10: "RTH", 19: "RTH", 20: "RTH"]
    )
    #expect(timeline.keys(ofBarOpeningAt: 5) == ["session:PRE"])
    #expect(
      timeline.keys(ofBarOpeningAt: 10) == [
        "session:RTH", "regime:SPY:VOL_LOW", "regime:SPY_trend:RANGE",
      ]
    )
    #expect(
      timeline.keys(ofBarOpeningAt: 19) == [
        "session:RTH", "regime:KO:VOL_NORMAL", "regime:KO_trend:RANGE", "regime:SPY:VOL_LOW",
        "regime:SPY_trend:RANGE",
      ]
    )
    #expect(timeline.keys(ofBarOpeningAt: 20).contains("regime:SPY:VOL_HIGH"))
  }

  @Test("does not change for earlier bars when later labels are added")
  func isCausal() {
    let labels = (0..<50).map { label("SPY", Int64($0 * 10), "V\($0 % 4)", "T\($0 % 3)") }
    let whole = RegimeTimeline(labels: labels, sessions: [:])
    for cut in stride(from: 1, to: 50, by: 7) {
      let part = RegimeTimeline(labels: Array(labels[..<cut]), sessions: [:])
      for time in stride(from: Int64(0), to: Int64(cut * 10), by: 3) {
        #expect(part.keys(ofBarOpeningAt: time) == whole.keys(ofBarOpeningAt: time))
      }
    }
  }
}
