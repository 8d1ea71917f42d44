public import MarketModel

extension Bar {
  /// The variance of the logarithm by the bar's range, or `nil` for a price that is not positive.
  @inlinable var parkinsonVariance: Double? {
    logarithmicRatio(high, over: low).flatMap {
      ($0 * $0 / (4 * 0.693_147_180_559_945_3)).finiteOrNil
    }
  }

  /// The variance of the logarithm by range and body, or `nil` for a price that is not positive.
  @inlinable var garmanKlassVariance: Double? {
    guard let range = logarithmicRatio(high, over: low),
      let body = logarithmicRatio(close, over: open)
    else { return nil }
    let share = 2 * 0.693_147_180_559_945_3 - 1
    return (range * range / 2 - share * (body * body)).finiteOrNil
  }

  /// The variance of the logarithm within the bar, free of drift, or `nil` for a price that is not
  /// positive.
  @inlinable var rogersSatchellVariance: Double? {
    guard let above = logarithmicRatio(high, over: open),
      let below = logarithmicRatio(low, over: open),
      let body = logarithmicRatio(close, over: open)
    else { return nil }
    return (above * (above - body) + below * (below - body)).finiteOrNil
  }

  /// The volume, signed by where the close lies in the range; zero for a bar without a range.
  @inlinable var moneyFlowVolume: Double {
    let range = high - low
    return range > 0 ? ((close - low) - (high - close)) / range * volume : 0
  }
}

extension Timestamp {
  /// The number of whole days since 1 January 1970, UTC.
  @inlinable var utcDay: Int64 {
    let day: Int64 = 86_400_000_000_000
    return nanoseconds >= 0 ? nanoseconds / day : -((day - 1 - nanoseconds) / day)
  }
}
