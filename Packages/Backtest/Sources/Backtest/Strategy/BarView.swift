public import MarketModel

/// The columns of one symbol's bars in memory, valid for the length of a pass.
@frozen
@usableFromInline
struct BarPointers {
  @usableFromInline let open: UnsafePointer<Double>
  @usableFromInline let high: UnsafePointer<Double>
  @usableFromInline let low: UnsafePointer<Double>
  @usableFromInline let close: UnsafePointer<Double>
  @usableFromInline let volume: UnsafePointer<Double>
  @usableFromInline let openTimes: UnsafePointer<Int64>
  @usableFromInline let closeTimes: UnsafePointer<Int64>
  @usableFromInline let count: Int

  @usableFromInline
  init(
    open: UnsafePointer<Double>,
    high: UnsafePointer<Double>,
    low: UnsafePointer<Double>,
    close: UnsafePointer<Double>,
    volume: UnsafePointer<Double>,
    openTimes: UnsafePointer<Int64>,
    closeTimes: UnsafePointer<Int64>,
    count: Int
  ) {
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
    self.openTimes = openTimes
    self.closeTimes = closeTimes
    self.count = count
  }
}

/// The values of one block of rows of the pass's columns.
@frozen
@usableFromInline
struct ColumnPointers {
  /// Points where row 0 of the first column would lie if the block began there.
  @usableFromInline let shifted: UnsafePointer<Double>

  /// The distance between columns.
  @usableFromInline let stride: Int

  @usableFromInline
  init(shifted: UnsafePointer<Double>, stride: Int) {
    self.shifted = shifted
    self.stride = stride
  }
}

/// A bar that has just closed, and everything before it.
///
/// There is no name for a later bar, and the view cannot be kept: it ends with the call that got it.
@frozen
public struct BarView: ~Copyable {
  @usableFromInline let bars: BarPointers
  @usableFromInline let columns: ColumnPointers

  /// The row of the bar within its symbol's bars.
  public let index: Int

  @inlinable
  init(_ bars: BarPointers, _ columns: ColumnPointers, _ index: Int) {
    self.bars = bars
    self.columns = columns
    self.index = index
  }

  /// The first price.
  @inlinable
  public var open: Double { bars.open[index] }

  /// The highest price.
  @inlinable
  public var high: Double { bars.high[index] }

  /// The lowest price.
  @inlinable
  public var low: Double { bars.low[index] }

  /// The last price.
  @inlinable
  public var close: Double { bars.close[index] }

  /// The traded quantity.
  @inlinable
  public var volume: Double { bars.volume[index] }

  /// The first instant of the bar.
  @inlinable
  public var openTime: Timestamp { Timestamp(nanoseconds: bars.openTimes[index]) }

  /// The end of the bar: now.
  @inlinable
  public var closeTime: Timestamp { Timestamp(nanoseconds: bars.closeTimes[index]) }

  /// The last price a number of bars ago.
  ///
  /// - Precondition: `count` lies inside `0...index`.
  @inlinable
  public func close(ago count: Int) -> Double { bars.close[row(ago: count)] }

  /// The bar a number of bars ago; 0 is this one.
  ///
  /// - Precondition: `count` lies inside `0...index`.
  @inlinable
  public func bar(ago count: Int) -> Bar {
    let row = row(ago: count)
    return Bar(
      openTime: Timestamp(nanoseconds: bars.openTimes[row]),
      closeTime: Timestamp(nanoseconds: bars.closeTimes[row]),
      open: bars.open[row],
      high: bars.high[row],
      low: bars.low[row],
      close: bars.close[row],
      volume: bars.volume[row]
    )
  }

  /// The value of a column at this bar, or `nil` while it is undefined.
  @inlinable
  public subscript(column: Column) -> Double? {
    let value = columns.shifted[column.slot &* columns.stride &+ index]
    // Inside a block NaN stands for "undefined"; it never leaves through this door.
    return value == value ? value : nil
  }

  /// The values of two columns at this bar, or `nil` while either is undefined.
  ///
  /// Cheaper than asking twice: one comparison finds out about both.
  @inlinable
  public subscript(first: Column, second: Column) -> (Double, Double)? {
    let one = columns.shifted[first.slot &* columns.stride &+ index]
    let two = columns.shifted[second.slot &* columns.stride &+ index]
    // One of the two holds unless one of the values is NaN.
    return one < two || one >= two ? (one, two) : nil
  }

  @inlinable
  func row(ago count: Int) -> Int {
    precondition(UInt(bitPattern: count) <= UInt(bitPattern: index), "no such earlier bar")
    return index &- count
  }
}

/// A handle to a column that the engine fills: a transform of the bars, or a visible series.
///
/// It can only be read through a ``BarView``, at the view's own bar.
@frozen
public struct Column: Hashable, Sendable {
  @usableFromInline let slot: Int

  @inlinable
  init(slot: Int) { self.slot = slot }
}
