import MarketModel
import PerformanceMetrics
import Testing

@Suite("EquityCurve")
struct EquityCurveTests {
  @Test("refuses what is not a curve")
  func refusesBadInput() {
    let times = [Timestamp(seconds: 1), Timestamp(seconds: 2)]
    #expect(throws: MetricError.nonPositiveStartingEquity(0)) {
      try EquityCurve(startingEquity: 0, times: times, values: [1, 2])
    }
    #expect(throws: MetricError.lengthMismatch(series: "equity", expected: 2, found: 1)) {
      try EquityCurve(startingEquity: 1, times: times, values: [1])
    }
    #expect(throws: MetricError.timesNotIncreasing(index: 1)) {
      try EquityCurve(startingEquity: 1, times: [times[1], times[1]], values: [1, 2])
    }
    #expect(throws: MetricError.self) {
      try EquityCurve(startingEquity: 1, times: times, values: [1, .nan])
    }
  }

  @Test("leaves out the returns of periods that begin without capital")
  func leavesOutPeriodsWithoutCapital() throws {
    let times = (1...4).map { Timestamp(seconds: $0) }
    let curve = try EquityCurve(startingEquity: 10, times: times, values: [5, -1, 2, 4])
    #expect(curve.returns == [-0.5, -1.2, 1])
    #expect(curve.profits == [-5, -6, 3, 2])
  }
}
