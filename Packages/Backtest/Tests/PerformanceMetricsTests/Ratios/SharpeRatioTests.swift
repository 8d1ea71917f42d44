import PerformanceMetrics
import Testing

@Suite("sharpeRatio(of:riskFreeRate:periodsPerYear:)")
struct SharpeRatioTests {
  @Test("matches a reference value computed outside this library")
  func matchesOutsideReference() throws {
    let ratio = try sharpeRatio(
      of: [0.01, -0.02, 0.015, -0.005, 0.025],
      riskFreeRate: 0,
      periodsPerYear: 252
    )
    #expect(abs(try #require(ratio) - 4.489_988_864_128_73) < 1e-12)
  }

  @Test("is undefined, never infinite, for a series without variation", arguments: [2, 10, 1_000])
  func isNilForConstantReturns(count: Int) throws {
    let returns = [Double](repeating: 0.1, count: count)
    #expect(try sharpeRatio(of: returns, riskFreeRate: 0, periodsPerYear: 252) == nil)
  }

  @Test("is undefined below two observations", arguments: [[], [0.01]])
  func isNilBelowTwoObservations(returns: [Double]) throws {
    #expect(try sharpeRatio(of: returns, riskFreeRate: 0, periodsPerYear: 252) == nil)
  }

  @Test("names the first non-finite return")
  func namesFirstNonFiniteReturn() {
    #expect(throws: MetricError.nonFiniteReturn(index: 1, value: .infinity)) {
      try sharpeRatio(of: [0.01, .infinity, .nan], riskFreeRate: 0, periodsPerYear: 252)
    }
  }

  @Test("refuses a year without periods", arguments: [0.0, -252, .infinity])
  func refusesPeriodsPerYear(periods: Double) {
    #expect(throws: MetricError.nonPositivePeriodsPerYear(periods)) {
      try sharpeRatio(of: [0.01, 0.02], riskFreeRate: 0, periodsPerYear: periods)
    }
  }

  @Test("does not change when every return is scaled", arguments: [1e-6, 1e-3, 1e3])
  func isScaleInvariant(factor: Double) throws {
    let returns = [0.01, -0.02, 0.015, -0.005, 0.025]
    let base = try #require(try sharpeRatio(of: returns, riskFreeRate: 0, periodsPerYear: 252))
    let scaled = try #require(
      try sharpeRatio(of: returns.map { $0 * factor }, riskFreeRate: 0, periodsPerYear: 252)
    )
    #expect(abs(base - scaled) <= 1e-12 * abs(base))
  }
}
