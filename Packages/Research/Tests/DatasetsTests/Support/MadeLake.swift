import DataLake
import DataLakeTesting
import Datasets
import Features
import MarketModel

/// A lake of made daily bars on the sessions of New York.
final class MadeLake {
  let temporary: TemporaryLake

  init() throws {
    temporary = try TemporaryLake()
  }

  var lake: Lake { temporary.lake }

  func path(_ name: String) -> String { "\(temporary.directory)/\(name)" }

  /// Stores bars of the sessions from a date on; every price follows from the index.
  func add(
    _ symbol: Symbol,
    from first: String = "2018-01-02",
    sessions count: Int,
    provider: String = "made",
    skipping skipped: Set<Int> = [],
    _ change: (inout Bar, Int) -> Void = { _, _ in }
  ) throws {
    let bars = Self.bars(from: first, sessions: count).enumerated().compactMap { index, bar in
      var bar = bar
      change(&bar, index)
      return skipped.contains(index) ? nil : bar
    }
    let series = try BarSeries(symbol: symbol, interval: .day, bars: bars)
    _ = try lake.apply([
      LakeChange(bars: series, provider: provider, policy: .refuseConflicts)
    ])
  }

  func builder() throws -> DatasetBuilder {
    DatasetBuilder(snapshot: try lake.pin(), calendar: .usEquities, tiers: .standard)
  }

  /// Bars of consecutive sessions whose closes wander around 100 and 20 in turn.
  static func bars(from first: String, sessions count: Int) -> [Bar] {
    guard let start = CivilDate(first) else { return [] }
    let sessions = TradingCalendar.usEquities.sessions(
      from: start,
      through: start.advanced(byDays: count * 2)
    )
    var state: UInt64 = 42
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    var close = 100.0
    return sessions.prefix(count).map { session in
      let open = close * (1 + 0.01 * (uniform() - 0.5))
      close = open * (1 + 0.03 * (uniform() - 0.49))
      return Bar(
        openTime: session.open,
        closeTime: session.close,
        open: open,
        high: max(open, close) * (1 + 0.01 * uniform()),
        low: min(open, close) * (1 - 0.01 * uniform()),
        close: close,
        volume: (1e6 * (1 + uniform())).rounded()
      )
    }
  }
}

extension DatasetRequest {
  /// A request for a tier, with what a test changes.
  static func make(
    _ symbol: Symbol = "SPY",
    _ tiers: [String] = ["a20"],
    _ change: (inout DatasetRequest) -> Void = { _ in }
  ) -> DatasetRequest {
    var request = DatasetRequest(
      symbol: symbol,
      provider: nil,
      tiers: tiers,
      includesBars: false,
      features: nil,
      includesVolatilityIndex: false,
      timescale: .daily,
      firstDate: nil,
      lastDate: nil,
      labels: nil
    )
    change(&request)
    return request
  }
}
