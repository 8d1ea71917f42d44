import QuantMath
import Testing

@Suite("Rolling kernels")
struct RollingTests {
  let reference: SeriesReference

  init() throws { reference = try SeriesReference.load() }

  @Test("give what numpy computes for each window afresh")
  func matchReference() throws {
    let (series, window) = (reference.series, reference.window)
    #expect(
      areClose(try rollingSum(of: series, window: window), reference.rollingSum, within: 1e-15)
    )
    let means = reference.rollingSum.map { $0 / Double(window) }
    #expect(areClose(try rollingMean(of: series, window: window), means, within: 1e-15))
    // Deviations of 1 around 10,000, once beside a step of 9,900: eight digits of the square go.
    #expect(
      areClose(
        try rollingStandardDeviation(of: series, window: window),
        reference.rollingDeviation,
        within: 1e-11
      )
    )
    #expect(try rollingMinimum(of: series, window: window) == reference.rollingMinimum)
    #expect(try rollingMaximum(of: series, window: window) == reference.rollingMaximum)
    let quantiles = try rollingQuantile(of: series, window: window, at: 0.3)
    #expect(areClose(quantiles, reference.rollingQuantile30, within: 1e-15))
  }

  @Test("agree with a direct computation for random series", arguments: [1, 2, 5, 64, 3_000])
  func agreeWithDirectComputation(window: Int) throws {
    var stream = PhiloxStream(seed: 3, purpose: 0, trial: 0, path: UInt32(window))
    // Few distinct values, so that ties are common.
    let series = (0..<3_000).map { _ in Double(stream.index(below: 50)) }
    let lows = try rollingMinimum(of: series, window: window)
    let highs = try rollingMaximum(of: series, window: window)
    let medians = try rollingQuantile(of: series, window: window, at: 0.5)
    #expect(lows.count == series.count - window + 1)
    for start in stride(from: 0, to: lows.count, by: 97) {
      let part = Array(series[start..<start + window])
      #expect(lows[start] == part.min())
      #expect(highs[start] == part.max())
      #expect(medians[start] == quantile(of: part, at: 0.5))
    }
  }

  @Test("are empty for a series shorter than the window")
  func areEmptyWhenShort() throws {
    #expect(try rollingSum(of: [1, 2], window: 3) == [])
    #expect(try rollingMaximum(of: [1, 2], window: 3) == [])
    #expect(try rollingQuantile(of: [], window: 3, at: 0.5) == [])
  }

  @Test("refuse windows and values without meaning")
  func refuseBadInput() {
    #expect(throws: QuantMathError.windowTooShort(minimum: 1, found: 0)) {
      try rollingSum(of: [1], window: 0)
    }
    #expect(throws: QuantMathError.windowTooShort(minimum: 2, found: 1)) {
      try rollingStandardDeviation(of: [1], window: 1)
    }
    #expect(throws: QuantMathError.notFinite(index: 1, value: .infinity)) {
      try rollingMinimum(of: [1, .infinity], window: 1)
    }
    #expect(throws: QuantMathError.fractionOutOfRange(2)) {
      try rollingQuantile(of: [1], window: 1, at: 2)
    }
  }

  @Test("never let a later value change an earlier output", arguments: [10, 33])
  func areCausal(changed: Int) throws {
    var other = reference.series
    other[changed] += 1_000
    let window = reference.window
    let safe = changed - window + 1
    #expect(
      try rollingStandardDeviation(of: reference.series, window: window).prefix(safe)
        == rollingStandardDeviation(of: other, window: window).prefix(safe)
    )
    #expect(
      try rollingQuantile(of: reference.series, window: window, at: 0.9).prefix(safe)
        == rollingQuantile(of: other, window: window, at: 0.9).prefix(safe)
    )
  }
}
