import Backtest
import ConfigValidation
import MarketModel
import Strategies
import Testing

/// One parameter, a value other than its default, and what else must be set for it to matter.
struct ParameterCase: Sendable, CustomTestStringConvertible {
  var strategy: String
  var name: String
  var value: ParameterValue
  var given: ParameterSet = [:]

  var testDescription: String { "\(strategy).\(name)=\(value)" }
}

@Suite("Every strategy on a rich market")
struct ConformanceTests {
  static let bars = try? MadeMarkets.intraday(sessions: 60, minutes: 30, seed: 12)
  static let market = bars.flatMap { try? MadeMarkets.rich($0) }
  static let cuts = [100, 333, 500, 701]

  /// For each cut the market that ends there, and the one that goes on differently.
  static let futures: [[ReplayMarket]] = cuts.compactMap { cut in
    guard let bars, let short = try? MadeMarkets.rich(bars.slice(0..<cut)),
      let other = try? MadeMarkets.rich(perturbed(bars, after: cut))
    else { return nil }
    return [short, other]
  }

  static let active: ParameterSet = ["bars_per_year": .number(3_276)]

  static func base(_ strategy: String) -> ParameterSet {
    strategy == "VRPCreditSpreadStrategy" ? active : [:]
  }

  static let cases: [ParameterCase] =
    [
      .init(strategy: "EmaCrossStrategy", name: "fast", value: .integer(5)),
      .init(strategy: "EmaCrossStrategy", name: "slow", value: .integer(80)),
      .init(strategy: "EmaCrossStrategy", name: "seeding", value: .text("simpleMean")),
      .init(strategy: "EmaCrossStrategy", name: "allow_short", value: .flag(true)),
      .init(strategy: "MacdTrendStrategy", name: "fast", value: .integer(5)),
      .init(strategy: "MacdTrendStrategy", name: "slow", value: .integer(40)),
      .init(strategy: "MacdTrendStrategy", name: "signal", value: .integer(4)),
      .init(strategy: "MacdTrendStrategy", name: "seeding", value: .text("simpleMean")),
      .init(strategy: "MacdTrendStrategy", name: "allow_short", value: .flag(true)),
      .init(strategy: "BollingerReversionStrategy", name: "period", value: .integer(10)),
      .init(strategy: "BollingerReversionStrategy", name: "deviations", value: .number(1.5)),
      .init(strategy: "BollingerReversionStrategy", name: "exit_percent_b", value: .number(0.9)),
      .init(strategy: "BollingerReversionStrategy", name: "allow_short", value: .flag(true)),
      .init(strategy: "RsiReversionStrategy", name: "period", value: .integer(7)),
      .init(strategy: "RsiReversionStrategy", name: "oversold", value: .number(40)),
      .init(strategy: "RsiReversionStrategy", name: "exit_level", value: .number(60)),
      .init(
        strategy: "RsiReversionStrategy",
        name: "overbought",
        value: .number(60),
        given: ["allow_short": .flag(true)]
      ),
      .init(strategy: "RsiReversionStrategy", name: "smoothing", value: .text("simple")),
      .init(strategy: "RsiReversionStrategy", name: "allow_short", value: .flag(true)),
      .init(strategy: "OvernightSessionStrategy", name: "fwd_return_threshold", value: .number(0)),
      .init(
        strategy: "OvernightSessionStrategy",
        name: "entry_window_minutes",
        value: .integer(120)
      ),
      .init(strategy: "OvernightSessionStrategy", name: "horizon_seconds", value: .integer(7_200)),
      .init(strategy: "OvernightSessionStrategy", name: "gate_on_risk", value: .flag(true)),
      .init(
        strategy: "OvernightSessionStrategy",
        name: "min_risk",
        value: .text("RISK_ON"),
        given: ["gate_on_risk": .flag(true)]
      ),
      .init(strategy: "DowRegimeTimingStrategy", name: "monday", value: .number(0.1)),
      .init(strategy: "DowRegimeTimingStrategy", name: "tuesday", value: .number(0.1)),
      .init(strategy: "DowRegimeTimingStrategy", name: "wednesday", value: .number(0.1)),
      .init(strategy: "DowRegimeTimingStrategy", name: "thursday", value: .number(0.1)),
      .init(strategy: "DowRegimeTimingStrategy", name: "friday", value: .number(0.1)),
      .init(
        strategy: "DowRegimeTimingStrategy",
        name: "vol_spike_penalty",
        value: .number(0),
        given: ["threshold": .number(0.7)]
      ),
      .init(
        strategy: "DowRegimeTimingStrategy",
        name: "vol_high_penalty",
        value: .number(0),
        given: ["threshold": .number(0.82)]
      ),
      .init(
        strategy: "DowRegimeTimingStrategy",
        name: "trend_down_penalty",
        value: .number(1)
      ),
      .init(strategy: "DowRegimeTimingStrategy", name: "threshold", value: .number(0.95)),
    ]
    + [
      ("min_vrp", .number(0.2), [:]), ("max_vol_regime", .text("VOL_LOW"), [:]),
      ("avoid_trend", .text("RANGE"), [:]), ("short_moneyness", .number(0.99), [:]),
      ("width_fraction", .number(0.05), [:]), ("target_days", .number(21), [:]),
      ("exit_days", .number(6), [:]), ("profit_take", .number(0.2), [:]),
      ("loss_multiple", .number(0.1), [:]), ("contracts", .integer(2), [:]),
      ("realised_from", .text("outcomes"), ["outcome_horizon_seconds": .integer(14_400)]),
      ("realised_bars", .integer(60), [:]), ("bars_per_year", .number(20_000), [:]),
      (
        "outcome_horizon_seconds", .integer(7_200),
        ["realised_from": .text("outcomes"), "outcome_horizon_seconds": .integer(14_400)]
      ),
    ].map { (name: String, value: ParameterValue, given: ParameterSet) in
      ParameterCase(
        strategy: "VRPCreditSpreadStrategy",
        name: name,
        value: value,
        given: given
      )
    }

  static func run(
    _ strategy: String,
    _ market: ReplayMarket,
    _ parameters: ParameterSet,
    _ rule: FillRule = .thisClose
  ) throws -> BacktestResult {
    try BuiltInStrategies.registry.definition(named: strategy).backtest(
      market,
      parameters: base(strategy).merging(parameters),
      settings: MadeMarkets.settings(rule, cash: 100_000)
    )
  }

  @Test("every parameter changes what is traded", arguments: cases)
  func everyParameterMatters(example: ParameterCase) throws {
    let market = try #require(Self.market)
    let usual = try Self.run(example.strategy, market, example.given)
    let changed = try Self.run(
      example.strategy,
      market,
      example.given.merging([example.name: example.value])
    )
    #expect(usual.summary.fillCount + changed.summary.fillCount > 0)
    #expect(usual.fills != changed.fills || usual.optionFills != changed.optionFills)
  }

  @Test("every parameter is tried")
  func triesEveryParameter() {
    for definition in BuiltInStrategies.registry.definitions {
      let tried = Set(Self.cases.filter { $0.strategy == definition.name }.map(\.name))
      #expect(tried == Set(definition.schema.parameters.map(\.name)), "\(definition.name)")
    }
  }

  @Test(
    "trades the same whatever comes later",
    arguments: BuiltInStrategies.registry.names,
    [FillRule.thisClose, .nextOpen]
  )
  func isCausal(strategy: String, rule: FillRule) throws {
    let bars = try #require(Self.bars)
    let market = try #require(Self.market)
    let whole = try Self.run(strategy, market, [:], rule)
    #expect(whole.summary.fillCount > 0)
    #expect(Self.futures.count == Self.cuts.count)
    for (cut, markets) in zip(Self.cuts, Self.futures) {
      // The next bar opens at the very close of this one: an order of this close fills there then.
      let now = bars.closeTimes[cut - 1] - (rule == .nextOpen ? 1 : 0)
      for market in markets {
        let other = try Self.run(strategy, market, [:], rule)
        #expect(whole.fills.filter { $0.bar < cut } == other.fills.filter { $0.bar < cut })
        #expect(
          whole.optionFills.filter { $0.time.nanoseconds <= now }
            == other.optionFills.filter { $0.time.nanoseconds <= now }
        )
      }
    }
  }

  private static func perturbed(_ bars: BarSeries, after cut: Int) throws -> BarSeries {
    let altered = (0..<bars.count).map { row in
      var bar = bars[row]
      guard row >= cut else { return bar }
      let factor = row.isMultiple(of: 2) ? 1.03 : 0.96
      bar.open *= factor
      bar.high *= 1.1
      bar.low *= 0.9
      bar.close *= factor
      return bar
    }
    return try BarSeries(symbol: bars.symbol, interval: bars.interval, bars: altered)
  }
}
