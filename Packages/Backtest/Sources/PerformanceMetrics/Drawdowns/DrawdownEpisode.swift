import MarketModel

/// One fall of an account below its running peak, until it reaches that peak again.
public struct DrawdownEpisode: Hashable, Sendable {
  /// The index of the last point at the peak, or `nil` when the peak is the starting capital.
  public let peak: Int?

  /// The index of the first point below the peak.
  public let start: Int

  /// The index of the lowest point; the first of equals.
  public let trough: Int

  /// The index of the first point at or above the peak again, or `nil` while still below.
  public let recovery: Int?

  /// The index after the last point below the peak.
  public let end: Int

  /// The account's value at the peak, in account currency.
  public let peakEquity: Double

  /// The account's value at the trough, in account currency.
  public let troughEquity: Double

  /// The fall as a fraction of the peak; above 1 only for negative equity.
  public var depth: Double { 1 - troughEquity / peakEquity }

  /// The fall in account currency; above zero.
  public var amount: Double { peakEquity - troughEquity }

  /// The number of points below the peak.
  public var periodsUnderWater: Int { end - start }

  /// The number of periods from the peak to the trough.
  public var periodsToTrough: Int { trough - start + 1 }

  /// The number of periods from the trough to the recovery, or `nil` while still below.
  public var periodsToRecovery: Int? { recovery.map { $0 - trough } }
}

extension EquityCurve {
  /// Returns every fall below the running peak, oldest first.
  ///
  /// The running peak starts at the starting capital.
  ///
  /// - Complexity: O(*n*).
  ///
  /// **Causality.** Uses the whole series: a statement about the past, never a feature.
  public func drawdownEpisodes() -> [DrawdownEpisode] {
    var episodes: [DrawdownEpisode] = []
    var peak: (index: Int?, equity: Double) = (nil, startingEquity)
    var open: (start: Int, trough: Int)?
    func close(_ open: (start: Int, trough: Int), recovery: Int?) {
      episodes.append(
        DrawdownEpisode(
          peak: peak.index,
          start: open.start,
          trough: open.trough,
          recovery: recovery,
          end: recovery ?? values.count,
          peakEquity: peak.equity,
          troughEquity: values[open.trough]
        )
      )
    }
    for (index, value) in values.enumerated() {
      if value >= peak.equity {
        if let current = open { close(current, recovery: index) }
        open = nil
        peak = (index, value)
      } else if let current = open {
        if value < values[current.trough] { open = (current.start, index) }
      } else {
        open = (index, index)
      }
    }
    if let current = open { close(current, recovery: nil) }
    return episodes
  }

  /// The largest fall from the running peak as a fraction of that peak; 0 without a fall.
  ///
  /// - Complexity: O(*n*).
  public var maximumDrawdown: Double {
    var peak = startingEquity
    return values.reduce(0) { deepest, value in
      peak = max(peak, value)
      return max(deepest, 1 - value / peak)
    }
  }

  /// The largest fall from the running peak in account currency; 0 without a fall.
  ///
  /// - Complexity: O(*n*).
  public var maximumDrawdownAmount: Double {
    var peak = startingEquity
    return values.reduce(0) { deepest, value in
      peak = max(peak, value)
      return max(deepest, peak - value)
    }
  }

  /// The time from the first point below the peak to the recovery, or to the last point while below.
  ///
  /// - Returns: Nanoseconds, 0 or more.
  public func nanosecondsUnderWater(_ episode: DrawdownEpisode) -> Int64 {
    guard let last = times.last else { return 0 }
    let end = episode.recovery.map { times[$0] } ?? last
    return end.nanoseconds - times[episode.start].nanoseconds
  }
}
