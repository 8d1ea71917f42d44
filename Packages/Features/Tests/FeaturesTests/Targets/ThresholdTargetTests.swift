import Features
import FeaturesTesting
import MarketModel
import Testing

/// Bars with chosen closes; highs lie one above.
func bars(closes: [Double]) throws -> BarSeries {
  try BarSeries(
    symbol: "T",
    interval: .day,
    bars: closes.enumerated().map { index, close in
      let open = Timestamp(seconds: Int64(index) * 86_400)
      return Bar(
        openTime: open,
        closeTime: open.advanced(bySeconds: 86_400),
        open: close,
        high: close + 1,
        low: close - 1,
        close: close,
        volume: 1
      )
    }
  )
}

extension TargetColumn {
  /// The values, `nil` where undefined.
  var optionals: [Double?] { (0..<count).map { self[$0] } }
}

@Suite("ThresholdTarget")
struct ThresholdTargetTests {
  let closes = [100.0, 100.5, 102, 101, 100, 99, 99.5]

  @Test("counts a later price that reaches the level exactly")
  func countsReachedLevel() throws {
    let target = try ThresholdTarget(percent: 2, horizon: 2, price: .close)
    #expect(target.column(over: try bars(closes: closes)).optionals == [1, 0, 0, 0, 0, nil, nil])
  }

  @Test("reads the high where it is told to")
  func readsHigh() throws {
    let target = try ThresholdTarget(percent: 1, horizon: 1, price: .high)
    // Highs are one above the closes: 101.5, 103, 102, 101, 100, 100.5.
    #expect(target.column(over: try bars(closes: closes)).optionals == [1, 1, 0, 0, 0, 1, nil])
    #expect(target.reads == [.high, .close])
  }

  @Test("is the direction at zero percent")
  func isDirection() throws {
    let target = try ThresholdTarget(percent: 0, horizon: 1, price: .close)
    #expect(target.column(over: try bars(closes: closes)).optionals == [1, 1, 0, 0, 0, 1, nil])
  }

  @Test("has no value before a close that is not positive")
  func needsPositiveClose() throws {
    let target = try ThresholdTarget(percent: 1, horizon: 1, price: .close)
    #expect(target.column(over: try bars(closes: [-1, 0, 2, 3])).optionals == [nil, nil, 1, nil])
  }

  @Test("refuses horizons and thresholds out of range", arguments: [0, -1, 10_001])
  func refusesHorizons(horizon: Int) {
    #expect(throws: TargetError.horizon(found: horizon)) {
      try ThresholdTarget(percent: 1, horizon: horizon, price: .close)
    }
    #expect(throws: TargetError.threshold(percent: -0.5)) {
      try ThresholdTarget(percent: -0.5, horizon: 1, price: .close)
    }
    #expect(throws: TargetError.self) {
      try ThresholdTarget(percent: .nan, horizon: 1, price: .close)
    }
  }
}

@Suite("Forward returns")
struct ForwardReturnTests {
  let closes = [100.0, 110, 99, 121, 0, 50]

  @Test("are close to close")
  func plain() throws {
    let column = try ForwardReturn(horizon: 2).column(over: try bars(closes: closes))
    let expected: [Double?] = [99.0 / 100 - 1, 121.0 / 110 - 1, -1, 50.0 / 121 - 1, nil, nil]
    #expect(column.optionals == expected)
  }

  @Test("at the largest look at every later bar of the horizon")
  func largest() throws {
    let column = try MaximumForwardReturn(horizon: 3, price: .close)
      .column(over: try bars(closes: closes))
    let expected: [Double?] = [121.0 / 100 - 1, 121.0 / 110 - 1, 121.0 / 99 - 1, nil, nil, nil]
    #expect(column.optionals == expected)
  }

  @Test("rest on the largest later price, which is a column of its own")
  func futureMaximum() throws {
    let column = try FutureMaximum(horizon: 2, price: .close)
      .column(over: try bars(closes: closes))
    #expect(column.name == "future_max_h2")
    #expect(column.optionals == [110, 121, 121, 50, nil, nil])
  }

  @Test("are empty where the series is shorter than the horizon")
  func shortSeries() throws {
    let column = try FutureMaximum(horizon: 9, price: .high).column(over: try bars(closes: [1, 2]))
    #expect(column.optionals == [nil, nil])
  }
}
