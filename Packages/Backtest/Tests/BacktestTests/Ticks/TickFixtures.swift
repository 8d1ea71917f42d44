import Backtest
import ConfigValidation
import MarketModel
import QuantMath

let anyTicks = TickContent(hasQuotes: false, hasTrades: false, hasReceivedTimes: false)

/// What a script does at a tick.
enum TickAction {
  case submit(TickOrder)

  /// Cancels the order with this number.
  case cancel(Int)
}

/// Does what a list says, tick by tick, and notes what it saw.
struct ScriptedTicks: TickStrategy {
  let actions: [Int: [TickAction]]
  var tick = 0
  var ids: [OrderID] = []

  mutating func onTick(_ tick: borrowing TickView, _ context: inout TickContext) {
    for action in actions[self.tick] ?? [] {
      switch action {
      case .submit(let order): ids.append(context.submit(order))
      case .cancel(let number): if number < ids.count { context.cancel(ids[number]) }
      }
    }
    self.tick += 1
  }
}

func scripted(_ actions: [Int: [TickAction]]) -> TickStrategyDefinition {
  TickStrategyDefinition(
    name: "ScriptedTicks",
    summary: "Does what a list says.",
    schema: ParameterSchema([]),
    needs: anyTicks,
    make: { _ throws(BacktestError) in ScriptedTicks(actions: actions) }
  )
}

/// Trades at random, with every kind of order; the `bias` tells instances apart.
struct RandomTrader: TickStrategy {
  let bias: Int
  var ids: [OrderID] = []

  mutating func onTick(_ tick: borrowing TickView, _ context: inout TickContext) {
    act(&context, bid: tick.bidPrice, ask: tick.askPrice)
  }

  mutating func act(_ context: inout TickContext, bid: Double, ask: Double) {
    let draw = context.random.index(below: 12 + bias)
    let units = Double(1 + context.random.index(below: 4))
    let way = context.random.index(below: 2) == 0 ? 1.0 : -1.0
    let base = (way > 0 ? bid : ask) + 0.5 * way * Double(context.random.index(below: 4) - 2)
    switch draw {
    case 0: ids.append(way > 0 ? context.buy(units, tag: 7) : context.sell(units))
    case 1, 2: ids.append(context.submit(.limit(way * units, at: base)))
    case 3: ids.append(context.submit(.limit(way * units, at: base, .postOnly)))
    case 4: ids.append(context.submit(.limit(way * units, at: base, .immediateOrCancel)))
    case 5, 6:
      if !ids.isEmpty { context.cancel(ids[context.random.index(below: ids.count)]) }
    case 7: if context.openOrderCount > 6 { context.cancelAll() }
    default: break
    }
  }
}

/// The same, once for each batch.
struct RandomBatchTrader: TickBatchStrategy {
  var trader: RandomTrader

  mutating func onTicks(_ batch: borrowing TickBatch, _ context: inout TickContext) {
    for position in 0..<min(3, batch.count) where batch[position].bidPrice > 0 {
      trader.act(&context, bid: batch.last.bidPrice, ask: batch.last.askPrice)
    }
  }
}

private let biasSchema = ParameterSchema([
  .init("bias", .integer(0...50), default: .integer(0), summary: "How seldom it trades.")
])

let randomTrader = TickStrategyDefinition(
  name: "RandomTraderStrategy",
  summary: "Trades at random.",
  schema: biasSchema,
  needs: anyTicks,
  make: { (parameters) throws(BacktestError) in
    RandomTrader(bias: parameters.integer("bias"))
  }
)

let randomBatchTrader = TickStrategyDefinition(
  name: "RandomBatchTraderStrategy",
  summary: "Trades at random, once for each batch.",
  schema: biasSchema,
  needs: anyTicks,
  makeBatch: { (parameters) throws(BacktestError) in
    RandomBatchTrader(trader: RandomTrader(bias: parameters.integer("bias")))
  }
)

enum SampleTicks {
  /// The instant of the first tick: a whole second.
  static let start: Int64 = 1_700_000_000_000_000_000

  /// A random walk of quotes with trades in between, many at one instant, received some time later.
  static func walk(count: Int, seed: UInt64, hasTrades: Bool = true) -> TickBlock {
    var generator = PhiloxStream(seed: seed, purpose: 1, trial: 0, path: 0)
    var block = TickBlock()
    var (time, middle) = (start, 400)
    var book = (bid: 199.5, bidSize: 5.0, ask: 200.5, askSize: 5.0)
    for index in 0..<count {
      time +=
        [0, 0, 1_000_000, 8_000_000, 40_000_000, 300_000_000, 1_900_000_000][
          min(6, generator.index(below: 13) / 2)
        ]
      let isTrade = hasTrades && index > 0 && generator.uniform() < 0.4
      var (price, size, side) = (0.0, 0.0, 0)
      if isTrade {
        side = generator.index(below: 3) - 1
        price = side > 0 || (side == 0 && generator.index(below: 2) == 0) ? book.ask : book.bid
        size = Double(1 + generator.index(below: 4))
      } else {
        if generator.uniform() < 0.35 { middle += generator.index(below: 2) == 0 ? 1 : -1 }
        let wide = generator.index(below: 2)
        book = (
          0.5 * Double(middle - 1 - wide), Double(1 + generator.index(below: 8)),
          0.5 * Double(middle + 1), Double(1 + generator.index(below: 8))
        )
      }
      block.times.append(time)
      block.receivedTimes.append(
        time - 3_000_000_000 + Int64(generator.index(below: 30)) * 1_000_000
      )
      block.kinds.append(isTrade ? .trade : .quote)
      block.bidPrices.append(book.bid)
      block.bidSizes.append(book.bidSize)
      block.askPrices.append(book.ask)
      block.askSizes.append(book.askSize)
      if hasTrades {
        block.tradePrices.append(price)
        block.tradeSizes.append(size)
        block.tradeSides.append(Int8(side))
      }
    }
    return block
  }
}

/// A feed that hands out a block in pieces of given lengths, the last length repeated.
struct CutFeed: TickFeed {
  let series: TickSeries
  let lengths: [Int]

  init(_ block: TickBlock, lengths: [Int]) throws {
    series = try TickSeries(symbol: "TICK", block: block)
    self.lengths = lengths
  }

  var symbol: Symbol { series.symbol }
  var content: TickContent { series.content }

  func reader(
    from first: Timestamp?,
    before end: Timestamp?
  ) throws(TickReadError) -> any TickReader {
    var whole = try series.reader(from: first, before: end)
    return Reader(block: try whole.next() ?? TickBlock(), lengths: lengths)
  }

  private struct Reader: TickReader {
    let block: TickBlock
    let lengths: [Int]
    var row = 0
    var piece = 0

    mutating func next() throws(TickReadError) -> TickBlock? {
      guard row < block.count else { return nil }
      let end = min(block.count, row + lengths[min(piece, lengths.count - 1)])
      defer { (row, piece) = (end, piece + 1) }
      return block.slice(row..<end)
    }
  }
}

func tickSettings(_ mode: TickFillMode = .immediate) -> TickSettings {
  var settings = TickSettings.frictionless(startingCash: 10_000)
  settings.makerFees = ProportionalFee(rate: 0.0001)
  settings.takerFees = ProportionalFee(rate: 0.0005)
  settings.slippage = FixedSlippage(priceFraction: 0.0002, perUnit: 0)
  settings.fillMode = mode
  settings.seed = 11
  return settings
}

func venue(
  feed: FeedLatency = .none,
  order: LatencyModel = .constant(0),
  response: LatencyModel = .constant(0),
  queue: QueueModel = .conservative,
  partial: Bool = false
) -> TickFillMode {
  .engine(
    EngineFills(
      feedLatency: feed,
      orderLatency: order,
      responseLatency: response,
      queue: queue,
      allowsPartialFills: partial
    )
  )
}

/// One of each kind of fill mode.
let fillModes: [TickFillMode] = [
  .immediate,
  venue(),
  venue(
    feed: .modelled(.constant(5_000_000)),
    order: .constant(10_000_000),
    response: .constant(3_000_000),
    partial: true
  ),
  venue(
    feed: .modelled(.logNormal(mean: 20e6, standardDeviation: 30e6)),
    order: .logNormal(mean: 15e6, standardDeviation: 10e6),
    response: .logNormal(mean: 15e6, standardDeviation: 10e6),
    queue: .volumeClock,
    partial: true
  ),
  venue(
    feed: .received(clockCorrection: 3_001_000_000),
    order: .interpolated(
      LatencyTable(
        times: [SampleTicks.start, SampleTicks.start + 60_000_000_000],
        nanoseconds: [1_000_000, 90_000_000]
      )
    ),
    response: .constant(2_500_000_000),
    queue: .volumeClock
  ),
]
