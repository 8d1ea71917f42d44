public import ConfigValidation
internal import MarketModel
internal import Regime

extension MonitorSettings {
  /// Reads a resolved experiment: a spec laid over the base document.
  ///
  /// Documented defaults fill what is absent; a key that nobody reads is refused.
  ///
  /// - Throws: `ConfigurationError` with every problem at once.
  public static func read(_ document: ConfigNode) throws(ConfigurationError) -> MonitorSettings {
    try decode(document) { root in
      let states = root.value("state_mapping", .compositeState, default: .standard(.five))
      let universe = root.section("universe", UniverseSettings.read)
      let target = root.section("target") { TargetSettings.read($0, majors: universe.majors) }
      return MonitorSettings(
        title: root.required("title", .text),
        experimentID: root.required("experiment_id", .identifier),
        category: root.required("category_path", .cases(of: ExperimentCategory.self)),
        data: root.section("data", DataSettings.read),
        universe: universe,
        windows: root.section("feature_windows", FeatureSettings.read),
        weights: root.value(
          "features",
          .compositeWeights(of: MonitorFeature.allCases.map(\.rawValue)),
          default: .baseline
        ),
        states: states,
        basket: target.basket,
        longLeg: target.longLeg,
        beta: root.section("beta", BetaSettings.read),
        costs: root.section("costs", CostSettings.read),
        backtest: root.section("backtest") { BacktestSettings.read($0, states.resolution) },
        evaluation: root.section("evaluation") { EvaluationSettings.read($0, target.horizons) }
      )
    }
  }
}

extension DataSettings {
  static func read(_ section: ConfigMapping) -> DataSettings {
    let (first, last) = (
      section.optional("start_date", .date), section.optional("end_date", .date)
    )
    if let first, let last, last < first {
      section.refuse("end_date", .conflict(rule: "expected a day not before start_date"))
    }
    var providers: [String: String] = [:]
    section.section("providers") { names in
      for table in ["price", "marketcap", "volume", "funding", "open_interest"] {
        providers[table] = names.optional(table, .text)
      }
    }
    return DataSettings(firstDay: first, lastDay: last, providers: providers)
  }
}

extension UniverseSettings {
  static func read(_ section: ConfigMapping) -> UniverseSettings {
    let majors = section.value(
      "majors",
      .list(of: .asset, minimumCount: 1),
      default: ["BTC", "ETH"]
    )
    if Set(majors).count < majors.count {
      section.refuse("majors", .conflict(rule: "expected each asset once"))
    }
    let excluded = section.value("exclude_assets", .list(of: .asset, minimumCount: 0), default: [])
    for major in majors where excluded.contains(major) {
      section.refuse("exclude_assets", .conflict(rule: "\(major.name) is a major"))
    }
    let groups = section.value(
      "exclude_groups",
      .list(of: .cases(of: ExclusionGroup.self), minimumCount: 0),
      default: ExclusionGroup.allCases
    )
    return UniverseSettings(
      majors: majors,
      excluded: Set(excluded + groups.flatMap(\.symbols)).subtracting(majors),
      listingWindowDays: section.value("listing_window_days", .integer(in: 1...3_650), default: 30),
      listingPrices: section.value("listing_min_prices", .integer(in: 1...3_650), default: 20)
    )
  }
}

extension FeatureSettings {
  static func read(_ section: ConfigMapping) -> FeatureSettings {
    FeatureSettings(
      burnInDays: section.value("burn_in_days", .integer(in: 0...3_650), default: 60),
      zScoreDays: section.value("zscore_days", .integer(in: 2...3_650), default: 60)
    )
  }
}

extension BetaSettings {
  static func read(_ section: ConfigMapping) -> BetaSettings {
    let low = section.value("min", .number(in: -10...10), default: 0)
    let high = section.value("max", .number(in: -10...10), default: 3)
    if high < low { section.refuse("max", .conflict(rule: "expected a number not below min")) }
    return BetaSettings(
      windowDays: section.value("window_days", .integer(in: 3...3_650), default: 60),
      minimumOverlap: section.value("min_overlap_days", .integer(in: 3...3_650), default: 30),
      ridge: section.value("ridge", .number(in: 0...1_000), default: 0.1),
      winsorShare: section.value("winsor_share", .number(in: 0...0.49), default: 0.05),
      range: min(low, high)...max(low, high),
      fallback: section.value("fallback", .number(in: -10...10), default: 1)
    )
  }
}

extension CostSettings {
  static func read(_ section: ConfigMapping) -> CostSettings {
    CostSettings(
      feeFraction: section.value("taker_bps", .number(in: 0...1_000), default: 5) / 10_000,
      slippageFraction: section.value("slippage_bps", .number(in: 0...1_000), default: 5) / 10_000,
      paysFunding: section.value("funding", .flag, default: true)
    )
  }
}

extension EvaluationSettings {
  static func read(_ section: ConfigMapping, _ horizons: [Int]) -> EvaluationSettings {
    let blockDays = section.value("block_days", .integer(in: 1...3_650), default: 10)
    let resamples = section.value("n_boot", .integer(in: 2...1_000_000), default: 300)
    let seed = UInt64(section.value("seed", .integer(in: 0...Int.max), default: 7))
    let bootstrap = try? RegimeBootstrap(
      blockRows: blockDays,
      resampleCount: resamples,
      level: 0.95,
      seed: seed,
      trial: 0
    )
    return EvaluationSettings(
      horizonDays: horizons,
      bootstrap: bootstrap ?? .standard(seed: seed, trial: 0)
    )
  }
}

extension ConfigKind where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One case of an enumeration, by its raw value.
  static func cases(of type: Value.Type) -> ConfigKind {
    .choice(Value.allCases.map { (name: $0.rawValue, value: $0) })
  }
}

extension ConfigKind where Value == Symbol {
  /// The name of an asset.
  static var asset: ConfigKind { ConfigKind<String>.text.map { Symbol($0) } }
}

extension ConfigKind where Value == CivilDate {
  /// A day of the calendar.
  static var date: ConfigKind {
    .parsed("a date such as 2024-01-31", fallback: CivilDate(dayNumber: 0)) { CivilDate($0) }
  }
}

extension ConfigKind where Value == String {
  /// A name that can be part of a file name.
  static var identifier: ConfigKind {
    .parsed("a name of letters, digits, - and _", fallback: "") { text in
      let isPlain = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
      return text.isEmpty || !isPlain ? nil : text
    }
  }
}
