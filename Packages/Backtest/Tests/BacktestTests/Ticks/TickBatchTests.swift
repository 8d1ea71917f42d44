import Backtest
import ConfigValidation
import MarketModel
import QuantMath
import Testing

/// Notes what its batches contain.
private struct BatchWatcher: TickBatchStrategy {
  let journal: Journal

  mutating func onStart(_ context: inout TickContext) {
    journal.states.append("start \(context.cash)")
  }

  mutating func onTicks(_ batch: borrowing TickBatch, _ context: inout TickContext) {
    let price = batch.lastTradePrice.map { "\($0)" } ?? "none"
    journal.states.append(
      """
      \(batch.index) \(batch.start.nanoseconds) \(context.now): \(batch.count) ticks, \
      \(batch.tradeCount) trades, last \(price), flow \(batch.signedTradeSize)
      """
    )
    if batch.index == 0 { context.buy(1) }
  }

  mutating func onFinish(_ context: inout TickContext) {
    journal.states.append("finish \(context.position)")
    context.buy(1)
  }
}

@Suite("Batches of ticks")
struct TickBatchTests {
  private let block = TickBlock(
    times: [5, 9, 10, 31, 35, 40],
    kinds: [.quote, .trade, .trade, .trade, .quote, .trade],
    bidPrices: [99, 99, 99, 99, 98, 98],
    bidSizes: [1, 1, 1, 1, 1, 1],
    askPrices: [101, 101, 101, 101, 100, 100],
    askSizes: [1, 1, 1, 1, 1, 1],
    tradePrices: [0, 99, 101, 101, 0, 98],
    tradeSizes: [0, 2, 3, 4, 0, 1],
    tradeSides: [0, -1, 1, 1, 0, -1]
  )

  private func run(_ mode: TickFillMode) throws -> (seen: [String], result: TickResult) {
    let journal = Journal()
    let definition = TickStrategyDefinition(
      name: "BatchWatcherStrategy",
      summary: "Watches.",
      schema: ParameterSchema([]),
      needs: anyTicks,
      makeBatch: { _ throws(BacktestError) in BatchWatcher(journal: journal) }
    )
    var settings = TickSettings.frictionless(startingCash: 1_000)
    settings.batchNanoseconds = 10
    settings.fillMode = mode
    let result = try definition.backtest(
      TickSeries(symbol: "X", block: block),
      settings: settings
    )
    return (journal.states, result)
  }

  @Test("batches are whole intervals; empty ones give no call; the last is delivered")
  func intervals() throws {
    let (seen, result) = try run(.immediate)
    #expect(
      seen == [
        "start 1000.0", "0 0 10: 2 ticks, 1 trades, last 99.0, flow -2.0",
        "1 10 20: 1 ticks, 1 trades, last 101.0, flow 3.0",
        "2 30 40: 2 ticks, 1 trades, last 101.0, flow 4.0",
        "3 40 40: 1 ticks, 1 trades, last 98.0, flow -1.0", "finish 1.0",
      ]
    )
    #expect(result.fills.map(\.time) == [10])
    #expect(result.fills.map(\.price) == [101])
    #expect(result.markTimes == [10, 20, 40, 40])
    #expect(result.equity == [999, 999, 998, 998])
    #expect(result.rejects.map(\.reason) == [.invalidOrder])
    let spacing = 30.0 / 3
    #expect(result.summary.periodsPerYear == 365 * 86_400e9 / spacing)
  }

  @Test("with latency, batches follow the strategy's clock")
  func latency() throws {
    let (seen, result) = try run(venue(feed: .modelled(.constant(4)), order: .constant(15)))
    #expect(
      seen == [
        "start 1000.0", "0 0 10: 1 ticks, 0 trades, last none, flow 0.0",
        "1 10 20: 2 ticks, 2 trades, last 101.0, flow 1.0",
        "2 30 40: 2 ticks, 1 trades, last 101.0, flow 4.0",
        "3 40 44: 1 ticks, 1 trades, last 98.0, flow -1.0", "finish 1.0",
      ]
    )
    // Sent at 10, there at 25.
    #expect(result.fills.map(\.time) == [25])
    #expect(result.equity == [1_000, 1_000, 998, 998])
  }
}
