/// What the round trips of a run earned, one by one.
public struct TradeFigures: Hashable, Sendable {
  /// The number of round trips.
  public let count: Int

  /// The number of round trips with a profit.
  public let winners: Int

  /// The number of round trips with a loss.
  public let losers: Int

  /// The sum of all profits, in account currency.
  public let realizedProfit: Double?

  /// The share of winners among round trips that are not zero.
  public let winRate: Double?

  /// The sum of gains per unit of the sum of losses.
  public let profitFactor: Double?

  /// The mean gain per unit of the mean loss.
  public let payoffRatio: Double?

  /// The mean profit of a round trip.
  public let expectancy: Double?

  /// The mean gain of the winners.
  public let averageWin: Double?

  /// The mean loss of the losers; below zero.
  public let averageLoss: Double?

  /// The largest profit.
  public let best: Double?

  /// The largest loss, or the smallest profit without a loss.
  public let worst: Double?

  /// The longest run of winners.
  public let consecutiveWins: Int

  /// The longest run of losers.
  public let consecutiveLosses: Int

  /// The share of capital that Kelly's formula would bet.
  public let kelly: Double?

  /// Profit factor, win rate and payoff ratio multiplied.
  public let cpcIndex: Double?

  /// The mean profit in units of its standard error.
  public let systemQualityNumber: Double?

  /// The textbook risk of ruin at even odds over as many units as there are round trips.
  public let riskOfRuin: Double?

  /// Computes the figures of round-trip profits after costs, oldest first, in account currency.
  ///
  /// - Throws: ``MetricError/nonFiniteValue(series:index:value:)``.
  public init(of profits: [Double]) throws(MetricError) {
    try requireFinite(profits, series: "round trips")
    count = profits.count
    winners = profits.count { $0 > 0 }
    losers = profits.count { $0 < 0 }
    realizedProfit = profits.reduce(0, +).ifFinite
    winRate = try PerformanceMetrics.winRate(of: profits)
    profitFactor = try PerformanceMetrics.profitFactor(of: profits)
    payoffRatio = try PerformanceMetrics.payoffRatio(of: profits)
    expectancy = try PerformanceMetrics.expectancy(of: profits)
    averageWin = try PerformanceMetrics.averageWin(of: profits)
    averageLoss = try PerformanceMetrics.averageLoss(of: profits)
    best = profits.max()
    worst = profits.min()
    consecutiveWins = try PerformanceMetrics.consecutiveWins(of: profits)
    consecutiveLosses = try PerformanceMetrics.consecutiveLosses(of: profits)
    kelly = try kellyCriterion(of: profits)
    cpcIndex = try PerformanceMetrics.cpcIndex(of: profits)
    systemQualityNumber = try PerformanceMetrics.systemQualityNumber(of: profits)
    riskOfRuin =
      profits.isEmpty
      ? nil : try PerformanceMetrics.riskOfRuin(of: profits, units: Double(profits.count))
  }

  /// The figures by name, in a fixed order.
  public var fields: [MetricField] {
    [
      ("trades", Double(count)), ("winners", Double(winners)), ("losers", Double(losers)),
      ("realized_profit", realizedProfit), ("win_rate", winRate),
      ("profit_factor", profitFactor), ("payoff_ratio", payoffRatio),
      ("expectancy", expectancy), ("average_win", averageWin), ("average_loss", averageLoss),
      ("best_trade", best), ("worst_trade", worst),
      ("consecutive_wins", Double(consecutiveWins)),
      ("consecutive_losses", Double(consecutiveLosses)), ("kelly", kelly),
      ("cpc_index", cpcIndex), ("system_quality_number", systemQualityNumber),
      ("risk_of_ruin", riskOfRuin),
    ]
  }
}
