/// What an account earned, and how steadily.
public struct ReturnFigures: Hashable, Sendable {
  /// The number of periods with a return.
  public let periods: Int

  /// The profit as a fraction of the starting capital.
  public let totalReturn: Double?

  /// The compound annual growth rate.
  public let annualGrowthRate: Double?

  /// The annualized standard deviation of returns.
  public let annualVolatility: Double?

  /// The annualized Sharpe ratio.
  public let sharpe: Double?

  /// The Sharpe ratio after the autocorrelation penalty.
  public let smartSharpe: Double?

  /// The probability that the true Sharpe ratio exceeds zero.
  public let probabilisticSharpe: Double?

  /// The annualized Sortino ratio against the risk-free rate.
  public let sortino: Double?

  /// The growth rate per unit of maximum drawdown.
  public let calmar: Double?

  /// Gains above the risk-free rate per unit of losses below it.
  public let omega: Double?

  /// The sum of returns per unit of the sum of losses.
  public let gainToPain: Double?

  /// The right tail per unit of the left tail.
  public let tailRatio: Double?

  /// The profit factor of periods multiplied by the tail ratio.
  public let commonSenseRatio: Double?

  /// The autocorrelation of returns at lag 1.
  public let autocorrelation: Double?

  /// The largest return of a period.
  public let bestPeriod: Double?

  /// The smallest return of a period.
  public let worstPeriod: Double?

  /// The share of periods with a gain among those that are not zero.
  public let positivePeriodShare: Double?

  /// The share of periods with a return other than zero.
  public let timeInMarket: Double?

  /// Computes the figures of a curve.
  ///
  /// - Throws: ``MetricError`` where the returns compound beyond the representable range.
  public init(of curve: EquityCurve, settings: SummarySettings) throws(MetricError) {
    let returns = curve.returns
    let perYear = settings.periodsPerYear
    let riskFree = settings.periodRiskFreeRate
    periods = returns.count
    totalReturn = (curve.finalEquity / curve.startingEquity - 1).ifFinite
    // From the curve, not from the returns, which leave out periods that begin without capital.
    annualGrowthRate = PerformanceMetrics.annualGrowthRate(
      growth: curve.finalEquity / curve.startingEquity,
      periods: curve.count,
      periodsPerYear: perYear
    )
    annualVolatility = try annualizedVolatility(of: returns, periodsPerYear: perYear)
    sharpe = try sharpeRatio(of: returns, riskFreeRate: riskFree, periodsPerYear: perYear)
    smartSharpe = try smartSharpeRatio(
      of: returns,
      riskFreeRate: riskFree,
      periodsPerYear: perYear
    )
    let estimate = try SharpeEstimate(of: returns, riskFreeRate: riskFree)
    if let estimate {
      probabilisticSharpe = try probabilisticSharpeRatio(estimate, benchmark: 0)
    } else {
      probabilisticSharpe = nil
    }
    sortino = try sortinoRatio(
      of: returns,
      minimumAcceptableReturn: riskFree,
      periodsPerYear: perYear
    )
    calmar = annualGrowthRate.flatMap { quotient($0, curve.maximumDrawdown) }
    omega = try omegaRatio(of: returns, threshold: riskFree)
    gainToPain = try gainToPainRatio(of: returns)
    tailRatio = try PerformanceMetrics.tailRatio(of: returns, probability: 0.95)
    commonSenseRatio = try PerformanceMetrics.commonSenseRatio(of: returns, probability: 0.95)
    autocorrelation = try PerformanceMetrics.autocorrelation(of: returns, lag: 1)
    bestPeriod = returns.max()
    worstPeriod = returns.min()
    positivePeriodShare = try winRate(of: returns)
    timeInMarket = try PerformanceMetrics.timeInMarket(of: returns)
  }

  /// The figures by name, in a fixed order.
  public var fields: [MetricField] {
    [
      ("periods", Double(periods)), ("total_return", totalReturn), ("cagr", annualGrowthRate),
      ("annual_volatility", annualVolatility), ("sharpe", sharpe), ("smart_sharpe", smartSharpe),
      ("probabilistic_sharpe", probabilisticSharpe), ("sortino", sortino),
      ("adjusted_sortino", sortino.map { $0 / 2.0.squareRoot() }), ("calmar", calmar),
      ("omega", omega), ("gain_to_pain", gainToPain), ("tail_ratio", tailRatio),
      ("common_sense_ratio", commonSenseRatio), ("autocorrelation", autocorrelation),
      ("best_period", bestPeriod), ("worst_period", worstPeriod),
      ("positive_period_share", positivePeriodShare), ("time_in_market", timeInMarket),
    ]
  }
}
