import Features
import MarketModel
import Testing

@Suite("Resampling against an outside library")
struct ResamplingReferenceTests {
  struct Recorded: Decodable {
    struct Bars: Decodable {
      var labels: [String]
      var open: [Double]
      var high: [Double]
      var low: [Double]
      var close: [Double]
      var volume: [Double]
    }

    var values: [String: Bars]
  }

  @Test(
    "makes the recorded bars under the recorded labels",
    arguments: ["1w", "1w-fri", "1w-wed", "1mo", "3mo", "2d", "3d", "5d"]
  )
  func recordedBars(text: String) throws {
    let recorded: Recorded = try RecordedTiers.read("resampling")
    let expected = try #require(recorded.values[text])
    let timeframe = try #require(Timeframe(text))
    let found = try RecordedTiers().series().resampled(
      to: timeframe,
      calendar: .usEquities,
      lastBin: .keptIncomplete
    )
    var label = BinLabel.lastDay
    if case .days = timeframe { label = .firstDay }
    let labels = found.labels(label, of: timeframe, calendar: .usEquities)
    #expect(labels.map(\.description) == expected.labels)
    #expect(found.open == expected.open)
    #expect(found.high == expected.high)
    #expect(found.low == expected.low)
    #expect(found.close == expected.close)
    #expect(found.volume == expected.volume)
  }
}
