/// Money, returns and risk of one run, as numbers without rounding.
///
/// Percentages here are the file format's; they end in `Percent` and stand for `…_pct` keys.
/// A measure that is undefined, such as the Sharpe ratio of a constant equity, is `nil`.
public struct PortfolioBlock: Hashable, Sendable {
  /// The cash at the start.
  public var startingCash: Double

  /// Cash plus the signed market value of all positions at the end.
  public var finalEquity: Double

  /// The profit of closed round trips, net of fees and slippage.
  public var totalRealizedPnL: Double

  /// `(final equity - starting cash) / starting cash`, in percent.
  public var totalReturnPercent: Double?

  /// The return that would have been left without fees and slippage, in percent.
  public var grossReturnPercent: Double?

  /// The cost per unit of traded value that would leave nothing, in basis points.
  public var breakEvenCostBasisPoints: Double?

  /// The number of closed round trips.
  public var totalTrades: Int

  /// Round trips with a profit above zero.
  public var winners: Int

  /// Round trips with a loss.
  public var losers: Int

  /// Winners per closed round trip, in percent.
  public var winRatePercent: Double?

  /// Gross profit divided by gross loss; undefined without losses.
  public var profitFactor: Double?

  /// The mean profit of a closed round trip.
  public var expectancy: Double?

  /// The mean time between the opening and the close of a round trip.
  public var averageHoldingMinutes: Double?

  /// The annualised Sharpe ratio of the equity's returns; key `sharpe_annualized_proxy`.
  public var sharpe: Double?

  /// The largest fall of the equity from its running peak, in money.
  public var maxDrawdown: Double

  /// The largest fall of the equity as a part of its running peak, in percent.
  public var maxDrawdownPercent: Double?

  /// Fees and commissions paid.
  public var totalCommission: Double

  /// The number of positions still open at the end.
  public var openPositions: Int

  /// The number of points of the equity curve.
  public var equityCurvePoints: Int

  /// Profit by regime key, ordered by key.
  ///
  /// Keys are `session:RTH`, `regime:SPY:VOL_LOW`, `regime:SPY_trend:RANGE`; a bar counts once in
  /// every family, so sums over all keys exceed the profit.
  public var regimeBreakdown: [RegimeProfit]

  /// Creates a block.
  public init(
    startingCash: Double,
    finalEquity: Double,
    totalRealizedPnL: Double,
    totalReturnPercent: Double?,
    grossReturnPercent: Double?,
    breakEvenCostBasisPoints: Double?,
    totalTrades: Int,
    winners: Int,
    losers: Int,
    winRatePercent: Double?,
    profitFactor: Double?,
    expectancy: Double?,
    averageHoldingMinutes: Double?,
    sharpe: Double?,
    maxDrawdown: Double,
    maxDrawdownPercent: Double?,
    totalCommission: Double,
    openPositions: Int,
    equityCurvePoints: Int,
    regimeBreakdown: [RegimeProfit]
  ) {
    self.startingCash = startingCash
    self.finalEquity = finalEquity
    self.totalRealizedPnL = totalRealizedPnL
    self.totalReturnPercent = totalReturnPercent
    self.grossReturnPercent = grossReturnPercent
    self.breakEvenCostBasisPoints = breakEvenCostBasisPoints
    self.totalTrades = totalTrades
    self.winners = winners
    self.losers = losers
    self.winRatePercent = winRatePercent
    self.profitFactor = profitFactor
    self.expectancy = expectancy
    self.averageHoldingMinutes = averageHoldingMinutes
    self.sharpe = sharpe
    self.maxDrawdown = maxDrawdown
    self.maxDrawdownPercent = maxDrawdownPercent
    self.totalCommission = totalCommission
    self.openPositions = openPositions
    self.equityCurvePoints = equityCurvePoints
    self.regimeBreakdown = regimeBreakdown.sorted { $0.key.utf8Precedes($1.key) }
  }

  /// The profit of the run, realised or not: final equity less starting cash.
  public var totalPnL: Double { finalEquity - startingCash }
}

/// The profit made during the bars of one regime or session.
public struct RegimeProfit: Hashable, Sendable {
  /// The regime key or the name of the session.
  public var key: String

  /// The sum of the equity's changes in those bars.
  public var profit: Double

  /// The number of those bars.
  public var bars: Int

  /// Creates a profit.
  public init(key: String, profit: Double, bars: Int) {
    self.key = key
    self.profit = profit
    self.bars = bars
  }

  /// The part of the key before its last colon, such as `regime:SPY_trend`.
  ///
  /// The labels of one family exclude each other: every bar carries one of them.
  public var family: String {
    guard let colon = key.lastIndex(of: ":") else { return "" }
    return String(key[..<colon])
  }
}

/// Fills, rejects and costs of one run.
public struct ExecutionBlock: Hashable, Sendable {
  /// The number of fills.
  public var fills: Int

  /// The number of rejected orders.
  public var rejects: Int

  /// Fees and commissions paid.
  public var totalCommission: Double

  /// The slippage paid against the reference price.
  public var totalSlippage: Double

  /// How often each reason refused an order, ordered by reason.
  public var rejectReasons: [RejectCount]

  /// Creates a block.
  public init(
    fills: Int,
    rejects: Int,
    totalCommission: Double,
    totalSlippage: Double,
    rejectReasons: [RejectCount]
  ) {
    self.fills = fills
    self.rejects = rejects
    self.totalCommission = totalCommission
    self.totalSlippage = totalSlippage
    self.rejectReasons = rejectReasons.sorted { $0.reason.utf8Precedes($1.reason) }
  }

  /// Fills per attempt, rounded to four decimals; undefined when nothing was attempted.
  public var fillRate: Double? {
    let attempts = fills + rejects
    guard attempts > 0 else { return nil }
    return (Double(fills) / Double(attempts)).rounded(toPlaces: 4)
  }
}

/// How often orders were refused for one reason.
public struct RejectCount: Hashable, Sendable {
  /// The reason, such as `STALE_QUOTE`.
  public var reason: String

  /// How often.
  public var count: Int

  /// Creates a count.
  public init(reason: String, count: Int) {
    self.reason = reason
    self.count = count
  }
}

extension String {
  /// Orders texts by their UTF-8 bytes, the same on every machine and in every language.
  func utf8Precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
