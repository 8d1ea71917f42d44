import MarketModel

/// Small bar series made by hand for the tests of this package.
enum MadeBars {
  /// Daily bars of the exchange's real sessions from 2024-01-02 on, one for each close.
  ///
  /// Each bar opens at the last close and its range is `spread` wide around both.
  static func daily(
    _ closes: [Double],
    symbol: Symbol = "TEST",
    range: Double = 0,
    volumes: [Double]? = nil
  ) throws -> BarSeries {
    let calendar = TradingCalendar.usEquities
    let start = CivilDate(dayNumber: 19_724)
    let days = calendar.sessions(from: start, through: start.advanced(byDays: closes.count * 2 + 9))
    var previous = closes.first ?? 0
    let bars = zip(closes, days).enumerated().map { index, pair in
      defer { previous = pair.0 }
      return Bar(
        openTime: pair.1.open,
        closeTime: pair.1.close,
        open: previous,
        high: max(previous, pair.0) + range,
        low: min(previous, pair.0) - range,
        close: pair.0,
        volume: volumes?[index] ?? 1_000
      )
    }
    return try BarSeries(symbol: symbol, interval: .day, bars: bars)
  }

  /// Closes of a walk with a period of noise whose size each bar chooses.
  static func walk(seed: UInt64, steps: [Double]) -> [Double] {
    var (state, price) = (seed, 100.0)
    return steps.map { step in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      price *= 1 + step * (2 * Double(state >> 11) * 0x1p-53 - 1)
      return price
    }
  }
}
