/// How an account did beside a benchmark.
public struct BenchmarkFigures: Hashable, Sendable {
  /// The regression on the benchmark, or `nil` where it is undefined.
  public let regression: BenchmarkRegression?

  /// The annualized information ratio.
  public let informationRatio: Double?

  /// The benchmark's compounded return.
  public let totalReturn: Double?

  /// The benchmark's annualized Sharpe ratio.
  public let sharpe: Double?

  /// Computes the figures of returns and a benchmark's over the same periods.
  ///
  /// - Throws: ``MetricError``, in particular when the series differ in length.
  public init(
    of returns: [Double],
    against benchmark: [Double],
    settings: SummarySettings
  ) throws(MetricError) {
    regression = try benchmarkRegression(
      of: returns,
      on: benchmark,
      riskFreeRate: settings.periodRiskFreeRate,
      periodsPerYear: settings.periodsPerYear
    )
    informationRatio = try PerformanceMetrics.informationRatio(
      of: returns,
      against: benchmark,
      periodsPerYear: settings.periodsPerYear
    )
    totalReturn = try PerformanceMetrics.totalReturn(of: benchmark)
    sharpe = try sharpeRatio(
      of: benchmark,
      riskFreeRate: settings.periodRiskFreeRate,
      periodsPerYear: settings.periodsPerYear
    )
  }

  /// The figures by name, in a fixed order.
  public var fields: [MetricField] {
    [
      ("alpha", regression?.annualizedAlpha), ("beta", regression?.beta),
      ("correlation", regression?.correlation), ("r_squared", regression?.rSquared),
      ("treynor_ratio", regression?.treynorRatio), ("information_ratio", informationRatio),
      ("benchmark_total_return", totalReturn), ("benchmark_sharpe", sharpe),
    ]
  }
}
