import PerformanceMetrics
import Testing

/// One metric under the name that the fixture gives it.
struct NamedMetric: Sendable, CustomTestStringConvertible {
  let name: String
  let value: @Sendable (ReferenceFixture.Inputs) throws -> Double?

  init(_ name: String, _ value: @escaping @Sendable (ReferenceFixture.Inputs) throws -> Double?) {
    self.name = name
    self.value = value
  }

  var testDescription: String { name }
}

/// Sums of 250 terms in another order, and products of such.
private let relativeTolerance = 2e-11

@Suite("Metrics against quantstats, numpy and scipy")
struct ReferenceValueTests {
  static let metrics: [NamedMetric] = [
    NamedMetric("totalReturn") { try totalReturn(of: $0.returns) },
    NamedMetric("compoundAnnualGrowthRate") {
      try compoundAnnualGrowthRate(of: $0.returns, periodsPerYear: 252)
    },
    NamedMetric("geometricMeanReturn") { try geometricMeanReturn(of: $0.returns) },
    NamedMetric("annualizedVolatility") {
      try annualizedVolatility(of: $0.returns, periodsPerYear: 252)
    },
    NamedMetric("sharpeRatio") {
      try sharpeRatio(of: $0.returns, riskFreeRate: 0, periodsPerYear: 252)
    },
    NamedMetric("sharpeRatioWithRiskFree") {
      try sharpeRatio(of: $0.returns, riskFreeRate: 0.0001, periodsPerYear: 252)
    },
    NamedMetric("autocorrelationPenalty") { try autocorrelationPenalty(of: $0.returns) },
    NamedMetric("smartSharpeRatio") {
      try smartSharpeRatio(of: $0.returns, riskFreeRate: 0, periodsPerYear: 252)
    },
    NamedMetric("autocorrelation") { try autocorrelation(of: $0.returns, lag: 1) },
    NamedMetric("autocorrelationLag5") { try autocorrelation(of: $0.returns, lag: 5) },
    NamedMetric("sortinoRatio") {
      try sortinoRatio(of: $0.returns, minimumAcceptableReturn: 0, periodsPerYear: 252)
    },
    NamedMetric("downsideDeviation") {
      try downsideDeviation(of: $0.returns, minimumAcceptableReturn: 0)
    },
    NamedMetric("calmarRatio") { try calmarRatio(of: $0.returns, periodsPerYear: 252) },
    NamedMetric("omegaRatio") { try omegaRatio(of: $0.returns, threshold: 0) },
    NamedMetric("gainToPainRatio") { try gainToPainRatio(of: $0.returns) },
    NamedMetric("tailRatio") { try tailRatio(of: $0.returns, probability: 0.95) },
    NamedMetric("commonSenseRatio") { try commonSenseRatio(of: $0.returns, probability: 0.95) },
    NamedMetric("cpcIndex") { try cpcIndex(of: $0.returns) },
    NamedMetric("kellyCriterion") { try kellyCriterion(of: $0.returns) },
    NamedMetric("payoffRatio") { try payoffRatio(of: $0.returns) },
    NamedMetric("profitFactor") { try profitFactor(of: $0.returns) },
    NamedMetric("winRate") { try winRate(of: $0.returns) },
    NamedMetric("averageWin") { try averageWin(of: $0.returns) },
    NamedMetric("averageLoss") { try averageLoss(of: $0.returns) },
    NamedMetric("consecutiveWins") { Double(try consecutiveWins(of: $0.returns)) },
    NamedMetric("consecutiveLosses") { Double(try consecutiveLosses(of: $0.returns)) },
    NamedMetric("bestReturn") { try bestReturn(of: $0.returns) },
    NamedMetric("worstReturn") { try worstReturn(of: $0.returns) },
    NamedMetric("skewness") { try skewness(of: $0.returns) },
    NamedMetric("excessKurtosis") { try excessKurtosis(of: $0.returns) },
    NamedMetric("historicalValueAtRisk") {
      try historicalValueAtRisk(of: $0.returns, tailProbability: 0.05)
    },
    NamedMetric("parametricValueAtRisk") {
      try parametricValueAtRisk(of: $0.returns, tailProbability: 0.05)
    },
    NamedMetric("historicalExpectedShortfall") {
      try historicalExpectedShortfall(of: $0.returns, tailProbability: 0.05)
    },
    NamedMetric("parametricExpectedShortfall") {
      try parametricExpectedShortfall(of: $0.returns, tailProbability: 0.05)
    },
    NamedMetric("outlierWinRatio") { try outlierWinRatio(of: $0.returns, probability: 0.99) },
    NamedMetric("outlierLossRatio") { try outlierLossRatio(of: $0.returns, probability: 0.01) },
    NamedMetric("riskOfRuin") {
      try riskOfRuin(of: $0.returns, units: Double($0.returns.count))
    },
    NamedMetric("maximumDrawdown") { try maximumDrawdown(of: $0.returns) },
    NamedMetric("ulcerIndex") { try ulcerIndex(of: $0.returns) },
    NamedMetric("ulcerPerformanceIndex") {
      try ulcerPerformanceIndex(of: $0.returns, annualRiskFreeRate: 0, periodsPerYear: 252)
    },
    NamedMetric("recoveryFactor") { try recoveryFactor(of: $0.returns) },
    NamedMetric("serenityIndex") {
      try serenityIndex(
        of: $0.returns,
        annualRiskFreeRate: 0,
        periodsPerYear: 252,
        tailProbability: 0.05
      )
    },
    NamedMetric("timeInMarket") { try timeInMarket(of: $0.returns) },
    NamedMetric("probabilisticSharpeRatio") {
      try SharpeEstimate(of: $0.returns, riskFreeRate: 0).flatMap {
        try probabilisticSharpeRatio($0, benchmark: 0)
      }
    },
    NamedMetric("beta") { try regression($0)?.beta },
    NamedMetric("annualizedAlpha") { try regression($0)?.annualizedAlpha },
    NamedMetric("rSquared") { try regression($0)?.rSquared },
    NamedMetric("treynorRatio") { try regression($0)?.treynorRatio },
    NamedMetric("informationRatio") {
      try informationRatio(of: $0.returns, against: $0.benchmark, periodsPerYear: 252)
    },
    NamedMetric("systemQualityNumber") { try systemQualityNumber(of: $0.trades) },
    NamedMetric("tradeExpectancy") { try expectancy(of: $0.trades) },
    NamedMetric("tradeProfitFactor") { try profitFactor(of: $0.trades) },
  ]

  private static func regression(
    _ inputs: ReferenceFixture.Inputs
  ) throws -> BenchmarkRegression? {
    try benchmarkRegression(
      of: inputs.returns,
      on: inputs.benchmark,
      riskFreeRate: 0,
      periodsPerYear: 252
    )
  }

  @Test("equal the recorded value", arguments: metrics)
  func equalsReference(metric: NamedMetric) throws {
    let fixture = try ReferenceFixture.load()
    let expected = try #require(fixture.values[metric.name])
    let found = try #require(try metric.value(fixture.inputs))
    #expect(
      agree(found, expected.value, relative: relativeTolerance),
      "\(metric.name): \(found), \(expected.tool) gives \(expected.value)"
    )
  }

  @Test("are undefined or finite for degenerate series, never NaN", arguments: metrics)
  func staysFinite(metric: NamedMetric) throws {
    let series: [[Double]] = [
      [], [0.01], [0, 0, 0, 0, 0], [0.01, 0.01, 0.01, 0.01, 0.01, 0.01],
      [-0.5, -0.5, -0.5, -0.5, -0.5, -0.5], [-1, 0.5, 0.1, 0.1, 0.1, 0.1],
      [1e-300, -1e-300, 1e-300, 0, 0, 0], [0.3, -0.2, 0, 0, 0.1, 0.05, -0.4],
    ]
    for values in series where !(metric.name == "riskOfRuin" && values.isEmpty) {
      let inputs = ReferenceFixture.Inputs(
        returns: values,
        benchmark: values.reversed(),
        trades: values,
        dates: [],
        panel: []
      )
      if let value = try metric.value(inputs) {
        #expect(value.isFinite, "\(metric.name) \(values)")
      }
    }
  }

  @Test("refuse NaN and infinite inputs", arguments: metrics)
  func refusesNonFinite(metric: NamedMetric) throws {
    for poison in [Double.nan, .infinity, -.infinity] {
      let values = [0.01, -0.02, poison, 0.01, 0.03, -0.01, 0.02]
      let inputs = ReferenceFixture.Inputs(
        returns: values,
        benchmark: values,
        trades: values,
        dates: [],
        panel: []
      )
      #expect(throws: MetricError.self) { try metric.value(inputs) }
    }
  }
}
