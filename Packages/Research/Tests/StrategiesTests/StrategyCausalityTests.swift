import Backtest
import BacktestTesting
import ConfigValidation
import Features
import MarketModel
import Research
import Strategies
import Testing

@Suite("Causality of strategies")
struct StrategyCausalityTests {
  /// Two symbols of daily walks, without anything but bars.
  static let plain: ReplayMarket? = {
    let series = (["AAA", "BBB"] as [Symbol]).enumerated().compactMap { number, symbol in
      try? SampleBars.walk(symbol, count: 300, seed: UInt64(40 + number))
    }
    return try? ReplayMarket(listings: series.map { ReplayMarket.Listing(bars: $0) })
  }()

  /// Twelve sessions with labels, outcomes and option chains.
  static let rich = (try? MadeMarkets.intraday(sessions: 12, minutes: 30, seed: 12))
    .flatMap { try? MadeMarkets.rich($0) }

  private func check(
    _ subject: CausalitySubject<MarketWorld>,
    _ market: ReplayMarket,
    cuts: Int
  ) -> CausalityReport {
    CausalityChecker(plan: .thorough(cuts: cuts, seed: 9)).check(subject, over: MarketWorld(market))
  }

  private func subject(
    _ definition: StrategyDefinition,
    _ rule: FillRule,
    _ parameters: ParameterSet = [:]
  ) -> CausalitySubject<MarketWorld> {
    CausalitySubject(
      strategy: definition,
      parameters: parameters,
      settings: MadeMarkets.settings(rule, cash: 100_000)
    )
  }

  @Test("passes every built-in strategy", arguments: BuiltInStrategies.registry.definitions)
  func builtIn(definition: StrategyDefinition) throws {
    let market = try #require(Self.rich)
    let parameters = ConformanceTests.base(definition.name)
    let report = check(subject(definition, .nextOpen, parameters), market, cuts: 4)
    #expect(report.violations == [])
    #expect(report.comparisons > 0)
    #expect(report.refusals == 0)
  }

  @Test(
    "passes strategies on several symbols under every fill rule",
    arguments: [FillRule.nextOpen, .thisClose, .worstCase]
  )
  func severalSymbols(rule: FillRule) throws {
    let market = try #require(Self.plain)
    let crossing = subject(EmaCross.definition, rule, ["fast": .integer(3), "slow": .integer(8)])
    for subject in [crossing, subject(CheatingStrategies.resting, rule)] {
      let report = check(subject, market, cuts: 6)
      #expect(report.violations == [])
      #expect(report.cuts == 6)
      #expect(report.comparisons > 10_000)
    }
  }

  @Test("catches a table of closes in a factory", arguments: [1, 2, 5])
  func catchesPeek(ahead: Int) throws {
    let market = try #require(Self.plain)
    let first = market.listings[0].bars
    let single = try ReplayMarket(first)
    let fixed = check(
      subject(CheatingStrategies.peek(at: first, ahead: ahead), .nextOpen),
      single,
      cuts: 4
    )
    #expect(foreknown(fixed), "\(fixed.violations)")
    let made = CausalitySubject(
      strategyName: "Peek",
      parameters: [:],
      settings: MadeMarkets.settings(.nextOpen, cash: 100_000)
    ) { CheatingStrategies.peek(at: $0.listings[0].bars, ahead: ahead) }
    let remade = check(made, single, cuts: 8)
    guard case .sawTheFuture(let place, _, _, _)? = remade.violations.first else {
      Issue.record("expected a dependence on the future, found \(remade.violations)")
      return
    }
    #expect(place.output.hasPrefix("order"))
  }

  @Test("catches a column that carries a table of closes")
  func catchesColumn() throws {
    let first = try #require(Self.plain).listings[0].bars
    let single = try ReplayMarket(first)
    #expect(
      foreknown(check(subject(CheatingStrategies.column(of: first), .thisClose), single, cuts: 4))
    )
  }

  @Test("catches a strategy that remembers the run before")
  func catchesMemory() throws {
    let market = try ReplayMarket(try #require(Self.plain).listings[0].bars)
    let report = check(subject(CheatingStrategies.remember(), .nextOpen), market, cuts: 4)
    guard case .notRepeatable? = report.violations.first else {
      Issue.record("expected runs that differ, found \(report.violations)")
      return
    }
  }

  private func foreknown(_ report: CausalityReport) -> Bool {
    report.violations.contains { violation in
      if case .knewTheFuture = violation { true } else { false }
    }
  }
}
