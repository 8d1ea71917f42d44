import Backtest
import ConfigValidation
import MarketModel
import Testing

/// Quotes and trades of a venue, with all that a queue depends on.
private struct Row {
  var time: Int64
  var bid = 100.0
  var bidSize = 5.0
  var ask = 102.0
  var askSize = 5.0
  var price = 0.0
  var size = 0.0
  var side = 0

  static func quote(
    _ time: Int64,
    bid: Double = 100,
    _ bidSize: Double = 5,
    ask: Double = 102,
    _ askSize: Double = 5
  ) -> Row {
    Row(time: time, bid: bid, bidSize: bidSize, ask: ask, askSize: askSize)
  }

  static func trade(_ time: Int64, _ price: Double, _ size: Double, _ side: Int = -1) -> Row {
    Row(time: time, price: price, size: size, side: side)
  }
}

private func block(_ rows: [Row]) -> TickBlock {
  TickBlock(
    times: rows.map(\.time),
    kinds: rows.map { $0.size > 0 ? .trade : .quote },
    bidPrices: rows.map(\.bid),
    bidSizes: rows.map(\.bidSize),
    askPrices: rows.map(\.ask),
    askSizes: rows.map(\.askSize),
    tradePrices: rows.map(\.price),
    tradeSizes: rows.map(\.size),
    tradeSides: rows.map { Int8($0.side) }
  )
}

private func run(
  _ rows: [Row],
  _ actions: [Int: [TickAction]],
  _ mode: TickFillMode
) throws -> TickResult {
  var settings = TickSettings.frictionless(startingCash: 1_000)
  settings.fillMode = mode
  return try replay(block(rows), actions, settings)
}

@Suite("A venue with latency and lines")
struct VenueTests {
  @Test("a market order meets the quote that is there when it arrives")
  func latency() throws {
    let rows: [Row] = [
      .quote(0), .quote(10, ask: 103), .quote(20, ask: 104), .quote(30, ask: 105), .quote(90),
    ]
    let mode = venue(
      feed: .modelled(.constant(7)),
      order: .constant(13),
      response: .constant(20)
    )
    // Seen at 7, there at 20, known at 40.
    let result = try run(rows, [0: [.submit(.market(1))]], mode)
    #expect(result.fills.map(\.time) == [20])
    #expect(result.fills.map(\.price) == [104])
  }

  @Test("what has not arrived when the feed ends never does")
  func unsent() throws {
    let mode = venue(order: .constant(50))
    let result = try run([.quote(0), .quote(49)], [0: [.submit(.market(1))]], mode)
    #expect(result.fills.isEmpty)
    #expect(result.summary.unfilledCount == 1)
  }

  @Test("a trade at the price takes from those ahead first")
  func line() throws {
    let rows: [Row] = [
      .quote(0), .trade(1, 100, 3), .trade(2, 100, 2), .trade(3, 100, 2, 1), .trade(4, 100, 1),
      .quote(5),
    ]
    for partial in [true, false] {
      let result = try run(
        rows,
        [0: [.submit(.limit(2, at: 100))]],
        venue(partial: partial)
      )
      // Five stood ahead: used up at 2; the buyer's trade at 3 does not reach bids; 1 is left at 4.
      #expect(result.fills.map(\.time) == [4])
      #expect(result.fills.map(\.units) == [partial ? 1 : 2])
      #expect(result.fills.allSatisfy { $0.price == 100 && $0.isMaker })
    }
  }

  @Test("the displayed quantity bounds the line; the volume clock also counts cancellations")
  func cancellationsAhead() throws {
    // Ten ahead. Six of the others cancel: all behind us, or in proportion to the share ahead.
    let rows: [Row] = [
      .quote(0, 10), .quote(1, 20), .quote(2, 14), .trade(3, 100, 7.5), .trade(4, 100, 3),
      .quote(5),
    ]
    let order: [Int: [TickAction]] = [0: [.submit(.limit(1, at: 100))]]
    let careful = try run(rows, order, venue(partial: true))
    #expect(careful.fills.map(\.time) == [4])
    #expect(careful.fills.map(\.units) == [0.5])
    // Ten of twenty stand ahead: three of the six that cancel.
    let clock = try run(rows, order, venue(queue: .volumeClock, partial: true))
    #expect(clock.fills.map(\.time) == [3, 4])
    #expect(clock.fills.map(\.units) == [0.5, 0.5])
  }

  @Test("an order behind the best price waits until its price is displayed")
  func behind() throws {
    let rows: [Row] = [
      .quote(0), .quote(1, bid: 99, 4), .trade(2, 99, 4), .trade(3, 99, 1), .quote(4),
    ]
    let result = try run(rows, [0: [.submit(.limit(1, at: 99))]], venue())
    #expect(result.fills.map(\.time) == [3])
  }

  @Test("a trade beyond the price, and a quote that crosses it, fill")
  func through() throws {
    let order: [Int: [TickAction]] = [0: [.submit(.limit(3, at: 100))]]
    let beyond = try run([.quote(0), .trade(1, 99.5, 0.1), .quote(2)], order, venue(partial: true))
    #expect(beyond.fills.map(\.units) == [3])
    let crossing: [Row] = [
      .quote(0), .quote(1, bid: 98, ask: 99, 2), .quote(2, bid: 98, ask: 99, 9), .quote(3),
    ]
    let whole = try run(crossing, order, venue())
    #expect(whole.fills.map(\.units) == [3])
    let parts = try run(crossing, order, venue(partial: true))
    #expect(parts.fills.map(\.units) == [2, 1])
  }

  @Test("nobody takes more than is quoted when orders may fill in part")
  func partial() throws {
    let orders: [Int: [TickAction]] = [
      0: [
        .submit(.market(8)), .submit(.limit(-7, at: 100, .immediateOrCancel)),
        .submit(.limit(6, at: 102)),
      ]
    ]
    let rows: [Row] = [.quote(0), .quote(1), .quote(2, ask: 103), .trade(3, 102, 1)]
    let result = try run(rows, orders, venue(partial: true))
    #expect(result.fills.map(\.units) == [5, -5, 5, 1])
    #expect(result.fills.map(\.isMaker) == [false, false, false, true])
    #expect(result.summary.cancelledCount == 2)
    let whole = try run(rows, orders, venue())
    #expect(whole.fills.map(\.units) == [8, -7, 6])
  }

  @Test("a cancellation that arrives after the fill is too late")
  func cancelRace() throws {
    let rows: [Row] = [
      .quote(0), .quote(10), .trade(25, 99, 1), .quote(40), .quote(100),
    ]
    let mode = venue(order: .constant(10), response: .constant(10))
    // There at 10; the cancellation sent at 10 arrives at 20, before the trade.
    let early = try run(rows, [0: [.submit(.limit(1, at: 100))], 1: [.cancel(0)]], mode)
    #expect(early.fills.isEmpty)
    #expect(early.summary.cancelledCount == 1)
    // Sent at 25, before the fill of 25 is known, it arrives at 35.
    let late = try run(rows, [0: [.submit(.limit(1, at: 100))], 2: [.cancel(0)]], mode)
    #expect(late.fills.map(\.time) == [25])
    #expect(late.summary.lateCancelCount == 1)
    #expect(late.summary.cancelledCount == 0)
    // Sent at 40 the order is known to be done, and nothing is sent.
    let known = try run(rows, [0: [.submit(.limit(1, at: 100))], 3: [.cancel(0)]], mode)
    #expect(known.summary.lateCancelCount == 0)
  }

  @Test("a part may fill while the cancellation is on its way")
  func fillWhileCancelling() throws {
    let rows: [Row] = [.quote(0, 0), .quote(10, 0), .trade(15, 100, 1), .quote(40), .quote(90)]
    let mode = venue(order: .constant(10), response: .constant(5), partial: true)
    let result = try run(rows, [0: [.submit(.limit(3, at: 100))], 1: [.cancel(0)]], mode)
    #expect(result.fills.map(\.units) == [1])
    #expect(result.summary.cancelledCount == 1)
    #expect(result.summary.finalPosition == 1)
  }

  @Test("post-only refuses and limits of the account hold at the venue")
  func refusals() throws {
    var settings = TickSettings.frictionless(startingCash: 150)
    settings.limits = RiskLimits(requiresBuyingPower: true, allowsShorting: false)
    settings.fillMode = venue(order: .constant(5))
    let rows: [Row] = [.quote(0), .quote(10), .trade(20, 99, 9), .quote(30)]
    let result = try replay(
      block(rows),
      [
        0: [
          .submit(.limit(1, at: 102, .postOnly)), .submit(.market(-1)),
          .submit(.limit(1, at: 100)), .submit(.limit(1, at: 100)),
        ]
      ],
      settings
    )
    #expect(
      result.rejects.map(\.reason) == [.wouldTrade, .shortingNotAllowed, .buyingPower]
    )
    #expect(result.rejects.map(\.time) == [5, 5, 20])
    #expect(result.fills.map(\.time) == [20])
  }

  @Test("the strategy learns of its orders with delay, state by state")
  func reports() throws {
    let rows: [Row] = [.quote(0)] + (1...9).map { .quote(Int64($0) * 10) }
    var settings = TickSettings.frictionless(startingCash: 1_000)
    settings.fillMode = venue(order: .constant(10), response: .constant(15))
    let seen = Journal()
    let definition = TickStrategyDefinition(
      name: "WatcherStrategy",
      summary: "Watches its order.",
      schema: ParameterSchema([]),
      needs: anyTicks,
      make: { _ throws(BacktestError) in Watcher(journal: seen) }
    )
    _ = try definition.backtest(TickSeries(symbol: "X", block: block(rows)), settings: settings)
    // Sent at 10, there at 20, confirmed at 35; withdrawn on request of 50, there at 60, known at 75.
    #expect(
      seen.states == [
        "none", "pending_new", "pending_new", "pending_new", "open", "pending_cancel",
        "pending_cancel", "pending_cancel", "none", "none",
      ]
    )
  }
}

/// What a strategy saw, kept beyond its run.
final class Journal: @unchecked Sendable {
  var states: [String] = []
}

private struct Watcher: TickStrategy {
  let journal: Journal
  var tick = 0
  var id: OrderID?

  mutating func onTick(_ tick: borrowing TickView, _ context: inout TickContext) {
    if self.tick == 1 { id = context.submit(.limit(1, at: 99)) }
    if self.tick == 5, let id { context.cancel(id) }
    let state = id.flatMap { context.openOrder($0)?.state.rawValue }
    journal.states.append(state ?? "none")
    self.tick += 1
  }
}
