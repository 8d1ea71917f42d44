/// The highest high and the lowest low of windows of whole columns.
///
/// Extremes of two, four, eight and so on neighbours are made from each other until two of them
/// cover a window. Zero is added to every value, so that both zeros are one.
@usableFromInline
struct WindowExtremes: ~Copyable {
  @usableFromInline let period: Int

  /// The number of rows that are prepared at a time, a multiple of four.
  @usableFromInline let chunkRows: Int

  // The widest power of two that a window holds.
  @usableFromInline let width: Int

  /// The highest highs; room for four rows at a time.
  @usableFromInline let highs: UnsafeMutablePointer<Double>
  /// The lowest lows; room for four rows at a time.
  @usableFromInline let lows: UnsafeMutablePointer<Double>

  @inlinable
  init(period: Int) {
    self.period = period
    width = 1 << (Int.bitWidth - 1 - period.leadingZeroBitCount)
    chunkRows = max(256, (period + 3) / 4 * 4)
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

  /// Leaves the extremes of the windows that end at some rows at the beginning of ``highs`` and
  /// ``lows``.
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
      spread(covered, count &- covered)
      covered &*= 2
    }
    if period > width { spread(period &- width, rows.count) }
  }

  /// Makes each extreme that of itself and of the one a number of rows behind it.
  @inlinable
  func spread(_ distance: Int, _ count: Int) {
    let (nextHighs, nextLows) = (highs + distance, lows + distance)
    for row in stride(from: 0, to: count, by: 4) {
      store(greatest(load(highs, row), load(nextHighs, row)), highs, row)
      store(least(load(lows, row), load(nextLows, row)), lows, row)
    }
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
