/// Every figure of one run: returns, risk, round trips, costs, and the benchmark where there is one.
public struct PerformanceSummary: Hashable, Sendable {
  /// The conventions of the figures.
  public let settings: SummarySettings

  /// The capital at the start, in account currency.
  public let startingEquity: Double

  /// The value of the account at the end, in account currency.
  public let finalEquity: Double

  /// What the account earned, and how steadily.
  public let returns: ReturnFigures

  /// How the returns are spread, and how deep the account fell.
  public let risk: RiskFigures

  /// What the account earned by calendar month and year.
  public let calendar: CalendarFigures

  /// What the round trips earned.
  public let trades: TradeFigures

  /// What the account paid in order to trade.
  public let costs: TradingCosts

  /// The cost per unit of traded notional at which the run would have earned nothing.
  public let breakEvenCost: Double?

  /// How the account did beside the benchmark; `nil` without one.
  public let benchmark: BenchmarkFigures?

  /// Computes all figures of a run.
  ///
  /// - Parameters:
  ///   - curve: The account's value, one point per period.
  ///   - roundTripProfits: The profits of closed round trips after costs, oldest first, in account
  ///     currency.
  ///   - costs: What the account paid; already contained in the curve.
  ///   - benchmarkReturns: A benchmark's simple returns over the same periods, or `nil`. Shape: as
  ///     ``EquityCurve/returns`` of the curve.
  ///   - settings: The conventions of the figures.
  /// - Throws: ``MetricError`` for values that are not finite or series that differ in length.
  /// - Complexity: O(*n* log *n*).
  ///
  /// **Causality.** Uses the whole run: a statement about the past, never a feature.
  public init(
    curve: EquityCurve,
    roundTripProfits: [Double],
    costs: TradingCosts,
    benchmarkReturns: [Double]?,
    settings: SummarySettings
  ) throws(MetricError) {
    self.settings = settings
    startingEquity = curve.startingEquity
    finalEquity = curve.finalEquity
    returns = try ReturnFigures(of: curve, settings: settings)
    risk = try RiskFigures(of: curve, settings: settings)
    calendar = CalendarFigures(of: curve)
    trades = try TradeFigures(of: roundTripProfits)
    self.costs = costs
    breakEvenCost = PerformanceMetrics.breakEvenCost(
      netProfit: curve.finalEquity - curve.startingEquity,
      costs: costs
    )
    if let benchmarkReturns {
      benchmark = try BenchmarkFigures(
        of: curve.returns,
        against: benchmarkReturns,
        settings: settings
      )
    } else {
      benchmark = nil
    }
  }

  /// Every figure by name, in a fixed order; `nil` where a figure is undefined.
  ///
  /// Fractions, never percent. Benchmark figures are absent without a benchmark.
  public var fields: [MetricField] {
    let account: [MetricField] = [
      ("starting_equity", startingEquity), ("final_equity", finalEquity),
      ("net_profit", (finalEquity - startingEquity).ifFinite),
      ("gross_profit", (finalEquity - startingEquity + costs.total).ifFinite),
    ]
    let paid: [MetricField] = [
      ("commission", costs.commission.ifFinite), ("slippage", costs.slippage.ifFinite),
      ("financing", costs.financing.ifFinite),
      ("traded_notional", costs.tradedNotional.ifFinite),
      ("turnover", quotient(costs.tradedNotional, startingEquity)),
      ("break_even_cost", breakEvenCost),
    ]
    return account + returns.fields + calendar.fields + risk.fields + trades.fields + paid
      + (benchmark?.fields ?? [])
  }
}
