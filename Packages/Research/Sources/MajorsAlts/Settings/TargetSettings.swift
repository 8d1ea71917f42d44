internal import ConfigValidation
internal import MarketModel

/// What an experiment buys and sells: the section `target` of its document.
struct TargetSettings {
  var basket: BasketSettings
  var longLeg: LongLegSettings
  var horizons: [Int]

  static func read(_ section: ConfigMapping, majors: [Symbol]) -> TargetSettings {
    let mode = section.value("mode", .cases(of: BasketSettings.Selection.self), default: .largest)
    return TargetSettings(
      basket: section.section("short_leg") { BasketSettings.read($0, mode) },
      longLeg: section.section("long_leg") { LongLegSettings.read($0, majors: majors) },
      horizons: readHorizons(section)
    )
  }

  private static func readHorizons(_ section: ConfigMapping) -> [Int] {
    let horizons = section.value(
      "horizon_days",
      .list(of: .integer(in: 1...3_650), minimumCount: 1),
      default: [1, 5, 10, 20]
    )
    if horizons != Set(horizons).sorted() {
      section.refuse("horizon_days", .conflict(rule: "expected rising numbers of days, each once"))
    }
    return Set(horizons).sorted()
  }
}

extension BasketSettings {
  static func read(_ section: ConfigMapping, _ mode: Selection) -> BasketSettings {
    let isFiltered = mode == .filtered
    return BasketSettings(
      selection: mode,
      weighting: section.value(
        "weighting",
        .cases(of: Weighting.self),
        default: isFiltered ? .inverseVolatility : .equal
      ),
      size: section.value("n", .integer(in: 1...10_000), default: 20),
      minimumMarketCap: section.value("min_mcap_usd", .amount, default: 50_000_000),
      minimumVolume: section.value(
        "min_volume_usd",
        .amount,
        default: isFiltered ? 1_000_000 : 1_000
      ),
      perNameCap: section.value(
        "per_name_cap",
        .number(in: 1e-6...1),
        default: isFiltered ? 0.10 : 1
      ),
      filters: section.section("filters", BasketFilters.read)
    )
  }
}

extension BasketFilters {
  static func read(_ section: ConfigMapping) -> BasketFilters {
    let low = section.value("min_momentum_7d", .number(in: -1...1_000), default: -0.5)
    let high = section.value("max_momentum_7d", .number(in: -1...1_000), default: 0.5)
    if high < low {
      section.refuse(
        "max_momentum_7d",
        .conflict(rule: "expected a number not below min_momentum_7d")
      )
    }
    return BasketFilters(
      minimumHistoryDays: section.value("min_history_days", .integer(in: 0...3_650), default: 60),
      maximumVolatility: section.value("max_volatility", .number(in: 0...100), default: 1),
      daysPerYear: section.value("days_per_year", .number(in: 1...366), default: 252),
      minimumCorrelation: section.value("min_correlation", .number(in: 0...1), default: 0.3),
      minimumOverlap: section.value("min_overlap_days", .integer(in: 2...60), default: 30),
      momentum: min(low, high)...max(low, high)
    )
  }
}

extension LongLegSettings {
  static func read(_ section: ConfigMapping, majors: [Symbol]) -> LongLegSettings {
    let neutrality = section.value("neutrality", .cases(of: Neutrality.self), default: .fixed)
    if neutrality != .fixed, majors.count != 2 {
      section.refuse(
        "neutrality",
        .conflict(rule: "\(neutrality.rawValue) needs exactly two majors in universe.majors")
      )
    }
    return LongLegSettings(
      neutrality: neutrality,
      shares: readShares(section, neutrality, majors),
      legGross: section.value("leg_gross", .number(in: 1e-6...100), default: 0.5),
      majorLimit: section.value("major_limit", .number(in: 0...100), default: 0.75),
      grossCap: section.value("gross_cap", .number(in: 1e-6...100), default: 1)
    )
  }

  /// The given shares divided by their sum, sorted by name.
  private static func readShares(
    _ section: ConfigMapping,
    _ neutrality: Neutrality,
    _ majors: [Symbol]
  ) -> [LongShare] {
    let given: [LongShare] = section.section("weights") { weights in
      weights.givenNames.map { name in
        LongShare(asset: Symbol(name), share: weights.required(name, .number(in: 1e-9...1e9)))
      }
    }
    if neutrality != .fixed, !given.isEmpty {
      section.refuse("weights", .conflict(rule: "are read only with neutrality fixed_weights"))
    }
    guard neutrality == .fixed else { return [] }
    guard !given.isEmpty else { return [LongShare(asset: majors.first ?? "BTC", share: 1)] }
    let total = given.reduce(0) { $0 + $1.share }
    return given.map { LongShare(asset: $0.asset, share: $0.share / total) }
      .sorted { $0.asset < $1.asset }
  }
}

extension ConfigKind where Value == Double {
  /// An amount of money that is not negative.
  static var amount: ConfigKind { .number(in: 0...1e15) }
}
