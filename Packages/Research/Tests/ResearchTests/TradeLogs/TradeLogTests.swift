import Backtest
import ConfigValidation
import DataLake
import DataLakeTesting
import Foundation
import MarketModel
import QuantMath
import Research
import Testing

@Suite("The log of fills on ticks")
struct TradeLogTests {
  /// Buys at every tick.
  struct Buyer: TickStrategy {
    mutating func onTick(_ tick: borrowing TickView, _ context: inout TickContext) {
      context.buy(1, tag: 5)
    }
  }

  /// Fills with numbers of all sizes; nothing about them adds up.
  static func fills(_ count: Int, seed: UInt64) throws -> [TickFill] {
    let times = (0..<count).map { 1_381_104_000_000_000_000 + Int64($0) * 1_000_003 }
    let series = try TickSeries(
      symbol: "MADE",
      block: TickBlock(
        times: times,
        kinds: times.map { _ in .trade },
        tradePrices: times.map { _ in 10 },
        tradeSizes: times.map { _ in 1 },
        tradeSides: times.map { _ in 1 }
      )
    )
    let buyer = TickStrategyDefinition(
      name: "Buyer",
      summary: "Buys.",
      schema: ParameterSchema([]),
      needs: series.content,
      make: { _ in Buyer() }
    )
    var random = PhiloxStream(seed: seed, purpose: 0, trial: 0, path: 0)
    return try buyer.backtest(series, settings: .frictionless(startingCash: 1)).fills.enumerated()
      .map { index, fill in
        var fill = fill
        fill.tag = Int32(index % 5) - 2
        fill.units = (random.uniform() - 0.5) * 3
        fill.price = 60_000 * random.uniform() + 0.1
        fill.fee = index % 7 == 0 ? -1e-7 * random.uniform() : random.uniform() / 3
        fill.positionAfter = random.uniform() * 1e-3
        fill.cashAfter = 1e9 * random.uniform()
        return fill
      }
  }

  @Test("reads back as the same numbers, trial by trial")
  func readsBack() throws {
    let directory = try TemporaryLake.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/reports/trades.csv"
    let trials = [0: try Self.fills(300, seed: 1), 1: [], 2: try Self.fills(2_000, seed: 2)]
    var log = try TradeLogWriter(path: path)
    for trial in 0...2 { try log.append(trials[trial] ?? [], trial: trial) }
    #expect(!FileManager.default.fileExists(atPath: path))
    try log.commit()
    let text = String(decoding: try AtomicFile.read(path), as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.removeLast().isEmpty)
    #expect(
      lines.removeFirst() == "trial,ts_ns,side,price,qty,fee,position_after,cash_after,tag"
    )
    let expected = (0...2).flatMap { trial in (trials[trial] ?? []).map { (trial, $0) } }
    try #require(lines.count == expected.count)
    for (line, (trial, fill)) in zip(lines, expected) {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
      try #require(fields.count == 9)
      #expect(fields[0] == "\(trial)" && fields[1] == "\(fill.time)" && fields[8] == "\(fill.tag)")
      #expect(fields[2] == (fill.units < 0 ? "sell" : "buy"))
      #expect(
        fields[3...7].map { Double($0) }
          == [fill.price, abs(fill.units), fill.fee, fill.positionAfter, fill.cashAfter]
      )
    }
  }

  @Test("writes numbers with the fewest digits that are exact")
  func writesShortNumbers() throws {
    let directory = try TemporaryLake.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    var fill = try Self.fills(1, seed: 1)[0]
    (fill.units, fill.price, fill.fee) = (-0.1, 100.25, 0.1 + 0.2)
    (fill.positionAfter, fill.cashAfter) = (0, 100_000)
    var log = try TradeLogWriter(path: directory + "/trades.csv")
    try log.append([fill], trial: 7)
    try log.commit()
    let text = String(decoding: try AtomicFile.read(directory + "/trades.csv"), as: UTF8.self)
    #expect(
      text.hasSuffix(
        "\n7,1381104000000000000,sell,100.25,0.1,0.30000000000000004,0.0,100000.0,-2\n"
      )
    )
  }

  @Test("keeps an older log when a writer is dropped")
  func keepsOlder() throws {
    let directory = try TemporaryLake.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/trades.csv"
    try AtomicFile.write("old", to: path)
    func drop() throws {
      var log = try TradeLogWriter(path: path)
      try log.append(try Self.fills(5_000, seed: 3), trial: 0)
    }
    try drop()
    #expect(try AtomicFile.read(path) == Array("old".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["trades.csv"])
  }

  @Test(
    "is the same as Parquet, with typed columns",
    .enabled(if: (try? TemporaryLake.database(near: #filePath)) != nil)
  )
  func readsParquet() throws {
    let directory = try TemporaryLake.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let database = try TemporaryLake.database(near: #filePath)
    let fills = try Self.fills(1_000, seed: 4)
    var log = TradeLogTable()
    log.append(fills, trial: 3)
    log.append(Array(fills.prefix(10)), trial: 4)
    let table = try log.table()
    let path = directory + "/trades.parquet"
    try ParquetFile.write(table, to: path, database: database)
    let read = try ParquetFile.read(path, database: database)
    #expect(read == table)
    #expect(read.names == TradeLogTable.columnNames)
    #expect(try read.integers("trial").suffix(10) == Array(repeating: 4, count: 10)[...])
    #expect(try read.integers("ts_ns").prefix(1_000) == fills.map(\.time)[...])
    #expect(try read.doubles("cash_after").prefix(1_000) == fills.map(\.cashAfter)[...])
    #expect(
      try read.texts("side").prefix(1_000) == fills.map { $0.units < 0 ? "sell" : "buy" }[...]
    )
  }
}
