import Backtest
import ConfigValidation
import MarketModel
import Regime

/// Markets made by hand and by a fixed generator for the tests of strategies.
enum MadeMarkets {
  /// Daily bars of real sessions from 2024-01-02 (a Tuesday) on, flat around each close.
  static func daily(_ closes: [Double], from day: Int = 19_724) throws -> BarSeries {
    let calendar = TradingCalendar.usEquities
    let start = CivilDate(dayNumber: day)
    let days = calendar.sessions(from: start, through: start.advanced(byDays: closes.count * 2 + 9))
    let bars = zip(closes, days).map { close, session in
      Bar(
        openTime: session.open,
        closeTime: session.close,
        open: close,
        high: close,
        low: close,
        close: close,
        volume: 1_000
      )
    }
    return try BarSeries(symbol: "TEST", interval: .day, bars: bars)
  }

  /// Bars of a random walk over real sessions from 2024-01-02 on.
  static func intraday(sessions: Int, minutes: Int64, seed: UInt64) throws -> BarSeries {
    let calendar = TradingCalendar.usEquities
    let start = CivilDate(dayNumber: 19_724)
    let days = calendar.sessions(from: start, through: start.advanced(byDays: sessions * 2 + 9))
    let step = minutes * 60_000_000_000
    let opens = days.prefix(sessions).flatMap { session in
      stride(from: session.open.nanoseconds, to: session.close.nanoseconds, by: Int(step))
    }
    let closes = walk(seed: seed, count: opens.count)
    let bars = zip(opens, closes).map { open, close in
      Bar(
        openTime: Timestamp(nanoseconds: open),
        closeTime: Timestamp(nanoseconds: open + step),
        open: close * 0.999,
        high: close * 1.002,
        low: close * 0.998,
        close: close,
        volume: 1_000
      )
    }
    guard let interval = BarInterval(seconds: minutes * 60) else { preconditionFailure("minutes") }
    return try BarSeries(symbol: "TEST", interval: interval, bars: bars)
  }

  /// Prices near 100 whose volatility changes every 150 steps.
  static func walk(seed: UInt64, count: Int) -> [Double] {
    var (state, price) = (seed, 100.0)
    return (0..<count).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let step = (index / 150) % 3 == 2 ? 0.015 : 0.004
      price *= 1 + step * (2 * Double(state >> 11) * 0x1p-53 - 1)
      return price
    }
  }

  /// A market with regimes, outcomes, a risk vote and options, all made from the bars' past.
  static func rich(_ bars: BarSeries) throws -> ReplayMarket {
    let records = RegimeRecord.records(
      of: bars,
      calendar: .usEquities,
      spreads: nil,
      settings: sensitiveRegimes,
      configHash: "0"
    )
    var series = try RegimeSeries.visibleSeries(from: records, scope: "TEST")
    for (horizon, rows) in [(7_200, 4), (14_400, 8)] {
      let indices = Array(bars.close.indices.dropFirst(rows))
      series.append(
        try VisibleSeries(
          name: "outcome_\(horizon)_fwd_return",
          visibleAt: indices.map { bars.closeTimes[$0] },
          values: indices.map { bars.close[$0] / bars.close[$0 - rows] - 1 }
        )
      )
      series.append(
        try VisibleSeries(
          name: "outcome_\(horizon)_realized_vol",
          visibleAt: indices.map { bars.closeTimes[$0] },
          values: indices.map { abs(bars.close[$0] / bars.close[$0 - rows] - 1) * 20 }
        )
      )
    }
    let risk = try VisibleSeries(
      name: RiskRegime.seriesName,
      visibleAt: bars.closeTimes,
      values: bars.close.indices.map { Double(1 + ($0 / 37) % 3) }
    )
    return try ReplayMarket(
      listings: [
        ReplayMarket.Listing(
          bars: bars,
          visibleSeries: series,
          options: ReplayOptions(chains(over: bars))
        )
      ],
      sharedSeries: [risk]
    )
  }

  /// Rules whose labels change often enough on the walk to matter.
  static var sensitiveRegimes: RegimeSettings {
    var settings = RegimeSettings.standard
    settings.trend.strengthAbove = 0.3
    settings.trend.slopeBeyond = 0.02
    return settings
  }

  /// Puts at every whole price around 100, weekly expiries, quoted at each close.
  static func chains(over bars: BarSeries) -> [ReplayOptions.Row] {
    let first = bars.openTimes.first ?? 0
    return (0..<bars.count).flatMap { row -> [ReplayOptions.Row] in
      let now = bars.closeTimes[row]
      let weeks = (now - first) / (7 * 86_400_000_000_000)
      return (Int64(1)...3).flatMap { week -> [ReplayOptions.Row] in
        let expiry = first + (weeks + week) * 7 * 86_400_000_000_000
        return stride(from: 85.0, through: 115, by: 1.0).map { strike in
          put(
            strike: strike,
            price: bars.close[row],
            volatility: 0.25 + 0.1 * Double((row / 61) % 3),
            now: now,
            expiry: expiry
          )
        }
      }
    }
  }

  /// A put that costs its exercise value and a hump of time value around the price.
  static func put(
    strike: Double,
    price: Double,
    volatility: Double,
    now: Int64,
    expiry: Int64
  ) -> ReplayOptions.Row {
    let years = max(0, Double(expiry - now) / 86_400e9 / 365)
    let scale = volatility * years.squareRoot()
    let distance = scale > 0 ? (strike / price - 1) / scale : 0
    let value = max(0, strike - price) + 0.4 * price * scale / (1 + distance * distance)
    return ReplayOptions.Row(
      leg: OptionLeg(
        underlying: "TEST",
        strike: strike,
        expiry: Timestamp(nanoseconds: expiry),
        right: .put
      ),
      quote: ReplayQuote(
        visibleAt: now,
        bid: value * 0.99,
        ask: value * 1.01,
        bidSize: nil,
        askSize: nil
      ),
      impliedVolatility: volatility
    )
  }

  static func settings(
    _ rule: FillRule = .thisClose,
    cash: Double = 1_200
  ) -> ExecutionSettings {
    .frictionless(startingCash: cash, fillRule: rule, sizing: AllIn())
  }
}
