import Backtest
import ConfigValidation
import DataLake
import DataLakeTesting
import Foundation
import MarketModel
import Research
import Strategies
import Testing

struct BidPressure: TickBatchStrategy {
  let ratio: Double

  mutating func onTicks(_ batch: borrowing TickBatch, _ context: inout TickContext) {
    guard let quote = context.lastQuote, context.openOrderCount == 0 else { return }
    let isHeavy = quote.bidSize > ratio * quote.askSize
    if isHeavy, context.position == 0 { context.buy(1) }
    if !isHeavy, context.position > 0 { context.sell(context.position) }
  }
}

func bidPressure() -> TickStrategyDefinition {
  TickStrategyDefinition(
    name: "BidPressureStrategy",
    summary: "Holds one unit while the bid is much larger than the ask.",
    schema: ParameterSchema([
      .init("ratio", .number(1...100), default: .number(3), summary: "Bid size by ask size.")
    ]),
    needs: TickContent(hasQuotes: true, hasTrades: false, hasReceivedTimes: false),
    makeBatch: { BidPressure(ratio: $0.number("ratio")) }
  )
}

func tryRatios(on feed: any TickFeed, log path: String) throws -> [TickSummary] {
  let settings = TickSettings(
    startingCash: 100_000,
    fillMode: .engine(
      EngineFills(
        feedLatency: .modelled(.constant(5_000_000)),
        orderLatency: .constant(10_000_000),
        responseLatency: .constant(5_000_000),
        queue: .conservative,
        allowsPartialFills: true
      )
    ),
    makerFees: NoFee(),
    takerFees: ProportionalFee(rate: 0.0005),
    slippage: FixedSlippage(priceFraction: 0, perUnit: 0),
    limits: RiskLimits(requiresBuyingPower: true, allowsShorting: false),
    batchNanoseconds: TickSettings.oneSecond,
    seed: 42,
    closesAtEnd: true
  )
  var results: [TickResult] = []
  try bidPressure().sweep(
    feed,
    from: nil,
    before: nil,
    parameterSets: [1.5, 2, 3, 5].map { ["ratio": .number($0)] },
    settings: settings,
    recording: .fills,
    workers: 2
  ) { _, result in results.append(result) }
  var log = try TradeLogWriter(path: path)
  for (trial, result) in results.enumerated() { try log.append(result.fills, trial: trial) }
  try log.commit()
  return results.map(\.summary)
}

@Suite("The page on ticks")
struct TickPageTests {
  @Test(
    "shows the examples that this file compiles",
    arguments: ["struct BidPressure", "func bidPressure", "func tryRatios"]
  )
  func showsTheExample(beginning: String) throws {
    let page = try String(
      contentsOf: ReadmeExampleTests.root.appending(path: "docs/ticks.md"),
      encoding: .utf8
    )
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let start = try #require(source.range(of: beginning))
    let end = try #require(source.range(of: "\n}\n", range: start.lowerBound..<source.endIndex))
    #expect(page.contains(source[start.lowerBound..<end.upperBound]))
  }

  @Test("has examples that run, fill and write their log")
  func examplesRun() throws {
    let directory = try TemporaryLake.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let times = (0..<600).map { Int64($0) * 250_000_000 }
    let series = try TickSeries(
      symbol: "DEMO",
      block: TickBlock(
        times: times,
        kinds: times.map { _ in .quote },
        bidPrices: times.indices.map { 100 + sin(Double($0) / 40) },
        bidSizes: times.indices.map { Double(2 + $0 / 20 % 11) },
        askPrices: times.indices.map { 100.01 + sin(Double($0) / 40) },
        askSizes: times.map { _ in 2 }
      )
    )
    let path = directory + "/trades.csv"
    let summaries = try tryRatios(on: series, log: path)
    #expect(summaries.count == 4)
    #expect(summaries.allSatisfy { $0.fillCount > 1 && $0.finalPosition == 0 })
    let lines = String(decoding: try AtomicFile.read(path), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 1 + summaries.reduce(0) { $0 + $1.fillCount })
  }

  @Test("names strategies and columns that there are")
  func namesWhatThereIs() throws {
    let page = try String(
      contentsOf: ReadmeExampleTests.root.appending(path: "docs/ticks.md"),
      encoding: .utf8
    )
    for name in BuiltInStrategies.registry.tickNames { #expect(page.contains("| `\(name)` |")) }
    for column in TradeLogTable.columnNames { #expect(page.contains("| `\(column)` |")) }
  }

  @Test("strategies on ticks are listed and shown with what they replay")
  func commands() async throws {
    let loop = try LoopHarness()
    let list = await loop.run(["strategies", "list", "--json"])
    let all = try #require(try JSONValue(parsing: Array(list.output.utf8)).arrayValue)
    let kinds = all.map { $0["replays"]?.stringValue }
    #expect(kinds.filter { $0 == "bars" }.count == BuiltInStrategies.registry.definitions.count)
    #expect(kinds.filter { $0 == "ticks" }.count == BuiltInStrategies.registry.tickNames.count)
    let shown = await loop.run(["strategies", "show", "MarketMaker"])
    #expect(shown.code == 0 && shown.output.contains("ticks: quotes"))
    #expect(shown.output.contains("half_spread_bps"))
    let json = await loop.run(["strategies", "show", "OFIMomentumStrategy", "--json"])
    let value = try JSONValue(parsing: Array(json.output.utf8))
    #expect(value["replays"]?.stringValue == "ticks")
    #expect(value["parameters"]?.arrayValue?.first?["default"]?.integerValue == 100)
    let bars = await loop.run(["strategies", "show", "EmaCross"])
    #expect(bars.code == 0 && bars.output.contains("bars: "))
    let misspelt = await loop.run(["strategies", "show", "OFIMomentun"])
    #expect(misspelt.code == 2)
    #expect(misspelt.problems.contains("did you mean 'OFIMomentumStrategy'?"))
  }
}
