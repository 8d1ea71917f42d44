import Backtest
import ConfigValidation
import MarketModel
import Testing

/// Adds up every column of every batch, whether the feed has it or not.
private struct ColumnReader: TickBatchStrategy {
  let journal: Journal
  private var quotes = 0.0
  private var trades = 0.0
  private var rows = 0

  init(journal: Journal) { self.journal = journal }

  mutating func onTicks(_ batch: borrowing TickBatch, _ context: inout TickContext) {
    for position in 0..<batch.count {
      let tick = batch[position]
      quotes += abs(tick.bidPrice) + abs(tick.bidSize) + abs(tick.askPrice) + abs(tick.askSize)
      trades += abs(tick.tradePrice) + abs(tick.tradeSize) + abs(Double(tick.tradeSide))
    }
    trades += abs(batch.signedTradeSize)
    batch.withTrades { prices, sizes, sides in
      for row in prices.indices {
        trades += abs(prices[row]) + abs(sizes[row]) + Double(sides[row])
      }
    }
    rows += batch.count
  }

  mutating func onFinish(_ context: inout TickContext) {
    journal.states = ["\(rows) \(quotes > 0) \(trades > 0)"]
  }
}

@Suite("Columns that a feed lacks")
struct AbsentColumnTests {
  private func read(_ feed: any TickFeed) throws -> [String] {
    let journal = Journal()
    let definition = TickStrategyDefinition(
      name: "ColumnReaderStrategy",
      summary: "Reads.",
      schema: ParameterSchema([]),
      needs: anyTicks,
      makeBatch: { _ throws(BacktestError) in ColumnReader(journal: journal) }
    )
    var settings = TickSettings.frictionless(startingCash: 1_000)
    settings.batchNanoseconds = 1_000
    _ = try definition.backtest(feed, settings: settings)
    return journal.states
  }

  @Test("are zero in every row of feeds in one block and in many", arguments: [5_000, 700])
  func zeros(blockRows: Int) throws {
    let count = 5_000
    let times = (0..<count).map { Int64($0) * 7 }
    let ones = [Double](repeating: 1, count: count)
    let quotes = TickBlock(
      times: times,
      kinds: [TickKind](repeating: .quote, count: count),
      bidPrices: ones,
      bidSizes: ones,
      askPrices: ones.map { $0 + 1 },
      askSizes: ones
    )
    let trades = TickBlock(
      times: times,
      kinds: [TickKind](repeating: .trade, count: count),
      tradePrices: ones,
      tradeSizes: ones,
      tradeSides: [Int8](repeating: 1, count: count)
    )
    #expect(try read(CutFeed(quotes, lengths: [blockRows])) == ["5000 true false"])
    #expect(try read(CutFeed(trades, lengths: [blockRows])) == ["5000 false true"])
  }
}
