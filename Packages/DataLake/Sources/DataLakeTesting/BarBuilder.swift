public import MarketModel

/// Makes small deterministic series of bars.
public enum BarBuilder {
  /// Returns bars without gaps whose closes are given.
  ///
  /// Each bar opens at the close before it (the first at its own close); the high and the low lie
  /// one hundredth of a percent outside open and close. The volume is 1,000.
  ///
  /// - Throws: ``SeriesError`` when a close is not finite.
  public static func bars(
    _ symbol: Symbol,
    _ interval: BarInterval,
    from start: Timestamp,
    closes: [Double]
  ) throws(SeriesError) -> BarSeries {
    let opens = closes.indices.map { $0 == 0 ? closes[0] : closes[$0 - 1] }
    let times = closes.indices.map { start.nanoseconds + Int64($0) * interval.nanoseconds }
    return try BarSeries(
      symbol: symbol,
      interval: interval,
      openTimes: times,
      closeTimes: times.map { $0 + interval.nanoseconds },
      open: opens,
      high: zip(opens, closes).map { max($0, $1) * 1.0001 },
      low: zip(opens, closes).map { min($0, $1) * 0.9999 },
      close: closes,
      volume: [Double](repeating: 1_000, count: closes.count)
    )
  }

  /// Returns bars without gaps whose closes follow a seeded random walk around 100.
  ///
  /// - Parameters:
  ///   - symbol: The symbol.
  ///   - interval: The interval between two bars.
  ///   - start: The open time of the first bar.
  ///   - count: The number of bars.
  ///   - seed: The seed; equal seeds make equal bars on every machine.
  /// - Returns: The bars.
  /// - Throws: ``SeriesError`` never for sensible counts: prices stay positive and finite.
  public static func randomWalk(
    _ symbol: Symbol,
    _ interval: BarInterval,
    from start: Timestamp,
    count: Int,
    seed: UInt64
  ) throws(SeriesError) -> BarSeries {
    var state = seed
    var price = 100.0
    var closes: [Double] = []
    closes.reserveCapacity(count)
    for _ in 0..<count {
      price *= 1 + (uniform(&state) - 0.5) * 0.002
      closes.append((price * 1e6).rounded() / 1e6)
    }
    return try bars(symbol, interval, from: start, closes: closes)
  }

  /// One step of SplitMix64 as a number in [0, 1).
  private static func uniform(_ state: inout UInt64) -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
  }
}
