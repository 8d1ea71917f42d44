import PerformanceMetrics
import QuantMath
import Testing

@Suite("realityCheck(of:settings:)")
struct RealityCheckTests {
  @Test("gives the p-values of arch within the error of resampling")
  func equalsReference() throws {
    let fixture = try ReferenceFixture.load()
    let settings = try RealityCheckSettings(pathCount: 20_000, meanBlockLength: 10, seed: 1)
    let result = try #require(try realityCheck(of: fixture.inputs.panel, settings: settings))
    let white = try #require(fixture.values["whitePValue"]?.value)
    let hansen = try #require(fixture.values["superiorPredictiveAbilityPValue"]?.value)
    // Two estimates from 20,000 paths each: a standard error of at most 0.005.
    let tolerance = 0.015
    #expect(abs(result.whitePValue - white) < tolerance)
    #expect(
      abs(try #require(result.superiorPredictiveAbilityPValue) - hansen) < tolerance
    )
    #expect(result.best == 0)
  }

  private static func noise(
    _ seed: UInt64,
    strategies: Int,
    periods: Int,
    firstMean: Double
  ) -> [[Double]] {
    (0..<strategies).map { strategy in
      var stream = PhiloxStream(seed: seed, purpose: 9, trial: 0, path: UInt32(strategy))
      return (0..<periods).map { _ in
        0.01 * stream.normal() + (strategy == 0 ? firstMean : 0)
      }
    }
  }

  @Test("finds an edge and stays quiet on noise")
  func findsEdge() throws {
    let settings = try RealityCheckSettings(pathCount: 500, meanBlockLength: 5, seed: 3)
    let edge = Self.noise(5, strategies: 10, periods: 500, firstMean: 0.003)
    #expect(try #require(try realityCheck(of: edge, settings: settings)).whitePValue < 0.01)
    var rejections = 0
    for seed in UInt64(0)..<60 {
      let noise = Self.noise(100 + seed, strategies: 10, periods: 200, firstMean: 0)
      let result = try #require(try realityCheck(of: noise, settings: settings))
      if result.whitePValue <= 0.05 { rejections += 1 }
    }
    // Binomial(60, 0.05) exceeds 9 with a probability below 0.2 %.
    #expect(rejections <= 9)
  }

  @Test("is undefined without a strategy and refuses ragged series")
  func degenerate() throws {
    let settings = try RealityCheckSettings(pathCount: 10, meanBlockLength: 2, seed: 3)
    #expect(try realityCheck(of: [], settings: settings) == nil)
    #expect(try realityCheck(of: [[0.1]], settings: settings) == nil)
    let flat = try #require(try realityCheck(of: [[0, 0, 0]], settings: settings))
    #expect(flat.superiorPredictiveAbilityPValue == nil)
    #expect(flat.whitePValue == 1)
    #expect(throws: MetricError.lengthMismatch(series: "strategy 1", expected: 2, found: 1)) {
      try realityCheck(of: [[0.1, 0.2], [0.1]], settings: settings)
    }
  }
}
