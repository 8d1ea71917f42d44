import Backtest
import ConfigValidation
import MarketModel
import Strategies
import Testing

@Suite("Tick strategies against runs worked out by hand")
struct TickHandComputedTests {
  static let cases = FixtureCase.all(in: "ticks/hand-computed.json", "cases")

  static func rows(_ batches: [JSONValue]) throws -> [MadeTicks.Row] {
    var rows: [MadeTicks.Row] = []
    for (second, batch) in batches.enumerated() {
      let trades = (batch["trades"]?.arrayValue ?? []).map { (true, $0) }
      let quotes = (batch["quotes"]?.arrayValue ?? []).map { (false, $0) }
      for (place, (isTrade, value)) in (trades + quotes).enumerated() {
        let numbers = try #require(value.arrayValue).map { try #require($0.numberValue) }
        var row = MadeTicks.Row(
          time: Int64(second) * MadeTicks.second + Int64(place + 1) * 1_000_000
        )
        if isTrade {
          row.trade = (numbers[0], numbers[1], Int8(numbers[2]))
        } else {
          row.quote = (numbers[0], numbers[1], numbers[2], numbers[3])
        }
        rows.append(row)
      }
    }
    return rows
  }

  @Test("give the fills and the equity of the fixture", arguments: cases)
  func givesFixture(fixture: FixtureCase) throws {
    let value = fixture.value
    let name = try #require(value["strategy"]?.stringValue)
    let definition = try BuiltInStrategies.registry.tickDefinition(named: name)
    let rows = try Self.rows(try #require(value["batches"]?.arrayValue))
    let result = try definition.backtest(
      MadeTicks.series(rows),
      parameters: MadeTicks.parameters(value["parameters"], of: definition),
      settings: MadeTicks.settings(
        cash: try #require(value["startingCash"]?.numberValue),
        feeRate: try #require(value["feeRate"]?.numberValue),
        allowsShorting: false
      )
    )
    let seconds = MadeTicks.seconds(of: rows)
    let found = result.fills.map {
      [
        Double(MadeTicks.batch(of: $0.time, in: seconds)), $0.units, $0.price, $0.fee,
        $0.positionAfter, $0.cashAfter,
      ]
    }
    let fills = try #require(value["fills"]?.arrayValue).map {
      try #require($0.arrayValue).map { try #require($0.numberValue) }
    }
    #expect(found.count == fills.count, "\(value["name"]?.stringValue ?? ""): \(found)")
    for (found, expected) in zip(found, fills) {
      for (one, other) in zip(found, expected) { #expect(abs(one - other) < 1e-9) }
    }
    let equity = try #require(value["equity"]?.arrayValue).map { try #require($0.numberValue) }
    #expect(result.equity.count == equity.count)
    for (one, other) in zip(result.equity, equity) { #expect(abs(one - other) < 1e-9) }
    #expect(result.rejects == [])
  }

  @Test("are ten of them and more")
  func areThere() {
    #expect(Self.cases.count >= 10)
  }
}
