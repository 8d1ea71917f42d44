internal import Backtest
internal import MarketModel
internal import PerformanceMetrics

extension RunResult {
  /// Takes the measures of a run from what the engine recorded.
  ///
  /// - Parameters:
  ///   - result: A run with its equity and round trips.
  ///   - strategyID: The identifier of the strategy, with its version.
  ///   - data: What was replayed.
  ///   - settings: How the run is measured.
  /// - Throws: ``MetricError`` when the equity is not finite.
  init(
    _ result: BacktestResult,
    strategyID: String,
    data: ExperimentData,
    settings: ExperimentSettings
  ) throws(MetricError) {
    let breakdown = Self.breakdown(of: result, data)
    let profits = breakdown.entries.map {
      RegimeProfit(key: $0.key, profit: $0.profit, bars: $0.bars)
    }
    let sessions = profits.filter { $0.key.hasPrefix("session:") }.map {
      RegimeProfit(
        key: String($0.key.dropFirst("session:".count)),
        profit: $0.profit,
        bars: $0.bars
      )
    }
    self.init(
      strategyID: strategyID,
      barsReplayed: data.barCount,
      outcomesUsed: data.outcomeCount,
      regimesLoaded: data.timeline.labelCount,
      portfolio: try PortfolioBlock(result, breakdown: profits, settings: settings),
      execution: ExecutionBlock(result),
      sessions: sessions,
      tradeProfits: result.roundTrips.map(\.profit)
    )
  }

  /// The change of equity in each bar, under the keys of the bars that close then.
  private static func breakdown(
    of result: BacktestResult,
    _ data: ExperimentData
  ) -> RegimeBreakdown {
    var breakdown = RegimeBreakdown()
    var previous = result.summary.startingCash
    for (time, equity) in zip(result.markTimes, result.equity) {
      breakdown.add(equity - previous, keys: data.keysAtClose[time] ?? [])
      previous = equity
    }
    return breakdown
  }
}

extension BacktestResult {
  /// The equity of a run that recorded it.
  var equityCurve: EquityCurve {
    get throws(MetricError) {
      try EquityCurve(
        startingEquity: summary.startingCash,
        times: markTimes.map { Timestamp(nanoseconds: $0) },
        values: equity
      )
    }
  }
}

extension PortfolioBlock {
  fileprivate init(
    _ result: BacktestResult,
    breakdown: [RegimeProfit],
    settings: ExperimentSettings
  ) throws(MetricError) {
    let summary = result.summary
    let profits = result.roundTrips.map(\.profit)
    let curve = try result.equityCurve
    let trades = Double(profits.count)
    let holding = result.roundTrips.reduce(0.0) { total, trip in
      total + Double(trip.exitTime.nanoseconds - trip.entryTime.nanoseconds) / 60e9
    }
    self.init(
      startingCash: summary.startingCash,
      finalEquity: summary.finalEquity,
      totalRealizedPnL: profits.reduce(0, +),
      totalReturnPercent: summary.totalReturn * 100,
      grossReturnPercent: summary.grossReturn * 100,
      breakEvenCostBasisPoints: summary.breakEvenCost.map { $0 * 10_000 },
      totalTrades: profits.count,
      winners: profits.count { $0 > 0 },
      losers: profits.count { $0 <= 0 },
      winRatePercent: profits.isEmpty ? nil : Double(profits.count { $0 > 0 }) / trades * 100,
      profitFactor: try PerformanceMetrics.profitFactor(of: profits),
      expectancy: profits.isEmpty ? nil : profits.reduce(0, +) / trades,
      averageHoldingMinutes: profits.isEmpty ? nil : holding / trades,
      sharpe: try sharpeRatio(
        of: curve.returns,
        riskFreeRate: settings.periodRiskFreeRate,
        periodsPerYear: settings.periodsPerYear
      ),
      maxDrawdown: Self.largestFall(from: summary.startingCash, result.equity),
      maxDrawdownPercent: summary.maximumDrawdown * 100,
      totalCommission: summary.fees,
      openPositions: summary.openPositionCount,
      equityCurvePoints: result.equity.count,
      regimeBreakdown: breakdown
    )
  }

  /// The largest fall of equity from its peak, in account currency.
  private static func largestFall(from start: Double, _ equity: [Double]) -> Double {
    var (peak, fall) = (start, 0.0)
    for value in equity {
      peak = max(peak, value)
      fall = max(fall, peak - value)
    }
    return fall
  }
}

extension ExecutionBlock {
  fileprivate init(_ result: BacktestResult) {
    let reasons = RejectReason.allCases.compactMap { reason -> RejectCount? in
      let count = result.rejects.count { $0.reason == reason }
      return count > 0 ? RejectCount(reason: reason.rawValue, count: count) : nil
    }
    self.init(
      fills: result.summary.fillCount,
      rejects: result.summary.rejectCount,
      totalCommission: result.summary.fees,
      totalSlippage: result.summary.slippage,
      rejectReasons: reasons
    )
  }
}
