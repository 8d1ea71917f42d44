public import PerformanceMetrics

/// The numbers that every run on ticks yields, whatever else is recorded.
///
/// Returns are simple returns of equity from the end of one batch to the end of the next, the first against
/// the starting cash; per-tick strategies are measured over the same batches. Empty intervals have no
/// return, so ``periodsPerYear`` goes by the mean distance of the batches that there were.
public struct TickSummary: Hashable, Sendable {
  /// The cash at the start.
  public var startingCash = 0.0

  /// Cash plus the signed market value of the position at the last mark.
  public var finalEquity = 0.0

  /// The units held at the end.
  public var finalPosition = 0.0

  /// Moments of the returns of equity from batch to batch.
  public var returns = StreamingMoments()

  /// The sum of the squares of the negative returns.
  public var sumOfSquaredLosses = 0.0

  /// Whether equity was ever zero or negative at a mark; returns end there, and ratios are undefined.
  public var isRuined = false

  /// The largest fall of equity from its peak at any tick, as a fraction of the peak.
  public var maximumDrawdown = 0.0

  /// The largest fall of equity from its peak at any tick, in units of cash.
  public var maximumDrawdownAmount = 0.0

  /// The longest time from a peak of equity until a tick that is as high again, or until the end.
  public var maximumDrawdownNanoseconds: Int64 = 0

  /// The number of ticks that the strategy saw.
  public var tickCount = 0

  /// The number of batches with ticks.
  public var batchCount = 0

  /// When the first batch was marked, in nanoseconds since the epoch.
  public var firstMark: Int64 = 0

  /// When the last batch was marked, in nanoseconds since the epoch.
  public var lastMark: Int64 = 0

  /// Orders submitted.
  public var orderCount = 0

  /// Executions.
  public var fillCount = 0

  /// Executions of resting orders.
  public var makerFillCount = 0

  /// Orders refused.
  public var rejectCount = 0

  /// Orders of which a part was cancelled, by the strategy or by their time in force.
  public var cancelledCount = 0

  /// Cancellations that came after the order was done.
  public var lateCancelCount = 0

  /// Orders that were neither filled nor gone when the run ended.
  public var unfilledCount = 0

  /// The sum of absolute traded values.
  public var tradedValue = 0.0

  /// The sum of absolute traded units.
  public var tradedUnits = 0.0

  /// The venue's charges, less what it paid.
  public var fees = 0.0

  /// What slippage cost.
  public var slippage = 0.0

  /// Positions closed, from flat to flat; a fill that turns a position round closes one.
  public var tradeCount = 0

  /// Positions closed with a profit above zero after costs.
  public var winnerCount = 0

  /// The sum of the profits above zero of closed positions.
  public var grossProfit = 0.0

  /// The sum of the losses of closed positions, as a positive number.
  public var grossLoss = 0.0

  /// The time between opening and closing, summed over closed positions.
  public var heldNanoseconds: Int64 = 0

  /// Creates an empty summary.
  public init() {}

  /// The profit after costs.
  public var pnl: Double { finalEquity - startingCash }

  /// The profit after costs as a fraction of the starting cash.
  public var totalReturn: Double { finalEquity / startingCash - 1 }

  /// The share of closed positions with a profit, or `nil` when none was closed.
  public var winRate: Double? {
    tradeCount > 0 ? Double(winnerCount) / Double(tradeCount) : nil
  }

  /// Gross profit by gross loss, or `nil` without a loss.
  public var profitFactor: Double? { grossLoss > 0 ? grossProfit / grossLoss : nil }

  /// The mean profit of closed positions after costs, or `nil` when none was closed.
  public var averageTradeProfit: Double? {
    tradeCount > 0 ? (grossProfit - grossLoss) / Double(tradeCount) : nil
  }

  /// The mean time that closed positions were held, or `nil` when none was closed.
  public var averageHoldingNanoseconds: Double? {
    tradeCount > 0 ? Double(heldNanoseconds) / Double(tradeCount) : nil
  }

  /// 365 days by the mean distance of two batches, or `nil` below two batches.
  public var periodsPerYear: Double? {
    guard batchCount > 1, lastMark > firstMark else { return nil }
    return Double(batchCount - 1) * Self.yearNanoseconds / Double(lastMark - firstMark)
  }

  /// The annualized Sharpe ratio without a risk-free rate, or `nil` where it is undefined.
  public var sharpe: Double? {
    guard !isRuined, let periodsPerYear else { return nil }
    return returns.sharpeRatio(riskFreeRate: 0, periodsPerYear: periodsPerYear)
  }

  /// The annualized mean return by the annualized root of the mean squared loss, or `nil` without a loss.
  public var sortino: Double? {
    guard !isRuined, let mean = returns.mean, sumOfSquaredLosses > 0, let periodsPerYear else {
      return nil
    }
    let downside = (sumOfSquaredLosses / Double(returns.count)).squareRoot()
    let ratio = mean / downside * periodsPerYear.squareRoot()
    return ratio.isFinite ? ratio : nil
  }

  /// The annualized sample deviation of returns, or `nil` where it is undefined.
  public var volatility: Double? {
    guard !isRuined, let variance = returns.sampleVariance, let periodsPerYear else { return nil }
    return (variance * periodsPerYear).squareRoot()
  }

  /// The profit of the whole run by the largest fall in units of cash, or `nil` without a fall.
  ///
  /// Not annualized: runs on ticks are often shorter than a day.
  public var calmar: Double? {
    maximumDrawdownAmount > 0 ? pnl / maximumDrawdownAmount : nil
  }

  private static var yearNanoseconds: Double { 365 * 86_400 * 1e9 }
}
