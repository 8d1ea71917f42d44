public import ConfigValidation

extension RunResult {
  /// The result as JSON.
  public var json: JSONValue {
    [
      "strategy_id": .string(strategyID),
      "bars_replayed": JSONValue(barsReplayed),
      "outcomes_used": JSONValue(outcomesUsed),
      "regimes_loaded": JSONValue(regimesLoaded),
      "portfolio": portfolio.json,
      "execution": execution.json,
      "sessions": profitsByKey(sessions),
      "trade_pnls": .array(tradeProfits.map { .number($0) }),
    ]
  }

  init(_ reader: ArtifactReader) throws(ArtifactError) {
    var profits: [Double] = []
    for element in try reader.elements("trade_pnls") {
      guard let number = element.value.numberValue else { throw element.mismatch("a number") }
      profits.append(number)
    }
    self.init(
      strategyID: try reader.text("strategy_id"),
      barsReplayed: try reader.integer("bars_replayed"),
      outcomesUsed: try reader.integer("outcomes_used"),
      regimesLoaded: try reader.integer("regimes_loaded"),
      portfolio: try PortfolioBlock(try reader.object("portfolio")),
      execution: try ExecutionBlock(try reader.object("execution")),
      sessions: try profitsByKey(try reader.object("sessions")),
      tradeProfits: profits
    )
  }
}

extension PortfolioBlock {
  /// The block as JSON.
  public var json: JSONValue {
    [
      "starting_cash": .number(startingCash),
      "final_equity": .number(finalEquity),
      "total_realized_pnl": .number(totalRealizedPnL),
      "total_return_pct": JSONValue(totalReturnPercent),
      "gross_return_pct": JSONValue(grossReturnPercent),
      "break_even_cost_bps": JSONValue(breakEvenCostBasisPoints),
      "total_trades": JSONValue(totalTrades),
      "winners": JSONValue(winners),
      "losers": JSONValue(losers),
      "win_rate": JSONValue(winRatePercent),
      "profit_factor": JSONValue(profitFactor),
      "expectancy": JSONValue(expectancy),
      "avg_holding_time_mins": JSONValue(averageHoldingMinutes),
      "sharpe_annualized_proxy": JSONValue(sharpe),
      "max_drawdown": .number(maxDrawdown),
      "max_drawdown_pct": JSONValue(maxDrawdownPercent),
      "total_commission": .number(totalCommission),
      "open_positions": JSONValue(openPositions),
      "equity_curve_points": JSONValue(equityCurvePoints),
      "regime_breakdown": profitsByKey(regimeBreakdown),
    ]
  }

  init(_ reader: ArtifactReader) throws(ArtifactError) {
    self.init(
      startingCash: try reader.number("starting_cash"),
      finalEquity: try reader.number("final_equity"),
      totalRealizedPnL: try reader.number("total_realized_pnl"),
      totalReturnPercent: try reader.optionalNumber("total_return_pct"),
      grossReturnPercent: try reader.optionalNumber("gross_return_pct"),
      breakEvenCostBasisPoints: try reader.optionalNumber("break_even_cost_bps"),
      totalTrades: try reader.integer("total_trades"),
      winners: try reader.integer("winners"),
      losers: try reader.integer("losers"),
      winRatePercent: try reader.optionalNumber("win_rate"),
      profitFactor: try reader.optionalNumber("profit_factor"),
      expectancy: try reader.optionalNumber("expectancy"),
      averageHoldingMinutes: try reader.optionalNumber("avg_holding_time_mins"),
      sharpe: try reader.optionalNumber("sharpe_annualized_proxy"),
      maxDrawdown: try reader.number("max_drawdown"),
      maxDrawdownPercent: try reader.optionalNumber("max_drawdown_pct"),
      totalCommission: try reader.number("total_commission"),
      openPositions: try reader.integer("open_positions"),
      equityCurvePoints: try reader.integer("equity_curve_points"),
      regimeBreakdown: try profitsByKey(try reader.object("regime_breakdown"))
    )
  }
}

extension ExecutionBlock {
  /// The block as JSON.
  public var json: JSONValue {
    [
      "fills": JSONValue(fills),
      "rejects": JSONValue(rejects),
      "fill_rate": JSONValue(fillRate),
      "total_commission": .number(totalCommission),
      "total_slippage": .number(totalSlippage),
      "reject_reasons": .object(
        rejectReasons.map { JSONMember($0.reason, JSONValue($0.count)) }
      ),
    ]
  }

  init(_ reader: ArtifactReader) throws(ArtifactError) {
    let reasons = try reader.object("reject_reasons")
    var counts: [RejectCount] = []
    for (reason, _) in try reasons.members() {
      counts.append(RejectCount(reason: reason, count: try reasons.integer(reason)))
    }
    self.init(
      fills: try reader.integer("fills"),
      rejects: try reader.integer("rejects"),
      totalCommission: try reader.number("total_commission"),
      totalSlippage: try reader.number("total_slippage"),
      rejectReasons: counts
    )
  }
}

private func profitsByKey(_ profits: [RegimeProfit]) -> JSONValue {
  .object(
    profits.map {
      JSONMember($0.key, ["pnl": .number($0.profit), "bars": JSONValue($0.bars)])
    }
  )
}

private func profitsByKey(_ reader: ArtifactReader) throws(ArtifactError) -> [RegimeProfit] {
  var profits: [RegimeProfit] = []
  for (key, value) in try reader.members() {
    profits.append(
      RegimeProfit(key: key, profit: try value.number("pnl"), bars: try value.integer("bars"))
    )
  }
  return profits
}
