import ConfigValidation
import PerformanceMetrics
import Research
import Testing

@Suite("SharpeDeflation")
struct SharpeDeflationTests {
  /// A daily ratio of 0.1 over 1000 returns of a normal distribution.
  private func estimate(_ ratio: Double = 0.1) throws -> SharpeEstimate {
    try SharpeEstimate(ratio: ratio, count: 1_000, skewness: 0, kurtosis: 3)
  }

  @Test("equals the deflated Sharpe ratio of the metrics, with everything per bar")
  func equalsMetric() throws {
    let deflation = try SharpeDeflation(estimate: estimate(), trials: 40, spread: 0.02)
    let expected = try deflatedSharpeRatio(
      estimate(),
      trialCount: 40,
      trialStandardDeviation: 0.02
    )
    #expect(try deflation.deflatedSharpeRatio == expected)
    #expect(deflation.json["trials"] == .integer(40))
    #expect(deflation.json["returns"] == .integer(1_000))
    #expect(deflation.json["sharpe_spread"] == .number(0.02))
  }

  @Test("falls as more is tried and as the trials differ more")
  func fallsWithSearch() throws {
    func ratio(_ trials: Int, _ spread: Double) throws -> Double {
      let deflation = try SharpeDeflation(estimate: estimate(), trials: trials, spread: spread)
      return try #require(try deflation.deflatedSharpeRatio)
    }
    #expect(try ratio(10, 0.02) > ratio(100, 0.02))
    #expect(try ratio(100, 0.02) > ratio(100, 0.04))
  }

  @Test("one trial needs no correction; several without a spread cannot be corrected")
  func needsSpread() throws {
    let alone = try SharpeDeflation(estimate: estimate(), trials: 1, spread: nil)
    #expect(try alone.deflatedSharpeRatio == probabilisticSharpeRatio(estimate(), benchmark: 0))
    let unknown = try SharpeDeflation(estimate: estimate(), trials: 2, spread: nil)
    #expect(try unknown.deflatedSharpeRatio == nil)
    let idle = try SharpeDeflation(estimate: nil, trials: 5, spread: 0.1)
    #expect(try idle.deflatedSharpeRatio == nil)
    #expect(idle.json["sharpe"] == .null)
  }
}
