internal import ConfigValidation
internal import MarketModel

extension ResearchLoopConfig {
  /// Reads the fields of the document; what other documents hold is filled in by the loader.
  static func read(_ root: ConfigMapping) -> ResearchLoopConfig {
    ResearchLoopConfig(
      projectRoot: root.optional("project_root", .text),
      pack: root.section("pack", PackConfig.read),
      outcomes: root.section("outcomes", OutcomesConfig.read),
      regimes: root.section("regimes", RegimesConfig.read),
      strategies: root.required(
        "strategies",
        .list(of: .section(fallback: StrategyConfig.empty, StrategyConfig.read), minimumCount: 1)
      ),
      experiment: root.section("experiment", ExperimentConfig.read),
      evaluation: root.section("evaluation", EvaluationConfig.read),
      loop: root.section("loop", LoopConfig.read),
      notify: root.section("notify", NotifyConfig.read)
    )
  }
}

extension PackConfig {
  static func read(_ section: ConfigMapping) -> PackConfig {
    let mode = section.value("mode", .cases(of: Mode.self), default: .single)
    let symbols = section.value("symbols", .list(of: .symbol, minimumCount: 1), default: [])
    let universe = section.optional("universe", .text)
    if mode == .single, symbols.isEmpty, section.node("symbols") == nil {
      section.refuse("symbols", .missing(expected: "a list of at least 1 symbol for mode single"))
    }
    refuseRepetitions(in: symbols, section)
    if mode == .single, universe != nil {
      section.refuse(
        "universe",
        .conflict(rule: "is read only with mode universe, found mode single")
      )
    }
    return PackConfig(
      mode: mode,
      symbols: mode == .single ? symbols : [],
      universe: universe,
      period: readPeriod(section),
      barsProvider: section.optional("bars_provider", .text),
      optionsSnapshotProvider: section.optional("options_snapshot_provider", .text),
      outputDirectory: section.value("packs_output_dir", .text, default: "data/packs"),
      lake: readLake(section),
      requiresAllSymbols: section.value("require_all", .flag, default: false),
      calendar: section.value("calendar", .cases(of: CalendarChoice.self), default: .usEquities)
    )
  }

  private static func refuseRepetitions(in symbols: [Symbol], _ section: ConfigMapping) {
    for (index, symbol) in symbols.enumerated() where symbols[..<index].contains(symbol) {
      section.refuse("symbols", .conflict(rule: "expected each symbol once, found \(symbol) twice"))
    }
  }

  /// `last_n_days` wins over the fixed days, which may then be absent.
  private static func readPeriod(_ section: ConfigMapping) -> Period {
    let days = section.optional("last_n_days", .integer(in: 0...36_500))
    let start = section.optional("start_date", .date)
    let end = section.optional("end_date", .date)
    if let days { return .lastDays(days) }
    for (name, date) in [("start_date", start), ("end_date", end)]
    where date == nil && section.node(name) == nil {
      section.refuse(name, .missing(expected: "a date such as 2024-01-31, or last_n_days"))
    }
    if let start, let end, end < start {
      section.refuse(
        "end_date",
        .unexpected(expected: "a date not before start_date \(start)", found: "\(end)")
      )
    }
    let nothing = CivilDate(dayNumber: 0)
    return .fixed(start ?? nothing, end ?? nothing)
  }

  private static func readLake(_ section: ConfigMapping) -> String {
    let lake = section.optional("lake", .text)
    let old = section.optional("db_path", .text)
    if lake != nil, old != nil {
      section.refuse("db_path", .conflict(rule: "is the old name of lake; give only one of them"))
    }
    return lake ?? old ?? "data/lake"
  }
}

extension OutcomesConfig {
  static func read(_ section: ConfigMapping) -> OutcomesConfig {
    OutcomesConfig(
      ensuresBeforePack: section.value("ensure_before_pack", .flag, default: true),
      barSeconds: Int64(section.value("bar_duration", .integer(in: 1...604_800), default: 60)),
      annualisesVolatility: section.value("vol_annualised", .flag, default: false)
    )
  }
}

extension RegimesConfig {
  static func read(_ section: ConfigMapping) -> RegimesConfig {
    RegimesConfig(
      ensuresBeforePack: section.value("ensure_before_pack", .flag, default: true),
      riskMembers: section.value(
        "risk_members",
        .list(of: .text, minimumCount: 0),
        default: ["SPY", "IBIT", "TLT", "GLD"]
      )
    )
  }
}

extension StrategyConfig {
  static let empty = StrategyConfig(strategyClass: "", parameters: [:], grid: [], sweep: nil)

  static func read(_ section: ConfigMapping) -> StrategyConfig {
    StrategyConfig(
      strategyClass: section.required("strategy_class", .text),
      parameters: section.value("params", .parameters, default: [:]),
      grid: [],
      sweep: section.optional("sweep", .text)
    )
  }
}

extension EvaluationConfig {
  static func read(_ section: ConfigMapping) -> EvaluationConfig {
    EvaluationConfig(
      inputDirectory: section.optional("input_dir", .text),
      killThresholds: section.optional("kill_thresholds", .text),
      rankingsOutputDirectory: section.value("rankings_output_dir", .text, default: "logs"),
      killedOutput: section.value("killed_output_path", .optionalOutput, default: .none),
      candidateSetOutput: section.value(
        "candidate_set_output_path",
        .optionalOutput,
        default: .none
      ),
      includesHistory: section.value("include_history", .flag, default: false)
    )
  }
}

extension LoopConfig {
  static func read(_ section: ConfigMapping) -> LoopConfig {
    let interval = section.value("interval_hours", .number(in: 0...8_784), default: 24)
    if interval == 0 {
      section.refuse("interval_hours", .unexpected(expected: "a number above 0", found: "0"))
    }
    return LoopConfig(
      intervalHours: interval,
      requireRecentBarsHours: section.optional("require_recent_bars_hours", .number(in: 0...1e6))
    )
  }
}

extension NotifyConfig {
  static func read(_ section: ConfigMapping) -> NotifyConfig {
    NotifyConfig(
      webhookURL: section.optional("webhook_url", .url),
      telegram: section.optional(
        "telegram",
        .section(fallback: TelegramConfig(apiURL: "", tokenVariable: "", chatID: "")) { telegram in
          TelegramConfig(
            apiURL: telegram.value("api_url", .url, default: "https://api.telegram.org"),
            tokenVariable: telegram.value("token_env", .text, default: "TELEGRAM_BOT_TOKEN"),
            chatID: telegram.required("chat_id", .textOrNumber)
          )
        }
      ),
      timeoutSeconds: section.value("timeout_seconds", .number(in: 0.1...300), default: 10)
    )
  }
}
