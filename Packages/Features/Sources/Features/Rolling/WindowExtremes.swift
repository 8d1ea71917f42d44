/// The highest high and the lowest low of every window of whole columns.
///
/// Extremes of two, four, eight and so on neighbours are made from each other until two of them cover a
/// window. Zero is added to every value, so that both zeros are one.
@usableFromInline
struct WindowExtremes {
  @usableFromInline let period: Int

  // The widest power of two that a window holds.
  @usableFromInline let width: Int

  @inlinable
  init(period: Int) {
    self.period = period
    width = 1 << (Int.bitWidth - 1 - period.leadingZeroBitCount)
  }

  /// Visits the windows that end at some rows, by fours and the last ones singly.
  ///
  /// - Parameters:
  ///   - prices: The columns.
  ///   - rows: The last rows of the windows; the first is at least `period - 1`.
  ///   - four: Takes the first of four rows, and highest and lowest of the windows that end there.
  ///   - one: Takes a row, and highest and lowest of the window that ends there.
  /// - Returns: Whether the highest lies above the lowest in all of them; stops early where it does not.
  @inlinable
  @inline(__always)
  func visit(
    _ prices: PriceColumns,
    rows: Range<Int>,
    _ four: (Int, SIMD4<Double>, SIMD4<Double>) -> Void,
    one: (Int, Double, Double) -> Void
  ) -> Bool {
    let chunkRows = max(PriceColumns.chunkRows, (period + 3) / 4 * 4)
    let capacity = chunkRows + period + 8
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * capacity) { scratch in
      scratch.initialize(repeating: 0)
      guard let highs = scratch.baseAddress else { return false }
      let lows = highs + capacity
      let (otherHighs, otherLows) = (highs + (period - width), lows + (period - width))
      var row = rows.lowerBound
      while row < rows.upperBound {
        let end = min(row &+ chunkRows, rows.upperBound)
        let first = row &- period &+ 1
        widen(prices.high + first, into: highs, count: end &- first, greatest)
        widen(prices.low + first, into: lows, count: end &- first, least)
        var smallest = SIMD4(repeating: Double.infinity)
        while row &+ 4 <= end {
          let start = row &- period &+ 1 &- first
          let high = greatest(load(highs, start), load(otherHighs, start))
          let low = least(load(lows, start), load(otherLows, start))
          smallest = least(smallest, high - low)
          four(row, high, low)
          row &+= 4
        }
        while row < end {
          let start = row &- period &+ 1 &- first
          let (high, low) = (
            max(highs[start], otherHighs[start]), min(lows[start], otherLows[start])
          )
          smallest[0] = min(smallest[0], high - low)
          one(row, high, low)
          row &+= 1
        }
        if !(least(smallest) > 0) { return false }
      }
      return true
    }
  }

  /// Replaces each value by the extreme of as many values from it on as ``width`` says.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - extremes: Room for `count` values and four more.
  ///   - count: The number of values.
  ///   - better: Returns the more extreme of two values in each lane.
  @inlinable
  @inline(__always)
  func widen(
    _ values: UnsafePointer<Double>,
    into extremes: UnsafeMutablePointer<Double>,
    count: Int,
    _ better: (SIMD4<Double>, SIMD4<Double>) -> SIMD4<Double>
  ) {
    var row = 0
    while row &+ 4 <= count {
      store(load(values, row) + 0, extremes, row)
      row &+= 4
    }
    while row < count {
      extremes[row] = values[row] + 0
      row &+= 1
    }
    var covered = 1
    while covered < width {
      let others = extremes + covered
      row = 0
      while row < count &- covered {
        store(better(load(extremes, row), load(others, row)), extremes, row)
        row &+= 4
      }
      covered &*= 2
    }
  }
}
