internal import ConfigValidation
internal import Features
internal import ForecastTrading
internal import Forecasting
internal import MarketModel

extension TrainingConfig {
  /// Reads a document; problems go to its collector, and the value is then not to be used.
  static func read(_ root: ConfigMapping) -> TrainingConfig {
    let target = root.section("target") { TargetConfig.read($0) }
    let defaults = root.section("training") { TrainingDefaults.read($0) }
    let models = root.required(
      "models",
      .list(
        of: .section(fallback: .naive(.mean)) { ModelConfig.read($0, target, defaults) },
        minimumCount: 1
      )
    )
    let names = models.map(\.name)
    if Set(names).count < names.count {
      root.refuse("models", .conflict(rule: "expected each model once"))
    }
    return TrainingConfig(
      data: root.section("data") { DataConfig.read($0) },
      features: root.section("features") { FeatureConfig.read($0) },
      target: target,
      lookbackWindow: defaults.lookbackWindow,
      horizon: defaults.horizon,
      walkForward: root.section("walk_forward") { section in
        let settings = WalkForwardSettings.read(section)
        let missing = settings.gates.baselines.filter { !names.contains($0) }
        if !missing.isEmpty {
          section.refuse(
            "baselines",
            .conflict(
              rule: "expected names of models (\(names.joined(separator: ", "))), "
                + "found \(missing.joined(separator: ", "))"
            )
          )
        }
        return settings
      },
      models: models,
      trading: TradingConfig.read(root, target.kind),
      seed: UInt64(root.value("seed", .integer(in: 0...Int.max), default: 42))
    )
  }
}

extension DataConfig {
  fileprivate static func read(_ section: ConfigMapping) -> DataConfig {
    let first = section.optional("from", .date)
    let last = section.optional("to", .date)
    if let first, let last, last < first {
      section.refuse("to", .conflict(rule: "expected a date not before from (\(first))"))
    }
    return DataConfig(
      symbol: Symbol(section.required("symbol", .text)),
      provider: section.optional("provider", .text),
      // Daily bars are all that data sets are built from.
      interval: section.value("interval", .choice([(name: "1d", value: .day)]), default: .day),
      firstDate: first,
      lastDate: last,
      calendar: section.value(
        "calendar",
        .choice(
          TradingCalendar.names.compactMap { name in
            TradingCalendar.named(name).map { (name: name, value: $0) }
          }
        ),
        default: .usEquities
      )
    )
  }
}

extension FeatureConfig {
  fileprivate static func read(_ section: ConfigMapping) -> FeatureConfig {
    let tiers = section.value(
      "tiers",
      .list(
        of: .choice(FeatureTierRegistry.standard.names.map { (name: $0, value: $0) }),
        minimumCount: 1
      ),
      default: [FeatureTier.a20.name]
    )
    if Set(tiers).count < tiers.count {
      section.refuse("tiers", .conflict(rule: "expected each tier once"))
    }
    let index = FeatureTier.vix.name
    if tiers == [index] {
      section.refuse("tiers", .conflict(rule: "expected a tier of the symbol beside \(index)"))
    }
    return FeatureConfig(
      tiers: tiers.filter { $0 != index },
      includesVolatilityIndex: tiers.contains(index),
      calendar: section.value(
        "calendar",
        .list(of: .choice(CalendarFeature.allCases.map { ($0.rawValue, $0) }), minimumCount: 0),
        default: [.dayOfWeek, .month]
      )
    )
  }
}

extension TargetConfig {
  fileprivate static func read(_ section: ConfigMapping) -> TargetConfig {
    let expected = "forward_return, direction or a threshold such as threshold_1pct"
    let name = section.value(
      "name",
      .parsed(expected, fallback: forwardReturn) { text in
        let isKnown = (try? TargetCatalog.definition(named: text)) != nil
        let isShape = [forwardReturn, "direction"].contains(text) || text.hasPrefix("threshold_")
        return isKnown && isShape ? text : nil
      },
      default: forwardReturn
    )
    let prices = TargetPrice.allCases.map { (name: $0.rawValue, value: $0) }
    return TargetConfig(name: name, price: section.value("price", .choice(prices), default: .close))
  }
}

extension TradingConfig {
  fileprivate static func read(_ root: ConfigMapping, _ kind: ForecastTargetKind) -> TradingConfig {
    let costs = root.section("costs") { section in
      (
        fees: section.value("fees", .number(in: 0...0.5), default: 0.0001),
        slippage: section.value("slippage", .number(in: 0...0.5), default: 0.0001),
        cash: section.value("starting_cash", .number(in: 1...1e15), default: 100_000)
      )
    }
    return root.section("positions") { section in
      func named<Value: CaseIterable & RawRepresentable<String>>(
        _ type: Value.Type
      ) -> ConfigKind<Value> {
        .choice(Value.allCases.map { (name: $0.rawValue, value: $0) })
      }
      let rule = positionRule(section, kind)
      let sides = section.value("sides", named(PositionSides.self), default: .longShort)
      let positions = try? ForecastPositions(rule, sides: sides)
      guard let positions = positions ?? (try? ForecastPositions(.sign(deadZone: 0), sides: sides))
      else { preconditionFailure("signs without a dead zone are a rule") }
      return TradingConfig(
        positions: positions,
        pace: section.value("pace", named(DecisionPace.self), default: .everyBar),
        border: section.value("border", named(FoldBorder.self), default: .close),
        fees: costs.fees,
        slippage: costs.slippage,
        startingCash: costs.cash
      )
    }
  }

  private enum RuleName: String, CaseIterable {
    case sign
    case thresholds
    case scaled
  }

  private static func positionRule(
    _ section: ConfigMapping,
    _ kind: ForecastTargetKind
  ) -> PositionRule {
    let rules = RuleName.allCases.filter { kind == .binary || $0 != .thresholds }
    let name = section.value(
      "rule",
      .choice(rules.map { (name: $0.rawValue, value: $0) }),
      default: .sign
    )
    switch name {
    case .sign:
      return .sign(deadZone: section.value("dead_zone", .number(in: 0...1e6), default: 0))
    case .scaled:
      return .scaled(fullAt: section.required("full_at", .number(in: 1e-12...1e6)))
    case .thresholds:
      let long = section.value("long_from", .number(in: 0...1), default: 0.55)
      let short = section.value("short_from", .number(in: 0...1), default: 0.45)
      if short >= long {
        section.refuse("short_from", .conflict(rule: "expected less than long_from (\(long))"))
      }
      return .thresholds(long: long, short: short)
    }
  }
}

extension ConfigKind where Value == CivilDate {
  /// A day of the calendar.
  fileprivate static var date: ConfigKind {
    .parsed("a date such as 2024-01-31", fallback: CivilDate(dayNumber: 0)) { CivilDate($0) }
  }
}
