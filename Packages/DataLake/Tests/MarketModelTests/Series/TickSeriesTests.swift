import MarketModel
import Testing

@Suite("QuoteSeries and TradeSeries")
struct TickSeriesTests {
  func quotes(times: [Int64], bids: [Double]) throws -> QuoteSeries {
    let ones = [Double](repeating: 1, count: bids.count)
    return try QuoteSeries(
      symbol: "IBM",
      times: times,
      bidPrices: bids,
      bidSizes: ones,
      askPrices: bids.map { $0 + 0.5 },
      askSizes: ones
    )
  }

  @Test("finds the newest quote, of equal stamps the last")
  func findsNewest() throws {
    let series = try quotes(times: [10, 20, 20, 30], bids: [1, 2, 3, 4])
    #expect(series.last(at: Timestamp(nanoseconds: 9)) == nil)
    #expect(series.last(at: Timestamp(nanoseconds: 10))?.bidPrice == 1)
    #expect(series.last(at: Timestamp(nanoseconds: 25))?.bidPrice == 3)
    #expect(series.last(at: Timestamp(nanoseconds: 99))?.midPrice == 4.25)
    #expect(series[3].spread == 0.5)
    #expect(!series[3].isCrossed)
  }

  @Test("names the row that breaks an invariant")
  func namesBadRows() throws {
    #expect(throws: SeriesError.self) { try quotes(times: [10, 9], bids: [1, 2]) }
    #expect(throws: SeriesError.unequalLengths(column: "bidPrices", expected: 2, found: 1)) {
      try quotes(times: [10, 11], bids: [1])
    }
    #expect(throws: SeriesError.notFinite(column: "bidPrices", row: 1, value: .infinity)) {
      try quotes(times: [10, 11], bids: [1, .infinity])
    }
    #expect(throws: SeriesError.unequalLengths(column: "aggressors", expected: 1, found: 0)) {
      try TradeSeries(symbol: "IBM", times: [1], prices: [1], sizes: [1], aggressors: [])
    }
  }

  @Test("reads trades back row by row")
  func readsTrades() throws {
    let series = try TradeSeries(
      symbol: "IBM",
      times: [1, 1],
      prices: [10, 11],
      sizes: [100, 200],
      aggressors: [.buy, nil]
    )
    #expect(series.count == 2)
    let expected = Trade(
      time: Timestamp(nanoseconds: 1),
      price: 11,
      size: 200,
      aggressor: nil
    )
    #expect(series[1] == expected)
  }
}
