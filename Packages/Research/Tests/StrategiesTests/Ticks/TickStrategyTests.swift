import Backtest
import ConfigValidation
import MarketModel
import Strategies
import Testing

@Suite("Every strategy on ticks")
struct TickStrategyTests {
  /// A strategy, shown by its name.
  struct Subject: Sendable, CustomTestStringConvertible {
    var definition: TickStrategyDefinition
    var testDescription: String { definition.name }
  }

  static let subjects = BuiltInStrategies.registry.tickDefinitions.map { Subject(definition: $0) }

  /// Parameters under which each strategy trades often on the made stream of quotes and trades.
  static let busy: [String: ParameterSet] = [
    "MarketMakerStrategy": [
      "half_spread_bps": .number(3), "inventory_limit": .number(3), "price_step": .number(0.01),
    ],
    "OFIMomentumStrategy": ["window": .integer(5), "threshold": .number(3)],
    "TickBollingerReversionStrategy": ["window": .integer(20), "deviations": .number(1)],
    "TickEmaCrossStrategy": ["fast": .integer(4), "slow": .integer(9)],
  ]

  @Test("refuses prices and sources that the feed does not have")
  func refusesMissing() throws {
    let quotes = TickContent(hasQuotes: true, hasTrades: false, hasReceivedTimes: false)
    let trades = TickContent(hasQuotes: false, hasTrades: true, hasReceivedTimes: false)
    let cases: [(TickStrategyDefinition, ParameterSet, TickContent, String)] = [
      (
        OFIMomentum.definition, ["source": .text("trades")], quotes,
        "source: expected a feed with trades, found none"
      ),
      (
        OFIMomentum.definition, ["source": .text("quotes")], trades,
        "source: expected a feed with quotes, found none"
      ),
      (
        TickEmaCross.definition, ["prices": .text("trades")], quotes,
        "prices: expected a feed with trades, found none"
      ),
      (
        TickBollingerReversion.definition, ["prices": .text("middles")], trades,
        "prices: expected a feed with quotes, found none"
      ),
    ]
    for (definition, parameters, content, message) in cases {
      #expect(throws: BacktestError.conflictingParameters(message)) {
        try definition.check(parameters, on: content)
      }
      try definition.check(parameters)
    }
    #expect(throws: BacktestError.conflictingParameters("fast (30) must be smaller than slow (26)"))
    {
      try TickEmaCross.definition.check(["fast": .integer(30)])
    }
    #expect(
      throws: BacktestError.conflictingParameters(
        "units (2.0) must not exceed inventory_limit (1.0)"
      )
    ) {
      try MarketMaker.definition.check(["units": .number(2), "inventory_limit": .number(1)])
    }
  }

  @Test(
    "never takes one outlier among five for a band's distance, wherever it lies",
    arguments: 0..<25
  )
  func outlierAmongFive(lead: Int) throws {
    // Cents are no exact numbers, so the tie of price and band must survive rounding.
    for level in [100.0, 99.99, 64_123.45, 0.07, 187.31] {
      for outlier in [0.9, 0.999, 1.01, 1.5] {
        let prices = [Double](repeating: level, count: 5 + lead) + [level * outlier]
        let rows = prices.enumerated().map { index, price in
          MadeTicks.Row(time: Int64(index + 1) * MadeTicks.second, trade: (price, 1, 1))
        }
        func fills(window: Int) throws -> Int {
          try TickBollingerReversion.definition.backtest(
            MadeTicks.series(rows),
            parameters: ["window": .integer(window), "allow_short": .flag(true)],
            settings: MadeTicks.settings(cash: 1e6, feeRate: 0, allowsShorting: true)
          ).fills.count
        }
        #expect(try fills(window: 5) == 0, "\(level) \(outlier)")
        #expect(try fills(window: 6) == 1, "\(level) \(outlier)")
      }
    }
  }

  /// A venue with delays, a queue and partial fills.
  static let venue = TickFillMode.engine(
    EngineFills(
      feedLatency: .modelled(.constant(5_000_000)),
      orderLatency: .logNormal(mean: 2e8, standardDeviation: 3e8),
      responseLatency: .constant(10_000_000),
      queue: .conservative,
      allowsPartialFills: true
    )
  )

  static let rows = MadeTicks.stream("both", count: 6_000)

  private func settings(_ fillMode: TickFillMode) -> TickSettings {
    var settings = MadeTicks.settings(cash: 1_000, feeRate: 0.0002, allowsShorting: true)
    settings.fillMode = fillMode
    return settings
  }

  private func parameters(_ definition: TickStrategyDefinition) -> ParameterSet {
    (Self.busy[definition.name] ?? [:]).merging(["allow_short": .flag(true)])
  }

  @Test("describes itself and every parameter", arguments: subjects)
  func describesParameters(subject: Subject) throws {
    let definition = subject.definition
    #expect(!definition.summary.isEmpty)
    #expect(definition.schema.parameters.contains { $0.name == "units" })
    for parameter in definition.schema.parameters {
      #expect(parameter.summary.hasSuffix("."), "\(parameter.name)")
      #expect(!parameter.name.contains { $0.isUppercase })
    }
    #expect(
      try BuiltInStrategies.registry.tickDefinition(named: definition.shortName).name
        == definition.name
    )
    try definition.check([:])
  }

  @Test(
    "has a past that no later tick changes",
    arguments: subjects,
    [TickFillMode.immediate, venue]
  )
  func isCausal(subject: Subject, fillMode: TickFillMode) throws {
    let definition = subject.definition
    let whole = try run(definition, Self.rows, fillMode)
    #expect(whole.fills.count > 60, "\(whole.fills.count)")
    var compared = 0
    for cut in [700, 1_501, 2_999, 5_300] {
      let end = Self.rows[cut].time / MadeTicks.second * MadeTicks.second
      var other = Self.rows
      for row in other.indices where other[row].time >= end {
        other[row].quote?.bid *= 0.5
        other[row].quote?.ask *= 0.5
        other[row].trade?.price *= 0.5
        other[row].trade?.side = 1
      }
      let short = Self.rows.filter { $0.time < end }
      // The last batch of a feed ends with its last tick, so that a short run decides it earlier.
      for (changed, known) in [(other, end), (short, short[short.count - 1].time)] {
        let found = try run(definition, changed, fillMode)
        let before = whole.fills.filter { $0.time < known }
        #expect(found.fills.filter { $0.time < known } == before)
        compared += before.count
      }
    }
    #expect(compared > 100)
  }

  @Test(
    "gives the same bits however the feed is cut and the work is shared",
    arguments: subjects,
    [TickFillMode.immediate, venue]
  )
  func isCutFree(subject: Subject, fillMode: TickFillMode) throws {
    let definition = subject.definition
    let series = try MadeTicks.series(Self.rows)
    let sets = (1...5).map { parameters(definition).merging(["units": .number(Double($0) / 5)]) }
    func sweep(_ feed: any TickFeed, _ workers: Int) throws -> [TickResult] {
      var results: [TickResult] = []
      try definition.sweep(
        feed,
        from: nil,
        before: nil,
        parameterSets: sets,
        settings: settings(fillMode),
        recording: .full,
        workers: workers
      ) { index, result in
        #expect(index == results.count)
        results.append(result)
      }
      return results
    }
    let expected = try sweep(series, 1)
    #expect(Set(expected.map(\.summary.finalEquity)).count > 1)
    for (feed, workers) in [
      (CutFeed(series: series, lengths: [1]), 1),
      (CutFeed(series: series, lengths: [7, 1, 64]), 3),
      (CutFeed(series: series, lengths: [2_999]), 2),
      (CutFeed(series: series, lengths: [9_999]), 16),
    ] {
      #expect(try sweep(feed, workers) == expected)
    }
  }

  @Test(
    "holds no more than its units, and nothing short unless allowed",
    arguments: subjects,
    [TickFillMode.immediate, venue]
  )
  func keepsLimits(subject: Subject, fillMode: TickFillMode) throws {
    let definition = subject.definition
    for (allowsShort, units) in [(false, 1.0), (true, 1.0), (false, 0.1), (true, 0.1)] {
      var given = (Self.busy[definition.name] ?? [:])
        .merging(["allow_short": .flag(allowsShort), "units": .number(units)])
      if definition.name == "MarketMakerStrategy" {
        given["inventory_limit"] = .number(3 * units)
      }
      let result = try definition.backtest(
        MadeTicks.series(Self.rows),
        parameters: given,
        settings: settings(fillMode)
      )
      let limit = definition.name == "MarketMakerStrategy" ? 3 * units : units
      let positions = result.fills.map(\.positionAfter)
      let (lowest, highest) = (positions.min() ?? 0, positions.max() ?? 0)
      #expect(highest > 0.5 * limit && highest <= limit * (1 + 1e-9), "\(highest)")
      if allowsShort {
        #expect(lowest < -0.5 * limit && lowest >= -limit * (1 + 1e-9), "\(lowest)")
      } else {
        #expect(lowest >= -1e-9, "\(lowest)")
      }
    }
  }

  @Test("closes after a cross down what was not filled at once")
  func closesLeftOver() throws {
    // Up at second 4, down at second 5; only a third of the unit is bid for, second by second.
    let prices = [10.0, 9, 8, 7, 12, 6, 6, 6, 6, 6]
    let rows = prices.enumerated().flatMap { second, price in
      let time = Int64(second) * MadeTicks.second
      let quote = (price - 0.01, price < 10 ? 0.4 : 5.0, price + 0.01, 5.0)
      return [
        MadeTicks.Row(time: time + 1_000_000, trade: (price, 1, 1)),
        MadeTicks.Row(time: time + 2_000_000, quote: quote),
      ]
    }
    var settings = MadeTicks.settings(cash: 1_000, feeRate: 0, allowsShorting: false)
    settings.fillMode = .engine(
      EngineFills(
        feedLatency: .none,
        orderLatency: .constant(5_000_000),
        responseLatency: .constant(5_000_000),
        queue: .conservative,
        allowsPartialFills: true
      )
    )
    let result = try TickEmaCross.definition.backtest(
      MadeTicks.series(rows),
      parameters: ["fast": .integer(1), "slow": .integer(3)],
      settings: settings
    )
    #expect(result.fills.map(\.units).prefix(3) == [1, -0.4, -0.4])
    #expect(result.summary.finalPosition == 0)
  }

  private func run(
    _ definition: TickStrategyDefinition,
    _ rows: [MadeTicks.Row],
    _ fillMode: TickFillMode
  ) throws -> TickResult {
    try definition.backtest(
      MadeTicks.series(rows),
      parameters: parameters(definition),
      settings: settings(fillMode)
    )
  }
}
