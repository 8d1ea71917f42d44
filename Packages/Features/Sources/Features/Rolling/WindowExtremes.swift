/// The highest high and the lowest low of windows of whole columns.
///
/// Extremes of two, four, eight and so on neighbours are made from each other until two of them cover a
/// window. Zero is added to every value, so that both zeros are one.
@usableFromInline
struct WindowExtremes: ~Copyable {
  @usableFromInline let period: Int

  /// The number of rows that are prepared at a time, a multiple of four.
  @usableFromInline let chunkRows: Int

  // The widest power of two that a window holds.
  @usableFromInline let width: Int

  @usableFromInline let highs: UnsafeMutablePointer<Double>
  @usableFromInline let lows: UnsafeMutablePointer<Double>

  @inlinable
  init(period: Int) {
    self.period = period
    width = 1 << (Int.bitWidth - 1 - period.leadingZeroBitCount)
    chunkRows = max(PriceColumns.chunkRows, (period + 3) / 4 * 4)
    // Four rows at a time may begin in the last of them.
    let capacity = chunkRows + period + 8
    highs = .allocate(capacity: capacity)
    lows = .allocate(capacity: capacity)
    highs.initialize(repeating: 0, count: capacity)
    lows.initialize(repeating: 0, count: capacity)
  }

  @inlinable
  deinit {
    highs.deallocate()
    lows.deallocate()
  }

  /// Prepares the windows that end at some rows.
  ///
  /// - Precondition: There are no more rows than ``chunkRows``, and `period - 1` before them.
  @inlinable
  func prepare(_ prices: PriceColumns, rows: Range<Int>) {
    let first = rows.lowerBound - (period - 1)
    let count = rows.upperBound - first
    copy(prices.high + first, to: highs, count)
    copy(prices.low + first, to: lows, count)
    var covered = 1
    while covered < width {
      var row = 0
      while row < count &- covered {
        let (nextHigh, nextLow) = (load(highs + covered, row), load(lows + covered, row))
        store(greatest(load(highs, row), nextHigh), highs, row)
        store(least(load(lows, row), nextLow), lows, row)
        row &+= 4
      }
      covered &*= 2
    }
  }

  /// The highest highs of four windows, the first of them a distance behind the first that was prepared.
  @inlinable
  @inline(__always)
  func highest(_ offset: Int) -> Lanes {
    greatest(load(highs, offset), load(highs + (period &- width), offset))
  }

  /// The lowest lows of four windows, the first of them a distance behind the first that was prepared.
  @inlinable
  @inline(__always)
  func lowest(_ offset: Int) -> Lanes {
    least(load(lows, offset), load(lows + (period &- width), offset))
  }

  /// The highest high and the lowest low of one window, a distance behind the first that was prepared.
  @inlinable
  func extremes(_ offset: Int) -> (high: Double, low: Double) {
    let other = offset + (period - width)
    return (max(highs[offset], highs[other]), min(lows[offset], lows[other]))
  }

  @inlinable
  func copy(
    _ values: UnsafePointer<Double>,
    to target: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    var row = 0
    while row &+ 4 <= count {
      store(load(values, row) + 0, target, row)
      row &+= 4
    }
    while row < count {
      target[row] = values[row] + 0
      row &+= 1
    }
  }
}
