import Features
import FeaturesTesting
import MarketModel
import Testing

@Suite("TripleBarrier")
struct TripleBarrierTests {
  /// Bars from (open, high, low, close).
  private func series(_ prices: [(Double, Double, Double, Double)]) throws -> BarSeries {
    try BarSeries(
      symbol: "T",
      interval: .day,
      bars: prices.enumerated().map { index, price in
        let open = Timestamp(seconds: Int64(index) * 86_400)
        return Bar(
          openTime: open,
          closeTime: open.advanced(bySeconds: 86_400),
          open: price.0,
          high: price.1,
          low: price.2,
          close: price.3,
          volume: 1
        )
      }
    )
  }

  private func touch(
    _ path: [(Double, Double, Double, Double)],
    timeLabel: TripleBarrier.TimeLabel = .zero
  ) throws -> TripleBarrier.Touch? {
    let target = try TripleBarrier(
      profit: 0.02,
      stop: 0.01,
      width: .fraction,
      horizon: path.count,
      timeLabel: timeLabel
    )
    return target.touches(over: try series([(100, 100, 100, 100)] + path))[0]
  }

  @Test("labels the barrier that is touched first, with the time that it took")
  func firstTouch() throws {
    let profit = try touch([(100, 101, 99.5, 100), (100, 102, 99.5, 101), (101, 101, 98, 99)])
    #expect(profit == TripleBarrier.Touch(label: 1, barsHeld: 2))
    let stop = try touch([(100, 101, 99, 100), (100, 103, 99.5, 101)])
    #expect(stop == TripleBarrier.Touch(label: -1, barsHeld: 1))
  }

  @Test("takes a bar that reaches both for a stop, unless it opens beyond the profit")
  func ambiguousBar() throws {
    #expect(try touch([(100, 103, 98, 101)]) == .init(label: -1, barsHeld: 1))
    #expect(try touch([(102, 103, 98, 101)]) == .init(label: 1, barsHeld: 1))
    #expect(try touch([(99, 103, 98, 101)]) == .init(label: -1, barsHeld: 1))
  }

  @Test("ends at the time barrier with zero or with the sign of the return")
  func timeBarrier() throws {
    let path = [(100.0, 101.0, 99.5, 100.0), (100, 101, 99.5, 100.5)]
    #expect(try touch(path) == .init(label: 0, barsHeld: 2))
    #expect(try touch(path, timeLabel: .sign) == .init(label: 1, barsHeld: 2))
  }

  @Test("is undefined in the last rows also where a bar has decided already")
  func lastRowsUndefined() throws {
    let target = try TripleBarrier(
      profit: 0.01,
      stop: 0.01,
      width: .fraction,
      horizon: 2,
      timeLabel: .zero
    )
    let rising = try series(
      (0..<5).map {
        let p = 100.0 + 5 * Double($0); return (p, p, p, p)
      }
    )
    #expect(target.column(over: rising).optionals == [1, 1, 1, nil, nil])
  }

  @Test("measures widths in the volatility that is known at the row")
  func volatilityWidth() throws {
    let target = try TripleBarrier(
      profit: 1,
      stop: 1,
      width: .volatility(window: 2),
      horizon: 1,
      timeLabel: .zero
    )
    // Returns of 10 % and -10 % have a sample deviation of 0.1414: barriers at 84.99 and 113.0.
    let below = try series([
      (100, 100, 100, 100), (110, 110, 110, 110), (99, 99, 99, 99), (99, 112.9, 85.1, 99),
    ])
    #expect(target.column(over: below).optionals == [nil, nil, 0, nil])
    let above = try series([
      (100, 100, 100, 100), (110, 110, 110, 110), (99, 99, 99, 99), (99, 113.1, 85.1, 99),
    ])
    #expect(target.column(over: above).optionals == [nil, nil, 1, nil])
  }

  @Test("refuses distances that are not positive, and no barrier at all")
  func refusesSettings() {
    #expect(throws: TargetError.self) {
      try TripleBarrier(profit: 0, stop: 1, width: .fraction, horizon: 1, timeLabel: .zero)
    }
    #expect(throws: TargetError.self) {
      try TripleBarrier(profit: nil, stop: nil, width: .fraction, horizon: 1, timeLabel: .zero)
    }
    #expect(throws: TargetError.self) {
      try TripleBarrier(
        profit: 1,
        stop: nil,
        width: .volatility(window: 1),
        horizon: 1,
        timeLabel: .zero
      )
    }
  }
}
