import Features
import MarketModel
import Testing

@Suite("bars of ticks against an outside library")
struct TickBarReferenceTests {
  struct Recorded: Decodable {
    struct Ticks: Decodable {
      var time: [Int64]
      var price: [Double]
      var size: [Double]
      var bid: [Double]
      var ask: [Double]
      var isTrade: [Bool]
    }

    struct Bars: Decodable {
      var first: [Int64]
      var last: [Int64]
      var open: [Double]
      var high: [Double]
      var low: [Double]
      var close: [Double]
      var volume: [Double]
      var value: [Double]
      var ticks: [Int]
    }

    var ticks: Ticks
    var values: [String: Bars]

    func series() throws -> TickSeries {
      var block = TickBlock()
      for row in ticks.time.indices {
        let isTrade = ticks.isTrade[row]
        block.times.append(ticks.time[row])
        block.kinds.append(isTrade ? .trade : .quote)
        block.bidPrices.append(ticks.bid[row])
        block.bidSizes.append(1)
        block.askPrices.append(ticks.ask[row])
        block.askSizes.append(1)
        block.tradePrices.append(isTrade ? ticks.price[row] : 0)
        block.tradeSizes.append(isTrade ? ticks.size[row] : 0)
        block.tradeSides.append(0)
      }
      return try TickSeries(symbol: "X", block: block)
    }
  }

  @Test(
    "makes the recorded bars",
    arguments: [
      "trades time:1m", "trades time:5m", "mid time:1m", "trades tick:7", "mid tick:5",
      "trades volume:25.0", "trades dollar:2500.0",
    ]
  )
  func recordedBars(name: String) throws {
    let recorded: Recorded = try RecordedTiers.read("tick_bars")
    let expected = try #require(recorded.values[name])
    let words = name.split(separator: " ").map(String.init)
    let bars = try recorded.series().bars(
      try #require(TickBarRule(words[1])),
      prices: try #require(TickBarPrices(rawValue: words[0])),
      from: nil,
      before: nil,
      lastBar: .keptIncomplete
    )
    #expect(bars.map(\.tickCount) == expected.ticks)
    #expect(bars.map(\.bar.open) == expected.open)
    #expect(bars.map(\.bar.high) == expected.high)
    #expect(bars.map(\.bar.low) == expected.low)
    #expect(bars.map(\.bar.close) == expected.close)
    for (bar, volume) in zip(bars, expected.volume) {
      // Sums of at most 60 terms, in another order.
      #expect(abs(bar.bar.volume - volume) <= 1e-13 * max(1, volume))
    }
    for (bar, value) in zip(bars, expected.value) {
      #expect(abs(bar.value - value) <= 1e-13 * max(1, value))
    }
    for (index, bar) in bars.enumerated() {
      let (open, close) = (bar.bar.openTime.nanoseconds, bar.bar.closeTime.nanoseconds)
      #expect(open <= expected.first[index] || open <= expected.last[index] + Int64(bars.count))
      #expect(close > expected.last[index])
    }
  }
}
