public import MarketModel

/// Bars of a random walk, the same for the same seed on every machine.
///
/// Uses Knuth's 64-bit linear congruential generator, whose upper bits are good enough for prices.
public struct GeneratedBars: Sendable {
  /// The bars, oldest first.
  public let bars: [Bar]

  /// Creates bars one interval apart.
  ///
  /// - Parameters:
  ///   - seed: The start of the generator.
  ///   - count: The number of bars.
  ///   - interval: The duration of each bar, and the distance of their open times.
  ///   - step: The largest relative change from open to close.
  ///   - start: The open time of the first bar.
  public init(
    seed: UInt64,
    count: Int,
    interval: BarInterval = .minute,
    step: Double = 0.02,
    start: Timestamp = Timestamp(seconds: 1_577_975_400)
  ) {
    var state = seed
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    var close = 100.0
    bars = (0..<count).map { index in
      let opened = close * (1 + step / 4 * (uniform() - 0.5))
      close = opened * (1 + step * (2 * uniform() - 1))
      let high = max(opened, close) * (1 + step / 2 * uniform())
      let low = min(opened, close) * (1 - step / 2 * uniform())
      let openTime = start.advanced(byNanoseconds: Int64(index) * interval.nanoseconds)
      return Bar(
        openTime: openTime,
        closeTime: openTime.advanced(byNanoseconds: interval.nanoseconds),
        open: opened,
        high: high,
        low: low,
        close: close,
        volume: (1_000 + 9_000 * uniform()).rounded()
      )
    }
  }
}
