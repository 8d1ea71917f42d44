import Backtest
import ConfigValidation
import LakeIngest
import MarketModel
import Strategies
import Testing

@Suite("Strategies on recorded ticks", .enabled(if: MadeTicks.recordings != nil))
struct TickRealDataTests {
  static let names = ["IBM_2013-10-07", "BTCUSDT-PERP_2024-08-08"]

  private func series(_ name: String) throws -> TickSeries {
    let folder = try #require(MadeTicks.recordings)
    return try TickFile(
      quotes: ["\(folder)/quotes_\(name).csv.gz"],
      trades: ["\(folder)/trades_\(name).csv.gz"],
      symbol: "REAL",
      reading: TickReading(format: .csv, order: .strict, crossed: .keep),
      database: nil
    ).series
  }

  private func run(
    _ definition: TickStrategyDefinition,
    on feed: TickSeries,
    feeRate: Double,
    _ fillMode: TickFillMode
  ) throws -> TickResult {
    var settings = MadeTicks.settings(cash: 1e6, feeRate: feeRate, allowsShorting: false)
    settings.fillMode = fillMode
    settings.closesAtEnd = true
    var parameters = ParameterSet()
    if definition.name == "OFIMomentumStrategy" { parameters["window"] = .integer(20) }
    return try definition.backtest(feed, parameters: parameters, settings: settings)
  }

  @Test("end with the cash of their fills, and pay fees of every fill", arguments: names)
  func addUp(name: String) throws {
    let feed = try series(name)
    #expect(feed.block.count > 75_000)
    for definition in BuiltInStrategies.registry.tickDefinitions {
      for fillMode in [TickFillMode.immediate, TickStrategyTests.venue] {
        let free = try run(definition, on: feed, feeRate: 0, fillMode)
        let paying = try run(definition, on: feed, feeRate: 0.001, fillMode)
        #expect(free.fills.count >= 2, "\(definition.name)")
        #expect(free.fills.map(\.time) == paying.fills.map(\.time))
        #expect(abs(free.summary.pnl - paying.summary.pnl - paying.summary.fees) < 1e-6)
        #expect(paying.summary.pnl < 0, "ten basis points are more than any of them earns")
        for result in [free, paying] { expectCash(of: result, definition.name) }
      }
    }
  }

  private func expectCash(of result: TickResult, _ name: String) {
    var (cash, position) = (1e6, 0.0)
    for fill in result.fills {
      cash -= fill.units * fill.price + fill.fee
      position += fill.units
      #expect(abs(cash - fill.cashAfter) < 1e-6 && abs(position - fill.positionAfter) < 1e-9)
    }
    #expect(abs(position) < 1e-9 && abs(cash - result.summary.finalEquity) < 1e-6, "\(name)")
    #expect(zip(result.fills, result.fills.dropFirst()).allSatisfy { $0.time <= $1.time })
  }

  @Test("take quotes for the order flow where trades have no aggressor")
  func choosesSource() throws {
    for (name, source) in [("IBM_2013-10-07", "quotes"), ("BTCUSDT-PERP_2024-08-08", "trades")] {
      let feed = try series(name)
      let begins = feed.block.kinds.firstIndex(of: .trade).map { feed.block.times[$0] } ?? 0
      func fills(_ source: String) throws -> [TickFill] {
        try OFIMomentum.definition.backtest(
          feed,
          from: Timestamp(nanoseconds: begins),
          parameters: [
            "window": .integer(20), "threshold": .number(15), "source": .text(source),
          ],
          settings: MadeTicks.settings(cash: 1e6, feeRate: 0, allowsShorting: false)
        ).fills
      }
      #expect(try fills("auto") == fills(source))
      #expect(try fills("auto").count > 1, "\(name)")
    }
  }
}
