import ConfigValidation
import DataLake
import DataLakeTesting
import Foundation
import MarketModel
import Testing

@testable import LakeIngest

@Suite("SyntheticMarket.optionSnapshots(of:provider:options:)")
struct SyntheticOptionsTests {
  private func chains() throws -> (market: SyntheticMarket, bars: BarSeries, table: ColumnTable) {
    let market = try SyntheticMarket(
      .threeRegimeEquities(
        seed: 11,
        symbols: ["OPT"],
        start: try #require(CivilDate("2015-03-02")),
        sessionCount: 30,
        interval: .hour
      )
    )
    let bars = try market.bars(ofSymbolAt: 0)
    let table = try market.optionSnapshots(of: bars, provider: "synthetic", options: .weeklies)
    return (market, bars, table)
  }

  private func number(_ value: JSONValue?) -> Double {
    switch value {
    case .integer(let number)?: Double(number)
    case .number(let number)?: number
    default: .nan
    }
  }

  @Test("one chain at the end of each session fits the schema of the lake")
  func schema() throws {
    let (market, _, table) = try chains()
    #expect(LakeTable.optionSnapshots.schema.issues(of: table).isEmpty)
    #expect(table.rowCount == market.sessions.count)
    #expect(try table.timestamps("timestamp") == market.sessions.map(\.close.nanoseconds))
    let temporary = try TemporaryLake()
    let counts = try temporary.lake.apply(
      LakeChange(table: .optionSnapshots, rows: table, policy: .refuseConflicts)
    )
    #expect(counts.map(\.inserted) == [30])
  }

  @Test("quotes are uncrossed, obey parity, and low strikes are dearer in volatility")
  func quotes() throws {
    let (_, _, table) = try chains()
    let prices = try table.doubles("underlying_price")
    let times = try table.timestamps("timestamp")
    for (row, text) in try table.texts("quotes_json").enumerated() {
      let quotes = try JSONValue(parsing: text)
      let puts = try #require(quotes["puts"]?.arrayValue)
      let calls = try #require(quotes["calls"]?.arrayValue)
      #expect(puts.count == 4 * 21 && calls.count == puts.count)
      for (put, call) in zip(puts, calls) {
        let (bid, ask) = (number(put["bid"]), number(put["ask"]))
        #expect(bid >= 0 && bid < ask)
        let years = (number(put["expiry_ms"]) * 1e6 - Double(times[row])) / 1e9 / 31_557_600
        #expect(years > 0)
        let middles =
          (number(call["bid"]) + number(call["ask"])) / 2 - (bid + ask) / 2
        let parity = prices[row] - number(put["strike"]) * exp(-0.02 * years)
        // Half a spread and a tick of rounding on each side.
        let slack = 0.02 + 0.01 * (number(call["ask"]) + ask)
        #expect(abs(middles - parity) <= slack)
      }
      #expect(number(puts[0]["iv"]) > number(puts[20]["iv"]))
    }
  }

  @Test("prices agree with the textbook example")
  func textbook() {
    func price(_ isCall: Bool) -> Double {
      blackScholesPrice(
        underlying: 42,
        strike: 40,
        years: 0.5,
        volatility: 0.2,
        rate: 0.1,
        isCall: isCall
      )
    }
    // Hull, "Options, Futures, and Other Derivatives", example 15.6, two decimals.
    #expect(abs(price(true) - 4.76) < 0.005)
    #expect(abs(price(false) - 0.81) < 0.005)
  }

  @Test("changes store bars and chains of all symbols in one step")
  func changes() throws {
    let (market, bars, table) = try chains()
    let temporary = try TemporaryLake()
    try temporary.lake.apply(market.changes(provider: "synthetic", options: .weeklies))
    let snapshot = try temporary.lake.pin()
    #expect(snapshot.catalog.map(\.rows).sorted() == [table.rowCount, bars.count].sorted())
    let stored = try snapshot.bars(
      symbol: "OPT",
      interval: .hour,
      provider: nil,
      from: nil,
      through: nil,
      visibleBy: nil
    )
    #expect(stored == bars)
  }
}
