internal import Backtest
package import ConfigValidation

extension ExperimentConfig {
  static func read(_ section: ConfigMapping) -> ExperimentConfig {
    let multipliers = section.value(
      "cost_multipliers",
      .list(of: .number(in: 0...100), minimumCount: 0),
      default: [1, 1.25, 1.5]
    )
    for (index, value) in multipliers.enumerated() where multipliers[..<index].contains(value) {
      section.refuse(
        "cost_multipliers",
        .conflict(rule: "expected each factor once, found \(value) twice")
      )
    }
    return ExperimentConfig(
      outputDirectory: section.value("output_dir", .text, default: "logs/experiments"),
      startingCash: section.value("starting_cash", .number(in: 0.01...1e15), default: 10_000),
      stressesRegimes: section.value("regime_stress", .flag, default: true),
      monteCarlo: readMonteCarlo(section),
      execution: section.section("execution", ExecutionConfig.read),
      metrics: section.section("metrics", MetricsConfig.read),
      walkForward: section.optional(
        "walk_forward",
        .section(
          fallback: WalkForwardConfig(trainDays: 0, testDays: 1, stepDays: 1),
          WalkForwardConfig.read
        )
      ),
      costMultipliers: multipliers
    )
  }

  /// All `mc_` keys are checked, also when the bootstrap is switched off.
  private static func readMonteCarlo(_ section: ConfigMapping) -> MonteCarloConfig? {
    let isOn = section.value("mc_bootstrap", .flag, default: true)
    let settings = MonteCarloConfig(
      paths: section.value("mc_paths", .integer(in: 1...10_000_000), default: 1000),
      method: section.value(
        "mc_method",
        .cases(of: MonteCarloConfig.Method.self),
        default: .bootstrap
      ),
      blockSize: section.optional("mc_block_size", .integer(in: 1...1_000_000)),
      seed: UInt64(section.value("mc_seed", .integer(in: 0...Int.max), default: 42)),
      ruinLevel: section.value("mc_ruin_level", .number(in: 0...1), default: 0.2),
      killThresholds: section.optional("mc_kill_thresholds", .text)
    )
    return isOn ? settings : nil
  }
}

extension MetricsConfig {
  /// Reads the section.
  package static func read(_ section: ConfigMapping) -> MetricsConfig {
    MetricsConfig(
      periodsPerYear: section.optional("periods_per_year", .number(in: 1...1e9)),
      riskFreeRate: section.value("risk_free_rate", .number(in: -1...10), default: 0)
    )
  }
}

extension WalkForwardConfig {
  static func read(_ section: ConfigMapping) -> WalkForwardConfig {
    let test = section.required("test_days", .integer(in: 1...100_000))
    return WalkForwardConfig(
      trainDays: section.required("train_days", .integer(in: 1...100_000)),
      testDays: test,
      stepDays: section.value("step_days", .integer(in: 1...100_000), default: test)
    )
  }
}

extension ExecutionConfig {
  /// Reads the section.
  package static func read(_ section: ConfigMapping) -> ExecutionConfig {
    ExecutionConfig(
      fill: section.value("fill", .cases(of: FillRule.self), default: .nextOpen),
      fees: section.section("fees", Fees.read),
      slippage: section.section("slippage", Slippage.read),
      latency: section.section("latency", readLatency),
      sizing: section.section("sizing", Sizing.read),
      allowsShorting: section.value("shorting", .flag, default: false),
      requiresBuyingPower: section.value("buying_power", .flag, default: false),
      closesAtEnd: section.value("close_at_end", .flag, default: true),
      lotSize: section.optional("lot_size", .number(in: 1e-12...1e12)),
      borrowRatePerYear: section.value("borrow_rate_per_year", .number(in: 0...10), default: 0),
      intrabar: section.value("intrabar", .cases(of: IntrabarRule.self), default: .stopFirst),
      limitFill: section.value("limit_fill", .cases(of: LimitFillRule.self), default: .touch),
      maximumPositionUnits: section.optional("max_position_units", .number(in: 0...1e15)),
      maximumPositionFraction: section.optional("max_position_fraction", .number(in: 0...1e6)),
      maximumGrossLeverage: section.optional("max_gross_leverage", .number(in: 0...1e6)),
      maximumQuoteAgeSeconds: section.value(
        "max_quote_age_seconds",
        .number(in: 0...1e9),
        default: 120
      ),
      maximumSpreadFraction: section.value(
        "max_spread_fraction",
        .number(in: 0...1e6),
        default: 0.5
      ),
      minimumQuoteSize: section.value("min_quote_size", .number(in: 0...1e12), default: 1),
      optionFeePerContract: section.value(
        "option_fee_per_contract",
        .number(in: 0...1e6),
        default: 0.65
      ),
      optionSlippagePerUnit: section.value(
        "option_slippage_per_unit",
        .number(in: 0...1e6),
        default: 0.02
      ),
      optionMultiplier: section.value("option_multiplier", .number(in: 1e-6...1e9), default: 100)
    )
  }

  private static func readLatency(_ section: ConfigMapping) -> Latency {
    let bars = section.optional("bars", .integer(in: 1...1_000_000))
    let milliseconds = section.optional("milliseconds", .integer(in: 1...1_000_000_000_000))
    if bars != nil, milliseconds != nil {
      section.refuse("milliseconds", .conflict(rule: "give either bars or milliseconds, not both"))
    }
    if let bars { return .bars(bars) }
    return milliseconds.map { .nanoseconds(Int64($0) * 1_000_000) } ?? .none
  }
}

extension ExecutionConfig.Fees {
  /// The model decides which further keys are known.
  static func read(_ section: ConfigMapping) -> ExecutionConfig.Fees {
    let model = section.value(
      "model",
      .choice([("proportional", "proportional"), ("per_unit", "per_unit"), ("none", "none")]),
      default: "proportional"
    )
    switch model {
    case "per_unit":
      return .perUnit(
        amount: section.required("amount", .number(in: 0...1e9)),
        minimum: section.value("minimum", .number(in: 0...1e9), default: 0)
      )
    case "none": return .none
    default: return .proportional(rate: section.value("rate", .number(in: 0...1), default: 0.0001))
    }
  }
}

extension ExecutionConfig.Slippage {
  static func read(_ section: ConfigMapping) -> ExecutionConfig.Slippage {
    let model = section.value(
      "model",
      .choice([("fixed", "fixed"), ("volume_share", "volume_share"), ("none", "none")]),
      default: "fixed"
    )
    switch model {
    case "volume_share":
      return .volumeShare(coefficient: section.required("coefficient", .number(in: 0...100)))
    case "none": return .none
    default:
      return .fixed(
        priceFraction: section.value("price_fraction", .number(in: 0...1), default: 0.0002),
        perUnit: section.value("per_unit", .number(in: 0...1e6), default: 0)
      )
    }
  }
}

extension ExecutionConfig.Sizing {
  static func read(_ section: ConfigMapping) -> ExecutionConfig.Sizing {
    let model = section.value(
      "model",
      .choice([
        ("all_in", "all_in"), ("fixed_units", "fixed_units"),
        ("fraction_of_equity", "fraction_of_equity"), ("volatility_target", "volatility_target"),
      ]),
      default: "all_in"
    )
    switch model {
    case "fixed_units": return .fixedUnits(section.required("units", .number(in: 1e-12...1e12)))
    case "fraction_of_equity":
      return .fractionOfEquity(section.required("fraction", .number(in: 1e-6...100)))
    case "volatility_target":
      return .volatilityTarget(
        annualVolatility: section.required("annual_volatility", .number(in: 1e-4...10)),
        windowBars: section.value("window_bars", .integer(in: 2...100_000), default: 20),
        maximumLeverage: section.value("maximum_leverage", .number(in: 0.01...100), default: 1)
      )
    default: return .allIn
    }
  }
}
