import PerformanceMetrics
import Testing

@Suite("Deflated Sharpe ratio")
struct DeflatedSharpeRatioTests {
  /// The worked example of Bailey and López de Prado (2014): an annual ratio of 2.5 over five years of
  /// daily returns, the best of 100 trials whose annual ratios have a variance of 1/2.
  static let estimate = Result {
    try SharpeEstimate(
      ratio: 2.5 / 250.0.squareRoot(),
      count: 1_250,
      skewness: -3,
      kurtosis: 10
    )
  }
  static let trialDeviation = (0.5 / 250).squareRoot()

  @Test("reproduces the published example to its four digits")
  func reproducesPaper() throws {
    let threshold = try expectedMaximumSharpeRatio(
      trialCount: 100,
      standardDeviation: Self.trialDeviation
    )
    #expect(abs(threshold - 0.1132) < 5e-5)
    let ratio = try deflatedSharpeRatio(
      Self.estimate.get(),
      trialCount: 100,
      trialStandardDeviation: Self.trialDeviation
    )
    #expect(abs(try #require(ratio) - 0.9004) < 5e-5)
  }

  @Test("falls with the number of trials and equals the probabilistic ratio for one")
  func fallsWithTrials() throws {
    let estimate = try Self.estimate.get()
    let values = try [1, 2, 10, 100, 10_000, 1_000_000].map { trials in
      try #require(
        try deflatedSharpeRatio(
          estimate,
          trialCount: trials,
          trialStandardDeviation: Self.trialDeviation
        )
      )
    }
    #expect(values == values.sorted(by: >))
    #expect(values.first == (try probabilisticSharpeRatio(estimate, benchmark: 0)))
  }

  @Test("takes the raw kurtosis: a monthly record of 36 with normal returns")
  func takesRawKurtosis() throws {
    let estimate = try SharpeEstimate(ratio: 0.5, count: 36, skewness: 0, kurtosis: 3)
    let value = try #require(try probabilisticSharpeRatio(estimate, benchmark: 0.25))
    // Φ(0.25 · √35 / √1.125) = 0.918; excess kurtosis in its place would give 0.937.
    #expect(abs(value - 0.918) < 5e-4)
  }

  @Test("agrees with itself: the minimum track record makes the ratio as sure as asked")
  func minimumRecordIsConsistent() throws {
    let estimate = try Self.estimate.get()
    let length = try #require(
      try minimumTrackRecordLength(estimate, benchmark: 0.1, confidence: 0.95)
    )
    let record = try SharpeEstimate(
      ratio: estimate.ratio,
      count: Int(length.rounded(.up)),
      skewness: estimate.skewness,
      kurtosis: estimate.kurtosis
    )
    let sure = try #require(try probabilisticSharpeRatio(record, benchmark: 0.1))
    #expect(sure >= 0.95 && sure < 0.9502)
    #expect(try minimumTrackRecordLength(estimate, benchmark: 1, confidence: 0.95) == nil)
  }

  @Test("refuses an empty search and a deviation below zero")
  func refusesBadSettings() {
    #expect(throws: MetricError.self) {
      try expectedMaximumSharpeRatio(trialCount: 0, standardDeviation: 1)
    }
    #expect(throws: MetricError.self) {
      try expectedMaximumSharpeRatio(trialCount: 2, standardDeviation: -1)
    }
  }
}
