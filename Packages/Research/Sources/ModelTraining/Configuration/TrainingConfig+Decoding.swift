internal import ConfigValidation
internal import Features
internal import ForecastTrading
internal import Forecasting
internal import MarketModel

extension TrainingConfig {
  /// Reads a document; problems go to its collector, and the value is then not to be used.
  static func read(_ root: ConfigMapping) -> TrainingConfig {
    let target = root.section("target") { TargetConfig.read($0) }
    let (training, tracking) = root.section("training") { section in
      (TrainingSection.read(section, target.kind), TrackingConfig.read(section))
    }
    let entries = root.required(
      "models",
      .list(
        of: .section(fallback: ModelConfig?.none) { ModelConfig.read($0, target, training) },
        minimumCount: 1
      )
    )
    let models = entries.compactMap { $0 }
    let names = models.map(\.name)
    if Set(names).count < names.count {
      root.refuse("models", .conflict(rule: "expected each model once"))
    }
    let (walkForward, maximumFolds) = root.section("walk_forward") { section in
      readWalkForward(section, models: models.count < entries.count ? nil : names)
    }
    return TrainingConfig(
      data: root.section("data") { DataConfig.read($0) },
      features: root.section("features") { FeatureConfig.read($0) },
      target: target,
      lookbackWindow: training.lookbackWindow,
      horizons: training.horizons,
      defaults: training.defaults,
      calibration: training.calibration,
      walkForward: walkForward,
      maximumFolds: maximumFolds,
      models: models,
      trading: TradingConfig.read(root, target.kind),
      seed: UInt64(root.value("seed", .integer(in: 0...Int.max), default: 42)),
      modelDirectory: training.modelDirectory,
      tracking: tracking
    )
  }

  /// Reads the folds and gates.
  ///
  /// - Parameters:
  ///   - section: The section `walk_forward`.
  ///   - models: The names that baselines may have, or `nil` where a model could not be read.
  /// - Returns: The folds with their gates, and how many to train.
  private static func readWalkForward(
    _ section: ConfigMapping,
    models: [String]?
  ) -> (WalkForwardSettings, maximumFolds: Int?) {
    if !section.value("enabled", .flag, default: true) {
      section.refuse(
        "enabled",
        .conflict(
          rule: "every training is a walk-forward; expected true, with train_months and "
            + "max_folds: 1 for a single split"
        )
      )
    }
    let settings = WalkForwardSettings.read(section)
    if let models {
      for name in settings.gates.baselines where !models.contains(name) {
        section.refuse(
          "baselines",
          .unknownName(
            expected: "names of models (\(models.joined(separator: ", ")))",
            found: name,
            suggestion: nearestName(to: name, among: models)
          )
        )
      }
    }
    return (settings, section.optional("max_folds", .integer(in: 1...100_000)))
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
