public import ConfigValidation
internal import MarketModel
internal import Regime

extension MonitorSettings {
  /// The whole experiment, defaults included, with the keys of its document.
  public var json: JSONValue {
    [
      "title": .string(title),
      "experiment_id": .string(experimentID),
      "category_path": .string(category.rawValue),
      "data": data.json,
      "universe": universe.json,
      "feature_windows": [
        "burn_in_days": .integer(Int64(windows.burnInDays)),
        "zscore_days": .integer(Int64(windows.zScoreDays)),
      ],
      "features": .array(
        weights.entries.map { ["id": .string($0.feature), "weight": .number($0.weight)] }
      ),
      "target": target,
      "state_mapping": states.json,
      "beta": beta.json,
      "costs": costs.json,
      "backtest": backtest.json,
      "evaluation": evaluation.json,
    ]
  }

  /// What is bought and sold, and over which horizons it is judged.
  private var target: JSONValue {
    [
      "mode": .string(basket.selection.rawValue),
      "short_leg": basket.json,
      "long_leg": longLeg.json,
      "horizon_days": .array(evaluation.horizonDays.map { .integer(Int64($0)) }),
    ]
  }
}

extension DataSettings {
  var json: JSONValue {
    [
      "start_date": JSONValue(firstDay.map { "\($0)" }),
      "end_date": JSONValue(lastDay.map { "\($0)" }),
      "providers": .object(
        providers.sorted { $0.key < $1.key }.map { JSONMember($0.key, .string($0.value)) }
      ),
    ]
  }
}

extension UniverseSettings {
  var json: JSONValue {
    [
      "majors": .array(majors.map { .string($0.name) }),
      "exclude_assets": .array(excluded.sorted().map { .string($0.name) }),
      "listing_window_days": .integer(Int64(listingWindowDays)),
      "listing_min_prices": .integer(Int64(listingPrices)),
    ]
  }
}

extension BasketSettings {
  var json: JSONValue {
    [
      "weighting": .string(weighting.rawValue),
      "n": .integer(Int64(size)),
      "min_mcap_usd": .number(minimumMarketCap),
      "min_volume_usd": .number(minimumVolume),
      "per_name_cap": .number(perNameCap),
      "filters": [
        "min_history_days": .integer(Int64(filters.minimumHistoryDays)),
        "max_volatility": .number(filters.maximumVolatility),
        "days_per_year": .number(filters.daysPerYear),
        "min_correlation": .number(filters.minimumCorrelation),
        "min_overlap_days": .integer(Int64(filters.minimumOverlap)),
        "min_momentum_7d": .number(filters.momentum.lowerBound),
        "max_momentum_7d": .number(filters.momentum.upperBound),
      ],
    ]
  }
}

extension LongLegSettings {
  var json: JSONValue {
    [
      "neutrality": .string(neutrality.rawValue),
      "weights": .object(shares.map { JSONMember($0.asset.name, .number($0.share)) }),
      "leg_gross": .number(legGross),
      "major_limit": .number(majorLimit),
      "gross_cap": .number(grossCap),
    ]
  }
}

extension CompositeSettings {
  var json: JSONValue {
    [
      "n_regimes": .integer(Int64(resolution.rawValue)),
      "thresholds": [
        "low": .number(thresholds.low), "high": .number(thresholds.high),
        "strong_low": .number(thresholds.strongLow), "strong_high": .number(thresholds.strongHigh),
      ],
      "hysteresis": [
        "low_band": .number(hysteresis.lowBand), "high_band": .number(hysteresis.highBand),
      ],
      "persistence": [
        "min_duration_days": .integer(Int64(persistence.minimumRows)),
        "young_factor": .number(persistence.youngFactor),
        "requires_stronger_signal": .bool(persistence.requiresStrongerSignal),
      ],
      "high_volatility_gate": [
        "enabled": .bool(volatilityGate != nil), "return_limit": JSONValue(volatilityGate),
      ],
    ]
  }
}

extension BetaSettings {
  var json: JSONValue {
    [
      "window_days": .integer(Int64(windowDays)),
      "min_overlap_days": .integer(Int64(minimumOverlap)),
      "ridge": .number(ridge),
      "winsor_share": .number(winsorShare),
      "min": .number(range.lowerBound),
      "max": .number(range.upperBound),
      "fallback": .number(fallback),
    ]
  }
}

extension CostSettings {
  var json: JSONValue {
    [
      "taker_bps": .number(feeFraction * 10_000),
      "slippage_bps": .number(slippageFraction * 10_000),
      "funding": .bool(paysFunding),
    ]
  }
}

extension BacktestSettings {
  var json: JSONValue {
    [
      "starting_cash": .number(startingCash),
      "periods_per_year": .number(periodsPerYear),
      "lookback_window_days": .integer(Int64(lookbackDays)),
      "walk_forward": .bool(testWindowDays != nil),
      "test_window_days": JSONValue(testWindowDays),
      "min_test_days": .integer(Int64(minimumTestDays)),
      "trade_in": .array(
        tradedStates.sorted { $0.rawValue < $1.rawValue }.map { .string($0.label) }
      ),
      "rebalance_frequency_days": JSONValue(rebalanceDays),
      "rebalance_score_change": .number(rebalanceScoreChange),
      "regime_position_scaling": ["enabled": .bool(scaling != nil)],
      "volatility_targeting": [
        "enabled": .bool(volatilityTarget != nil),
        "target": JSONValue(volatilityTarget?.annualised),
        "days": JSONValue(volatilityTarget?.days),
        "min_scale": JSONValue(volatilityTarget?.range.lowerBound),
        "max_scale": JSONValue(volatilityTarget?.range.upperBound),
      ],
      "risk_management": [
        "stop_loss": JSONValue(stops.dayLoss),
        "stop_loss_3d": JSONValue(stops.threeDayLoss),
        "take_profit": JSONValue(stops.takeProfit),
        "max_days_in_trade": JSONValue(stops.maximumDays),
        "trailing_stop": JSONValue(stops.trailingLoss),
        "trailing_days": .integer(Int64(stops.trailingDays)),
      ],
      "with_regime_eval": .bool(evaluatesRegimes),
    ]
  }
}

extension EvaluationSettings {
  var json: JSONValue {
    [
      "block_days": .integer(Int64(bootstrap.blockRows)),
      "n_boot": .integer(Int64(bootstrap.resampleCount)),
      "seed": .integer(Int64(clamping: bootstrap.seed)),
    ]
  }
}
