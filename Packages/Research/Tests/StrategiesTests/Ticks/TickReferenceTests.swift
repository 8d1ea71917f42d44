import Backtest
import ConfigValidation
import MarketModel
import PerformanceMetrics
import Strategies
import Testing

@Suite("Tick strategies against numpy")
struct TickReferenceTests {
  static let reference = try? MadeTicks.fixture("reference/tick-strategies.json")
  static let runs = FixtureCase.all(in: "reference/tick-strategies.json", "runs")

  private func isNear(_ found: Double, _ expected: Double) -> Bool {
    abs(found - expected) <= 1e-12 * max(1, abs(expected))
  }

  @Test("make the same streams", arguments: ["trades", "quotes", "both"])
  func makeStreams(kind: String) throws {
    let expected = try #require(Self.reference?["firstRows"]?[kind]?.arrayValue)
    for (row, value) in zip(MadeTicks.stream(kind, count: 4), expected) {
      let numbers = try #require(value.arrayValue).dropFirst(2).map { try #require($0.numberValue) }
      #expect(row.time == value.arrayValue?[1].integerValue)
      if let trade = row.trade {
        #expect([trade.price, trade.size, Double(trade.side)] == numbers)
      } else if let quote = row.quote {
        #expect([quote.bid, quote.bidSize, quote.ask, quote.askSize] == numbers)
      }
    }
    #expect(expected.count == 4)
  }

  @Test("have equal fills, equity and figures", arguments: runs)
  func equalsReference(fixture: FixtureCase) throws {
    let value = fixture.value
    let name = try #require(value["strategy"]?.stringValue)
    let definition = try BuiltInStrategies.registry.tickDefinition(named: name)
    let parameters = try MadeTicks.parameters(value["parameters"], of: definition)
    let rows = MadeTicks.stream(try #require(value["stream"]?.stringValue), count: 6_000)
    let result = try definition.backtest(
      MadeTicks.series(rows),
      parameters: parameters,
      settings: MadeTicks.settings(
        cash: 1_000,
        feeRate: try #require(value["feeRate"]?.numberValue),
        allowsShorting: parameters["allow_short"] == .flag(true)
      )
    )
    try compareFills(result, value, MadeTicks.seconds(of: rows))
    let equity = try #require(value["equity"]?.arrayValue).map { try #require($0.numberValue) }
    let marks = stride(from: 0, to: result.equity.count, by: 25).map { result.equity[$0] }
    #expect(marks.count == equity.count)
    for (one, other) in zip(marks, equity) { #expect(isNear(one, other)) }
    try compareSummary(result.summary, try #require(value["summary"]))
  }

  private func compareFills(_ result: TickResult, _ value: JSONValue, _ seconds: [Int64]) throws {
    let expected = try #require(value["fills"]?.arrayValue).map {
      try #require($0.arrayValue).map { try #require($0.numberValue) }
    }
    let step = 1 + result.fills.count / 100
    let kept = stride(from: 0, to: result.fills.count, by: step).map { result.fills[$0] }
    try #require(kept.count == expected.count)
    for (fill, row) in zip(kept, expected) {
      let batch = MadeTicks.batch(of: fill.time, in: seconds)
      #expect(batch == Int(row[0]))
      let found = [fill.units, fill.price, fill.fee, fill.positionAfter, fill.cashAfter]
      for (one, other) in zip(found, row.dropFirst()) {
        #expect(isNear(one, other), "batch \(batch): \(one), expected \(other)")
      }
    }
  }

  private func compareSummary(_ summary: TickSummary, _ value: JSONValue) throws {
    #expect(summary.fillCount == value["fillCount"]?.integerValue.map { Int($0) })
    #expect(summary.tradeCount == value["tradeCount"]?.integerValue.map { Int($0) })
    #expect(summary.batchCount == value["batchCount"]?.integerValue.map { Int($0) })
    #expect(summary.heldNanoseconds == value["heldNanoseconds"]?.integerValue)
    let numbers: [(String, Double?)] = [
      ("finalEquity", summary.finalEquity), ("fees", summary.fees), ("winRate", summary.winRate),
      ("averageTradeProfit", summary.averageTradeProfit), ("meanReturn", summary.returns.mean),
      ("sampleDeviation", summary.returns.sampleVariance?.squareRoot()),
      ("maximumDrawdown", summary.maximumDrawdown), ("periodsPerYear", summary.periodsPerYear),
    ]
    for (name, found) in numbers {
      let expected = try #require(value[name]?.numberValue)
      #expect(isNear(try #require(found), expected), "\(name): \(found ?? 0), \(expected)")
    }
    // Quotients of small differences: the digits of a thousand in cash are gone from them.
    let quotients: [(String, Double?)] = [
      ("profitFactor", summary.profitFactor), ("sharpe", summary.sharpe),
      ("sortino", summary.sortino), ("volatility", summary.volatility), ("calmar", summary.calmar),
    ]
    for (name, found) in quotients {
      let expected = try #require(value[name]?.numberValue)
      #expect(abs(try #require(found) - expected) <= 1e-9 * abs(expected), "\(name): \(expected)")
    }
  }
}
