public import Backtest
public import ConfigValidation
public import MarketModel
public import PerformanceMetrics

/// A recorded run with everything that the engine can tell of it.
public struct ReplayedRun: Sendable {
  /// Fills, closed positions, equity and totals.
  public let result: BacktestResult

  /// Buying and holding the same symbol under the same costs; `nil` for several symbols, and for a run
  /// that does just that.
  public let benchmark: BacktestResult?

  /// The symbols in the order of the market, which fills refer to.
  public let symbols: [Symbol]

  /// The number of bars in a year, by which the run was measured.
  public let periodsPerYear: Double

  /// The risk-free rate per year, as a fraction, by which the run was measured.
  public let annualRiskFreeRate: Double

  /// Every figure of the run, under the conventions by which it was measured.
  ///
  /// Figures beside ``benchmark`` are there where it is, unless one of both lost all its equity.
  /// Value at risk and expected shortfall speak of the worst 5 % of bars.
  ///
  /// - Throws: ``MetricError`` when the equity is not finite.
  public func performance() throws(MetricError) -> PerformanceSummary {
    let summary = result.summary
    let curve = try result.equityCurve
    let periods = curve.returns.count
    let benchmarkReturns = try benchmark?.equityCurve.returns
    return try PerformanceSummary(
      curve: curve,
      roundTripProfits: result.roundTrips.map(\.profit),
      costs: TradingCosts(
        commission: summary.fees,
        slippage: summary.slippage,
        financing: summary.funding + summary.borrow,
        tradedNotional: summary.tradedValue
      ),
      benchmarkReturns: benchmarkReturns?.count == periods ? benchmarkReturns : nil,
      settings: try SummarySettings(
        periodsPerYear: periodsPerYear,
        annualRiskFreeRate: annualRiskFreeRate,
        tailProbability: 0.05
      )
    )
  }

  /// The figures of ``performance()`` by name, with the conventions that they were computed under.
  ///
  /// Fractions, never percent; undefined figures are `null`.
  public func performanceDocument() throws(MetricError) -> JSONValue {
    let performance = try performance()
    return [
      "periods_per_year": .number(performance.settings.periodsPerYear),
      "risk_free_rate": .number(performance.settings.annualRiskFreeRate),
      "tail_probability": .number(performance.settings.tailProbability),
      "metrics": .object(performance.fields.map { JSONMember($0.name, JSONValue($0.value)) }),
    ]
  }
}
