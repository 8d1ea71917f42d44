internal import Backtest
public import ConfigValidation
public import MarketModel

extension LoadedLoopConfig {
  /// The document with every default filled in and the days resolved, as it is saved with a cycle.
  ///
  /// Reading it again gives the same configuration; paths stand as they were written.
  ///
  /// - Parameter now: The instant that `last_n_days` counts from.
  /// - Returns: A mapping in the order of the schema.
  public func resolvedDocument(at now: Timestamp) -> ConfigNode {
    let strategies = config.strategies.map { entry in
      mapping([
        ("strategy_class", .text(entry.strategyClass)),
        ("params", mapping(entry.parameters.elements.map { ($0.name, content(of: $0.value)) })),
        ("sweep", text(entry.sweep)),
      ])
    }
    return node(
      mapping([
        ("project_root", text(config.projectRoot)),
        ("pack", config.pack.document(at: now)),
        (
          "outcomes",
          mapping([
            ("ensure_before_pack", .flag(config.outcomes.ensuresBeforePack)),
            ("bar_duration", .integer(Int(config.outcomes.barSeconds))),
            ("vol_annualised", .flag(config.outcomes.annualisesVolatility)),
          ])
        ),
        (
          "regimes",
          mapping([
            ("ensure_before_pack", .flag(config.regimes.ensuresBeforePack)),
            ("risk_members", .sequence(config.regimes.riskMembers.map { node(.text($0)) })),
          ])
        ),
        ("strategies", .sequence(strategies.map(node))),
        ("experiment", config.experiment.document),
        ("evaluation", config.evaluation.document),
        ("loop", config.loop.document),
        ("notify", config.notify.document),
      ])
    )
  }
}

extension PackConfig {
  fileprivate func document(at now: Timestamp) -> ConfigNode.Content {
    let days = period.resolved(at: now)
    var entries: [(String, ConfigNode.Content)] = [("mode", .text(mode.rawValue))]
    switch mode {
    case .single: entries.append(("symbols", .sequence(symbols.map { node(.text($0.name)) })))
    case .universe: entries.append(("universe", text(universe)))
    }
    entries += [
      ("start_date", .text("\(days.first)")), ("end_date", .text("\(days.last)")),
      ("bars_provider", text(barsProvider)),
      ("options_snapshot_provider", text(optionsSnapshotProvider)),
      ("packs_output_dir", .text(outputDirectory)), ("lake", .text(lake)),
      ("require_all", .flag(requiresAllSymbols)), ("calendar", .text(calendar.rawValue)),
    ]
    return mapping(entries)
  }
}

extension ExperimentConfig {
  fileprivate var document: ConfigNode.Content {
    var entries: [(String, ConfigNode.Content)] = [
      ("output_dir", .text(outputDirectory)), ("starting_cash", .number(startingCash)),
      ("regime_stress", .flag(stressesRegimes)), ("mc_bootstrap", .flag(monteCarlo != nil)),
    ]
    if let monteCarlo {
      entries += [
        ("mc_paths", .integer(monteCarlo.paths)), ("mc_method", .text(monteCarlo.method.rawValue)),
        ("mc_block_size", monteCarlo.blockSize.map { .integer($0) } ?? .null),
        ("mc_seed", .integer(Int(clamping: monteCarlo.seed))),
        ("mc_ruin_level", .number(monteCarlo.ruinLevel)),
        ("mc_kill_thresholds", text(monteCarlo.killThresholds)),
      ]
    }
    entries += [
      ("execution", execution.document),
      (
        "metrics",
        mapping([
          ("periods_per_year", number(metrics.periodsPerYear)),
          ("risk_free_rate", .number(metrics.riskFreeRate)),
        ])
      ),
      (
        "walk_forward",
        walkForward.map {
          mapping([
            ("train_days", .integer($0.trainDays)), ("test_days", .integer($0.testDays)),
            ("step_days", .integer($0.stepDays)),
          ])
        } ?? .null
      ),
      ("cost_multipliers", .sequence(costMultipliers.map { node(.number($0)) })),
    ]
    return mapping(entries)
  }
}

extension ExecutionConfig {
  /// The section as it would be written with every key.
  package var document: ConfigNode.Content {
    mapping([
      ("fill", .text(fill.rawValue)), ("fees", fees.document), ("slippage", slippage.document),
      ("latency", latencyDocument), ("sizing", sizing.document),
      ("shorting", .flag(allowsShorting)),
      ("buying_power", .flag(requiresBuyingPower)), ("close_at_end", .flag(closesAtEnd)),
      ("lot_size", number(lotSize)), ("borrow_rate_per_year", .number(borrowRatePerYear)),
      ("intrabar", .text(intrabar.rawValue)), ("limit_fill", .text(limitFill.rawValue)),
      ("max_position_units", number(maximumPositionUnits)),
      ("max_position_fraction", number(maximumPositionFraction)),
      ("max_gross_leverage", number(maximumGrossLeverage)),
      ("max_quote_age_seconds", .number(maximumQuoteAgeSeconds)),
      ("max_spread_fraction", .number(maximumSpreadFraction)),
      ("min_quote_size", .number(minimumQuoteSize)),
      ("option_fee_per_contract", .number(optionFeePerContract)),
      ("option_slippage_per_unit", .number(optionSlippagePerUnit)),
      ("option_multiplier", .number(optionMultiplier)),
    ])
  }

  private var latencyDocument: ConfigNode.Content {
    switch latency {
    case .none: mapping([])
    case .bars(let count): mapping([("bars", .integer(count))])
    case .nanoseconds(let count): mapping([("milliseconds", .integer(Int(count / 1_000_000)))])
    }
  }
}

extension ExecutionConfig.Fees {
  fileprivate var document: ConfigNode.Content {
    switch self {
    case .none: mapping([("model", .text("none"))])
    case .proportional(let rate):
      mapping([("model", .text("proportional")), ("rate", .number(rate))])
    case .perUnit(let amount, let minimum):
      mapping([
        ("model", .text("per_unit")), ("amount", .number(amount)), ("minimum", .number(minimum)),
      ])
    }
  }
}

extension ExecutionConfig.Slippage {
  fileprivate var document: ConfigNode.Content {
    switch self {
    case .none: mapping([("model", .text("none"))])
    case .fixed(let fraction, let perUnit):
      mapping([
        ("model", .text("fixed")), ("price_fraction", .number(fraction)),
        ("per_unit", .number(perUnit)),
      ])
    case .volumeShare(let coefficient):
      mapping([("model", .text("volume_share")), ("coefficient", .number(coefficient))])
    }
  }
}

extension ExecutionConfig.Sizing {
  fileprivate var document: ConfigNode.Content {
    switch self {
    case .allIn: mapping([("model", .text("all_in"))])
    case .fixedUnits(let units):
      mapping([("model", .text("fixed_units")), ("units", .number(units))])
    case .fractionOfEquity(let fraction):
      mapping([("model", .text("fraction_of_equity")), ("fraction", .number(fraction))])
    case .volatilityTarget(let volatility, let window, let leverage):
      mapping([
        ("model", .text("volatility_target")), ("annual_volatility", .number(volatility)),
        ("window_bars", .integer(window)), ("maximum_leverage", .number(leverage)),
      ])
    }
  }
}

extension EvaluationConfig {
  fileprivate var document: ConfigNode.Content {
    mapping([
      ("input_dir", text(inputDirectory)), ("kill_thresholds", text(killThresholds)),
      ("rankings_output_dir", .text(rankingsOutputDirectory)),
      ("killed_output_path", killedOutput.document),
      ("candidate_set_output_path", candidateSetOutput.document),
      ("include_history", .flag(includesHistory)),
    ])
  }
}

extension OptionalOutput {
  fileprivate var document: ConfigNode.Content {
    switch self {
    case .none: .null
    case .automatic: .text("auto")
    case .path(let path): .text(path)
    }
  }
}

extension LoopConfig {
  fileprivate var document: ConfigNode.Content {
    mapping([
      ("interval_hours", .number(intervalHours)),
      ("require_recent_bars_hours", number(requireRecentBarsHours)),
    ])
  }
}

extension NotifyConfig {
  fileprivate var document: ConfigNode.Content {
    mapping([
      ("webhook_url", text(webhookURL)),
      (
        "telegram",
        telegram.map {
          mapping([
            ("api_url", .text($0.apiURL)), ("token_env", .text($0.tokenVariable)),
            ("chat_id", .text($0.chatID)),
          ])
        } ?? .null
      ),
      ("timeout_seconds", .number(timeoutSeconds)),
    ])
  }
}

private func node(_ content: ConfigNode.Content) -> ConfigNode {
  ConfigNode(content, mark: ConfigMark(file: "resolved", line: 0))
}

private func mapping(_ entries: [(String, ConfigNode.Content)]) -> ConfigNode.Content {
  .mapping(entries.map { ConfigEntry(key: $0.0, value: node($0.1)) })
}

private func text(_ value: String?) -> ConfigNode.Content {
  value.map { .text($0) } ?? .null
}

private func number(_ value: Double?) -> ConfigNode.Content {
  value.map { .number($0) } ?? .null
}

private func content(of value: ParameterValue) -> ConfigNode.Content {
  switch value {
  case .integer(let number): .integer(number)
  case .number(let number): .number(number)
  case .flag(let flag): .flag(flag)
  case .text(let name): .text(name)
  }
}
