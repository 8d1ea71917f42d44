public import MarketModel

/// Bars for tests, made from prices or from a seeded walk.
public enum SampleBars {
  /// The open time of the first bar: 2024-01-01 UTC.
  public static let start = Timestamp(nanoseconds: 1_704_067_200_000_000_000)

  /// Creates bars from rows of open, high, low and close, one interval apart, with a volume of 1,000.
  ///
  /// - Throws: ``SeriesError`` when a price is not finite.
  public static func series(
    _ rows: [(open: Double, high: Double, low: Double, close: Double)],
    symbol: Symbol = "TEST",
    interval: BarInterval = .day
  ) throws(SeriesError) -> BarSeries {
    let step = interval.nanoseconds
    return try BarSeries(
      symbol: symbol,
      interval: interval,
      openTimes: rows.indices.map { start.nanoseconds + Int64($0) * step },
      closeTimes: rows.indices.map { start.nanoseconds + Int64($0 + 1) * step },
      open: rows.map(\.open),
      high: rows.map(\.high),
      low: rows.map(\.low),
      close: rows.map(\.close),
      volume: rows.map { _ in 1_000 }
    )
  }

  /// Creates bars of a random walk that starts at 100.
  ///
  /// - Parameters:
  ///   - symbol: The symbol.
  ///   - count: The number of bars.
  ///   - seed: Equal seeds give equal bars.
  ///   - interval: The interval.
  /// - Returns: Bars whose open is near the last close.
  /// - Throws: ``SeriesError`` never in practice: all prices are finite.
  public static func walk(
    _ symbol: Symbol = "TEST",
    count: Int,
    seed: UInt64,
    interval: BarInterval = .day
  ) throws(SeriesError) -> BarSeries {
    var generator = SampleGenerator(seed: seed)
    var last = 100.0
    let rows = (0..<count).map { _ in
      let open = last * (1 + 0.004 * (generator.uniform() - 0.5))
      let close = open * (1 + 0.04 * (generator.uniform() - 0.5))
      let high = max(open, close) * (1 + 0.01 * generator.uniform())
      let low = min(open, close) * (1 - 0.01 * generator.uniform())
      last = close
      return (open: open, high: high, low: low, close: close)
    }
    return try series(rows, symbol: symbol, interval: interval)
  }
}

/// A small seeded generator (SplitMix64) for test data.
public struct SampleGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Creates a generator; equal seeds give equal numbers.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// A number in [0, 1).
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}
