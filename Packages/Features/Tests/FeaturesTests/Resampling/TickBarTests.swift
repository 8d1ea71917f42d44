import Features
import MarketModel
import QuantMath
import Testing

@Suite("bars of ticks")
struct TickBarTests {
  static let rules: [TickBarRule] = [
    .time(.minute), .time(.fiveMinutes), .ticks(1), .ticks(7), .volume(25), .dollars(2_000),
  ]

  /// Trades and quotes with equal instants, whole sizes and silent minutes.
  static func series(_ count: Int, seed: UInt64) throws -> TickSeries {
    var stream = PhiloxStream(seed: seed, purpose: 7, trial: 0, path: 0)
    var block = TickBlock()
    var (time, price) = (Int64(1_600_000_000_000_000_000), 100.0)
    for _ in 0..<count {
      if stream.uniform() < 0.6 { time += Int64(stream.index(below: 40_000_000_000)) }
      if stream.uniform() < 0.01 { time += 600_000_000_000 }
      price += Double(stream.index(below: 5)) / 4 - 0.5
      let isTrade = stream.uniform() < 0.6
      block.times.append(time)
      block.kinds.append(isTrade ? .trade : .quote)
      block.bidPrices.append(price - 0.25)
      block.bidSizes.append(1)
      block.askPrices.append(price + 0.25)
      block.askSizes.append(1)
      block.tradePrices.append(isTrade ? price : 0)
      block.tradeSizes.append(isTrade ? Double(stream.index(below: 9)) : 0)
      block.tradeSides.append(isTrade ? Int8(stream.index(below: 3)) - 1 : 0)
    }
    return try TickSeries(symbol: "X", block: block)
  }

  @Test("bars do not depend on how the ticks are cut into blocks", arguments: rules)
  func blocks(_ rule: TickBarRule) throws {
    for seed in UInt64(1)...5 {
      let block = try Self.series(2_000, seed: seed).block
      var whole = try TickBarAggregator(rule, prices: .trades)
      let expected = try whole.add(block)
      var stream = PhiloxStream(seed: seed, purpose: 8, trial: 0, path: 0)
      var pieces = try TickBarAggregator(rule, prices: .trades)
      var (found, start): ([TickBar], Int) = ([], 0)
      while start < block.count {
        let end = min(block.count, start + 1 + stream.index(below: 50))
        found += try pieces.add(block.slice(start..<end))
        start = end
      }
      #expect(found == expected)
      #expect(pieces.incomplete == whole.incomplete)
    }
  }

  @Test("quantity, value and ticks are conserved, and bars form a series", arguments: rules)
  func conserved(_ rule: TickBarRule) throws {
    let series = try Self.series(5_000, seed: 11)
    let bars = try series.bars(
      rule,
      prices: .trades,
      from: nil,
      before: nil,
      lastBar: .keptIncomplete
    )
    let block = series.block
    #expect(bars.reduce(0) { $0 + $1.bar.volume } == block.tradeSizes.reduce(0, +))
    #expect(bars.reduce(0) { $0 + $1.tickCount } == block.kinds.count { $0 == .trade })
    let value = zip(block.tradePrices, block.tradeSizes).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(bars.reduce(0) { $0 + $1.value } == value)
    for bar in bars {
      #expect(bar.bar.low <= min(bar.bar.open, bar.bar.close))
      #expect(bar.bar.high >= max(bar.bar.open, bar.bar.close))
      #expect(bar.buyVolume + bar.sellVolume <= bar.bar.volume)
    }
    _ = try BarSeries(symbol: "X", interval: .minute, bars: bars.map(\.bar))
  }

  @Test("a bar is handed out by ticks at or before its close, and later ticks leave it alone")
  func causal() throws {
    let block = try Self.series(1_000, seed: 3).block
    for rule in Self.rules {
      var aggregator = try TickBarAggregator(rule, prices: .trades)
      var all: [TickBar] = []
      for row in 0..<block.count {
        for bar in try aggregator.add(block.slice(row..<row + 1)) {
          if case .time = rule {
            #expect(bar.bar.closeTime.nanoseconds <= block.times[row])
          } else {
            #expect(bar.bar.closeTime.nanoseconds > block.times[row])
          }
          all.append(bar)
        }
      }
      var shorter = try TickBarAggregator(rule, prices: .trades)
      let prefix = try shorter.add(block.slice(0..<600))
      #expect(Array(all.prefix(prefix.count)) == prefix)
    }
  }

  @Test("the trade that reaches the limit belongs to its bar, whole")
  func overshoot() throws {
    let block = TickBlock(
      times: [10, 10, 10, 30],
      kinds: [.trade, .trade, .trade, .trade],
      tradePrices: [5, 6, 4, 7],
      tradeSizes: [4, 9, 10, 1],
      tradeSides: [1, -1, 0, 1]
    )
    var aggregator = try TickBarAggregator(.volume(10), prices: .trades)
    let bars = try aggregator.add(block)
    #expect(bars.map(\.bar.volume) == [13, 10])
    #expect(bars.map(\.bar.openTime.nanoseconds) == [10, 11])
    #expect(bars.map(\.bar.closeTime.nanoseconds) == [11, 12])
    #expect(bars.map(\.value) == [74, 40])
    #expect(bars.map(\.buyVolume) == [4, 0])
    #expect(aggregator.incomplete?.bar.openTime.nanoseconds == 30)
    #expect(aggregator.incomplete?.bar.closeTime.nanoseconds == 31)
  }

  @Test("a bin of time holds its first instant and not its end; the last one needs proof")
  func bins() throws {
    let minute = BarInterval.minute.nanoseconds
    let series = try TickSeries(
      symbol: "X",
      block: TickBlock(
        times: [1, minute - 1, minute, 3 * minute + 5],
        kinds: [.quote, .quote, .quote, .quote],
        bidPrices: [1, 2, 3, 4],
        bidSizes: [1, 1, 1, 1],
        askPrices: [2, 4, 3, 6],
        askSizes: [1, 1, 1, 1]
      )
    )
    func opens(_ before: Int64?, _ lastBar: LastBin) throws -> [Int64] {
      try series.bars(
        .time(.minute),
        prices: .mid,
        from: nil,
        before: before.map { Timestamp(nanoseconds: $0) },
        lastBar: lastBar
      ).map(\.bar.openTime.nanoseconds)
    }
    #expect(try opens(nil, .dropped) == [0, minute])
    #expect(try opens(nil, .keptIncomplete) == [0, minute, 3 * minute])
    #expect(try opens(4 * minute, .dropped) == [0, minute, 3 * minute])
    #expect(try opens(4 * minute - 1, .dropped) == [0, minute])
    let first = try series.bars(
      .time(.minute),
      prices: .mid,
      from: nil,
      before: nil,
      lastBar: .dropped
    )[0]
    #expect(first.bar.open == 1.5 && first.bar.close == 3 && first.bar.volume == 0)
    #expect(first.tickCount == 2)
  }

  @Test("what ticks cannot give is refused")
  func refused() throws {
    #expect(throws: TickBarError.limit(.volume(0))) {
      try TickBarAggregator(.volume(0), prices: .trades)
    }
    #expect(throws: TickBarError.self) { try TickBarAggregator(.dollars(1), prices: .mid) }
    var aggregator = try TickBarAggregator(.ticks(1), prices: .trades)
    #expect(throws: TickBarError.lacks("trades", rule: .ticks(1), prices: .trades)) {
      try aggregator.add(TickBlock(times: [1], kinds: [.quote]))
    }
    for text in ["time:1m", "tick:5", "volume:2.5", "dollar:1000000.0"] {
      #expect(TickBarRule(text)?.description == text)
    }
    for text in ["time:0m", "tick:0", "volume:-1", "volume:nan", "dollar", "range:5"] {
      #expect(TickBarRule(text) == nil)
    }
  }
}
