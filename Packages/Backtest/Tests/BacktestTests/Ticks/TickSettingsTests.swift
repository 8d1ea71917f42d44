import Backtest
import ConfigValidation
import MarketModel
import QuantMath
import Testing

@Suite("Settings and errors of runs on ticks")
struct TickSettingsTests {
  private let series = try? TickSeries(symbol: "X", block: SampleTicks.walk(count: 20, seed: 1))

  @Test("all settings outside their ranges are named at once")
  func badSettings() throws {
    var settings = tickSettings(
      venue(
        feed: .modelled(.constant(-1)),
        order: .logNormal(mean: 0, standardDeviation: .nan),
        response: .interpolated(LatencyTable(times: [2, 1], nanoseconds: [5, -5]))
      )
    )
    settings.startingCash = -1
    settings.batchNanoseconds = 0
    let error = #expect(throws: TickReplayError.self) { try settings.check() }
    guard case .invalidSettings(let found)? = error else {
      Issue.record("expected invalid settings, found \(String(describing: error))")
      return
    }
    #expect(
      found.map(\.name) == [
        "starting_cash", "batch_ns", "feed_latency.ns", "order_latency.mean_ns",
        "order_latency.standard_deviation_ns", "response_latency.times[1]",
        "response_latency.ns[1]",
      ]
    )
    #expect(found[1].description.hasPrefix("batch_ns: expected a number in 1..."))
  }

  @Test("settings hash by everything that they contain, under names of their own")
  func canonicalForm() {
    for mode in fillModes {
      let settings = tickSettings(mode)
      let names = settings.canonicalFields.map(\.name)
      #expect(Set(names).count == names.count)
      var other = settings
      #expect(other == settings)
      other.seed += 1
      #expect(other != settings)
    }
    #expect(Set(fillModes.map { tickSettings($0) }).count == fillModes.count)
  }

  @Test("a feed that lacks what is needed is refused by name")
  func content() throws {
    let trades = TickBlock(
      times: [1],
      kinds: [.trade],
      tradePrices: [1],
      tradeSizes: [1],
      tradeSides: [0]
    )
    let feed = try TickSeries(symbol: "X", block: trades)
    #expect(
      throws: TickReplayError.missingContent(
        symbol: "X",
        needed: "quotes for the fill mode 'engine'"
      )
    ) { try scripted([:]).backtest(feed, settings: tickSettings(venue())) }
    let quotes = try TickSeries(
      symbol: "X",
      block: SampleTicks.walk(count: 5, seed: 1, hasTrades: false)
    )
    let needy = TickStrategyDefinition(
      name: "NeedyStrategy",
      summary: "Needs trades.",
      schema: ParameterSchema([]),
      needs: TickContent(hasQuotes: false, hasTrades: true, hasReceivedTimes: false),
      make: { _ throws(BacktestError) in ScriptedTicks(actions: [:]) }
    )
    #expect(
      throws: TickReplayError.missingContent(symbol: "X", needed: "trades for NeedyStrategy")
    ) { try needy.backtest(quotes, settings: tickSettings()) }
  }

  @Test("a range without ticks, and times that fall, are refused")
  func badFeeds() throws {
    let series = try #require(series)
    #expect(throws: TickReplayError.noTicks(symbol: "X")) {
      try scripted([:]).backtest(
        series,
        from: Timestamp(nanoseconds: 0),
        before: Timestamp(nanoseconds: 1),
        settings: tickSettings()
      )
    }
    var second = SampleTicks.walk(count: 4, seed: 2)
    second.times[2] = second.times[1] - 1
    let feed = BrokenFeed(blocks: [SampleTicks.walk(count: 1, seed: 3), second])
    let error = #expect(throws: TickReplayError.self) {
      try scripted([:]).backtest(feed, settings: tickSettings())
    }
    guard case .timeFell(_, let row, let previous, let found)? = error else {
      Issue.record("expected falling times, found \(String(describing: error))")
      return
    }
    #expect(row == 3)
    #expect(found.nanoseconds == previous.nanoseconds - 1)
  }

  @Test("an error of the feed comes through, and so does a block that lacks a column")
  func brokenFeeds() throws {
    let whole = SampleTicks.walk(count: 3, seed: 3)
    #expect(throws: TickReplayError.read(TickReadError("the disk is gone"))) {
      try scripted([:]).backtest(BrokenFeed(blocks: [whole]), settings: tickSettings())
    }
    var torn = whole
    torn.askSizes.removeLast()
    #expect(
      throws: TickReplayError.malformedBlock(
        symbol: "BROKEN",
        column: "askSizes",
        expected: 3,
        found: 2
      )
    ) { try scripted([:]).backtest(BrokenFeed(blocks: [torn]), settings: tickSettings()) }
  }

  @Test("a parameter set that cannot be used is named by its position")
  func badParameters() throws {
    let series = try #require(series)
    let error = #expect(throws: TickReplayError.self) {
      try randomTrader.sweep(
        series,
        from: nil,
        before: nil,
        parameterSets: [["bias": .integer(1)], ["bais": .integer(1)]],
        settings: tickSettings(),
        recording: .summary,
        workers: 1
      ) { _, _ in }
    }
    guard case .parameters(let set, _)? = error else {
      Issue.record("expected a parameter error, found \(String(describing: error))")
      return
    }
    #expect(set == 1)
  }

  @Test("the clock correction makes the smallest latency the base")
  func clockCorrection() throws {
    var block = SampleTicks.walk(count: 50, seed: 1)
    block.receivedTimes = block.times.enumerated().map { $1 - 7_000 + Int64($0 % 5) * 100 }
    let feed = try TickSeries(symbol: "X", block: block)
    let correction = try FeedLatency.clockCorrection(for: feed, from: nil, before: nil, base: 30)
    #expect(correction == 7_030)
  }

  @Test("log-normal latencies have the mean and deviation asked for")
  func logNormal() throws {
    // One quote a second; a market order at each tells its latency by the time of its fill.
    let count = 4_000
    let rows = (0..<count).map { _ in (bid: 99.0, ask: 101.0, trade: Double?.none) }
    var block = ticks(rows)
    block.times = (0..<count).map { Int64($0) * TickSettings.oneSecond }
    let actions = Dictionary(
      uniqueKeysWithValues: (0..<count - 1).map { ($0, [TickAction.submit(.market(1))]) }
    )
    var settings = TickSettings.frictionless(startingCash: 1_000)
    settings.fillMode = venue(order: .logNormal(mean: 20e6, standardDeviation: 10e6))
    let result = try replay(block, actions, settings)
    let latencies = result.fills.map { Double($0.time % TickSettings.oneSecond) }
    let mean = latencies.reduce(0, +) / Double(latencies.count)
    let variance = latencies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    #expect(abs(mean - 20e6) < 0.6e6)
    #expect(abs(variance.squareRoot() - 10e6) < 0.8e6)
  }

  @Test("names are unique over strategies on bars and on ticks")
  func registry() throws {
    let registry = StrategyRegistry([aboveMean], ticks: [randomTrader, randomBatchTrader])
    #expect(try registry.tickDefinition(named: "RandomTrader").name == randomTrader.name)
    #expect(registry.tickNames == ["RandomTraderStrategy", "RandomBatchTraderStrategy"])
    #expect(
      throws: BacktestError.unknownStrategy(
        name: "RandomTradr",
        suggestion: "RandomTraderStrategy"
      )
    ) { try registry.tickDefinition(named: "RandomTradr") }
  }
}

/// Hands out its blocks and then fails.
private struct BrokenFeed: TickFeed {
  let blocks: [TickBlock]
  let symbol: Symbol = "BROKEN"
  let content = TickContent(hasQuotes: true, hasTrades: true, hasReceivedTimes: true)

  func reader(
    from first: Timestamp?,
    before end: Timestamp?
  ) throws(TickReadError) -> any TickReader { Reader(blocks: blocks) }

  private struct Reader: TickReader {
    var blocks: [TickBlock]

    mutating func next() throws(TickReadError) -> TickBlock? {
      guard !blocks.isEmpty else { throw TickReadError("the disk is gone") }
      return blocks.removeFirst()
    }
  }
}
