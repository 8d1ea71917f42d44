internal import ConfigValidation
internal import Regime

extension BacktestSettings {
  static func read(
    _ section: ConfigMapping,
    _ resolution: CompositeState.Resolution
  ) -> BacktestSettings {
    let states = resolution.states.map { (name: $0.label, value: $0) }
    let traded = section.value(
      "trade_in",
      .list(of: ConfigKind<CompositeState>.choice(states), minimumCount: 1),
      default: resolution.states.filter(\.favoursMajors)
    )
    let walksForward = section.value("walk_forward", .flag, default: true)
    let window = section.value("test_window_days", .integer(in: 1...3_650), default: 63)
    return BacktestSettings(
      startingCash: section.value("starting_cash", .number(in: 1...1e15), default: 1_000_000),
      periodsPerYear: section.value("periods_per_year", .number(in: 1...366), default: 365),
      lookbackDays: section.value("lookback_window_days", .integer(in: 0...36_500), default: 252),
      testWindowDays: walksForward ? window : nil,
      minimumTestDays: section.value("min_test_days", .integer(in: 1...3_650), default: 20),
      tradedStates: Set(traded),
      rebalanceDays: section.optional("rebalance_frequency_days", .integer(in: 1...3_650)),
      rebalanceScoreChange: section.value(
        "rebalance_score_change",
        .number(in: 0...1_000),
        default: 0.3
      ),
      scaling: section.section("regime_position_scaling") { scaling in
        scaling.value("enabled", .flag, default: false) ? .standard : nil
      },
      volatilityTarget: section.section("volatility_targeting", VolatilityTarget.read),
      stops: section.section("risk_management", StopSettings.read),
      evaluatesRegimes: section.value("with_regime_eval", .flag, default: true)
    )
  }
}

extension VolatilityTarget {
  fileprivate static func read(_ section: ConfigMapping) -> VolatilityTarget? {
    let low = section.value("min_scale", .number(in: 0.001...1), default: 0.1)
    let high = section.value("max_scale", .number(in: 0.001...1), default: 1)
    if high < low {
      section.refuse("max_scale", .conflict(rule: "expected a number not below min_scale"))
    }
    let target = VolatilityTarget(
      annualised: section.value("target", .number(in: 0.001...100), default: 0.2),
      days: section.value("days", .integer(in: 2...3_650), default: 20),
      range: min(low, high)...max(low, high)
    )
    return section.value("enabled", .flag, default: false) ? target : nil
  }
}

extension StopSettings {
  /// Every rule is off unless its limit is given.
  fileprivate static func read(_ section: ConfigMapping) -> StopSettings {
    let fraction = ConfigKind<Double>.number(in: 1e-6...1)
    return StopSettings(
      dayLoss: section.optional("stop_loss", fraction),
      threeDayLoss: section.optional("stop_loss_3d", fraction),
      takeProfit: section.optional("take_profit", .number(in: 1e-6...1_000)),
      maximumDays: section.optional("max_days_in_trade", .integer(in: 1...36_500)),
      trailingLoss: section.optional("trailing_stop", fraction),
      trailingDays: section.value("trailing_days", .integer(in: 1...3_650), default: 20)
    )
  }
}
