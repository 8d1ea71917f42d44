/// How an account's returns are spread, and how deep it fell.
public struct RiskFigures: Hashable, Sendable {
  /// The skewness of returns.
  public let skewness: Double?

  /// The excess kurtosis of returns; 0 for a normal distribution.
  public let excessKurtosis: Double?

  /// The historical value at risk of a period, as a positive fraction.
  public let valueAtRisk: Double?

  /// The historical expected shortfall of a period, as a positive fraction.
  public let expectedShortfall: Double?

  /// The value at risk of a period if returns were normal.
  public let normalValueAtRisk: Double?

  /// The expected shortfall of a period if returns were normal.
  public let normalExpectedShortfall: Double?

  /// The root mean square of returns below the risk-free rate, per period.
  public let downsideDeviation: Double?

  /// An unusually large gain in units of the mean gain.
  public let outlierWinRatio: Double?

  /// An unusually large loss in units of the mean loss.
  public let outlierLossRatio: Double?

  /// The largest fall from the running peak, as a fraction of that peak.
  public let maximumDrawdown: Double

  /// The largest fall from the running peak, in account currency.
  public let maximumDrawdownAmount: Double

  /// How long the account lay below its peak; `nil` without a point.
  public let timeUnderWater: TimeUnderWater?

  /// The root mean square of the drawdowns.
  public let ulcerIndex: Double?

  /// Annual growth above the risk-free rate per unit of the ulcer index.
  public let ulcerPerformanceIndex: Double?

  /// The total return per unit of maximum drawdown.
  public let recoveryFactor: Double?

  /// Annual growth per unit of ulcer index and pitfall.
  public let serenityIndex: Double?

  /// Computes the figures of a curve.
  ///
  /// - Throws: ``MetricError`` where the returns compound beyond the representable range.
  public init(of curve: EquityCurve, settings: SummarySettings) throws(MetricError) {
    let returns = curve.returns
    let tail = settings.tailProbability
    let moments = SampleMoments(of: returns)
    skewness = moments.skewness
    excessKurtosis = moments.excessKurtosis
    valueAtRisk = try historicalValueAtRisk(of: returns, tailProbability: tail)
    expectedShortfall = try historicalExpectedShortfall(of: returns, tailProbability: tail)
    normalValueAtRisk = try parametricValueAtRisk(of: returns, tailProbability: tail)
    normalExpectedShortfall = try parametricExpectedShortfall(of: returns, tailProbability: tail)
    downsideDeviation = try PerformanceMetrics.downsideDeviation(
      of: returns,
      minimumAcceptableReturn: settings.periodRiskFreeRate
    )
    outlierWinRatio = try PerformanceMetrics.outlierWinRatio(of: returns, probability: 0.99)
    outlierLossRatio = try PerformanceMetrics.outlierLossRatio(of: returns, probability: 0.01)
    maximumDrawdown = curve.maximumDrawdown
    maximumDrawdownAmount = curve.maximumDrawdownAmount
    timeUnderWater = PerformanceMetrics.timeUnderWater(of: curve)
    ulcerIndex = try PerformanceMetrics.ulcerIndex(of: returns)
    ulcerPerformanceIndex = try PerformanceMetrics.ulcerPerformanceIndex(
      of: returns,
      annualRiskFreeRate: settings.annualRiskFreeRate,
      periodsPerYear: settings.periodsPerYear
    )
    let total = (curve.finalEquity / curve.startingEquity - 1).ifFinite
    recoveryFactor = total.flatMap { quotient($0, curve.maximumDrawdown) }
    serenityIndex = try PerformanceMetrics.serenityIndex(
      of: returns,
      annualRiskFreeRate: settings.annualRiskFreeRate,
      periodsPerYear: settings.periodsPerYear,
      tailProbability: tail
    )
  }

  /// The figures by name, in a fixed order.
  public var fields: [MetricField] {
    [
      ("skewness", skewness), ("excess_kurtosis", excessKurtosis), ("value_at_risk", valueAtRisk),
      ("expected_shortfall", expectedShortfall), ("normal_value_at_risk", normalValueAtRisk),
      ("normal_expected_shortfall", normalExpectedShortfall),
      ("downside_deviation", downsideDeviation), ("outlier_win_ratio", outlierWinRatio),
      ("outlier_loss_ratio", outlierLossRatio), ("max_drawdown", maximumDrawdown),
      ("max_drawdown_amount", maximumDrawdownAmount),
      ("drawdown_episodes", timeUnderWater.map { Double($0.episodes) }),
      ("average_drawdown", timeUnderWater?.meanDepth),
      ("longest_drawdown_periods", timeUnderWater.map { Double($0.longestPeriods) }),
      ("average_drawdown_periods", timeUnderWater?.meanPeriods),
      ("time_under_water", timeUnderWater?.share), ("ulcer_index", ulcerIndex),
      ("ulcer_performance_index", ulcerPerformanceIndex), ("recovery_factor", recoveryFactor),
      ("serenity_index", serenityIndex),
    ]
  }
}
