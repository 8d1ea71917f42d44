/// The bars of one symbol, one interval and one provider, column by column, oldest first.
///
/// Invariants, checked when a series is made: all columns have one length; open times rise
/// strictly; each close time lies after its open time and not after the next bar's open time; prices and
/// volumes are finite.
public struct BarSeries: Sendable, Hashable {
  /// What is traded.
  public let symbol: Symbol

  /// The nominal duration of every bar.
  public let interval: BarInterval

  /// Open times in nanoseconds since the epoch, rising strictly; shape `[count]`.
  public let openTimes: [Int64]

  /// Close times in nanoseconds since the epoch: when each bar becomes visible; shape `[count]`.
  public let closeTimes: [Int64]

  /// Opening prices; shape `[count]`.
  public let open: [Double]

  /// Highest prices; shape `[count]`.
  public let high: [Double]

  /// Lowest prices; shape `[count]`.
  public let low: [Double]

  /// Closing prices; shape `[count]`.
  public let close: [Double]

  /// Traded quantities; shape `[count]`.
  public let volume: [Double]

  /// Creates a series from columns of equal length.
  ///
  /// - Throws: ``SeriesError`` naming the first column or row that breaks an invariant.
  /// - Complexity: O(*n*).
  public init(
    symbol: Symbol,
    interval: BarInterval,
    openTimes: [Int64],
    closeTimes: [Int64],
    open: [Double],
    high: [Double],
    low: [Double],
    close: [Double],
    volume: [Double]
  ) throws(SeriesError) {
    self.symbol = symbol
    self.interval = interval
    self.openTimes = openTimes
    self.closeTimes = closeTimes
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
    try checkInvariants()
  }

  /// Creates a series from bars in time order.
  ///
  /// - Throws: ``SeriesError`` naming the first row that breaks an invariant.
  public init(symbol: Symbol, interval: BarInterval, bars: [Bar]) throws(SeriesError) {
    try self.init(
      symbol: symbol,
      interval: interval,
      openTimes: bars.map(\.openTime.nanoseconds),
      closeTimes: bars.map(\.closeTime.nanoseconds),
      open: bars.map(\.open),
      high: bars.map(\.high),
      low: bars.map(\.low),
      close: bars.map(\.close),
      volume: bars.map(\.volume)
    )
  }

  /// The number of bars.
  @inlinable
  public var count: Int { openTimes.count }

  /// Whether there is no bar.
  public var isEmpty: Bool { openTimes.isEmpty }

  /// The bar at a position.
  ///
  /// - Precondition: `index` lies inside `0..<count`.
  @inlinable
  public subscript(index: Int) -> Bar {
    Bar(
      openTime: Timestamp(nanoseconds: openTimes[index]),
      closeTime: Timestamp(nanoseconds: closeTimes[index]),
      open: open[index],
      high: high[index],
      low: low[index],
      close: close[index],
      volume: volume[index]
    )
  }

  /// Returns the bars at a contiguous range of positions.
  ///
  /// - Precondition: `range` lies inside `0..<count`.
  public func slice(_ range: Range<Int>) -> BarSeries {
    BarSeries(
      unchecked: symbol,
      interval,
      [Array(openTimes[range]), Array(closeTimes[range])],
      [open, high, low, close, volume].map { Array($0[range]) }
    )
  }

  /// Returns the bars that open at or after one instant and are closed at or before another.
  ///
  /// - Complexity: O(log *n*) to find the range, O(*m*) to copy it.
  public func slice(openingFrom first: Timestamp, closedBy last: Timestamp) -> BarSeries {
    let lower = openTimes.partitionPoint { $0 >= first.nanoseconds }
    let upper = closeTimes.partitionPoint { $0 > last.nanoseconds }
    return slice(lower..<max(lower, upper))
  }

  private init(
    unchecked symbol: Symbol,
    _ interval: BarInterval,
    _ times: [[Int64]],
    _ prices: [[Double]]
  ) {
    self.symbol = symbol
    self.interval = interval
    (openTimes, closeTimes) = (times[0], times[1])
    (open, high, low, close, volume) = (prices[0], prices[1], prices[2], prices[3], prices[4])
  }

  private func checkInvariants() throws(SeriesError) {
    let count = openTimes.count
    for (name, length) in [
      ("closeTimes", closeTimes.count), ("open", open.count), ("high", high.count),
      ("low", low.count), ("close", close.count), ("volume", volume.count),
    ] where length != count {
      throw .unequalLengths(column: name, expected: count, found: length)
    }
    for row in 0..<count {
      if row > 0, openTimes[row] <= openTimes[row - 1] {
        throw .timesNotRising(
          row: row,
          previous: Timestamp(nanoseconds: openTimes[row - 1]),
          found: Timestamp(nanoseconds: openTimes[row])
        )
      }
      if closeTimes[row] <= openTimes[row]
        || (row + 1 < count && closeTimes[row] > openTimes[row + 1])
      {
        throw .closeOutsideInterval(row: row, close: Timestamp(nanoseconds: closeTimes[row]))
      }
    }
    for (name, column) in [
      ("open", open), ("high", high), ("low", low), ("close", close), ("volume", volume),
    ] {
      if let row = column.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(column: name, row: row, value: column[row])
      }
    }
  }
}

/// An error that names the column or row that cannot belong to a time series.
public enum SeriesError: Error, Hashable, Sendable {
  /// A column is longer or shorter than the time column.
  case unequalLengths(column: String, expected: Int, found: Int)

  /// A time is not later than the time before it.
  case timesNotRising(row: Int, previous: Timestamp, found: Timestamp)

  /// A bar closes before it opens, or after the next one opens.
  case closeOutsideInterval(row: Int, close: Timestamp)

  /// A value is NaN or infinite.
  case notFinite(column: String, row: Int, value: Double)
}

extension SeriesError: CustomStringConvertible {
  /// The sentence shown to a person; rows are counted from zero.
  public var description: String {
    switch self {
    case .unequalLengths(let column, let expected, let found):
      "column \(column): expected \(expected) rows, found \(found)"
    case .timesNotRising(let row, let previous, let found):
      "row \(row): expected a time after \(previous), found \(found)"
    case .closeOutsideInterval(let row, let close):
      "row \(row): expected a close after the bar's opening and not after the next bar's, "
        + "found \(close)"
    case .notFinite(let column, let row, let value):
      "column \(column), row \(row): expected a finite number, found \(value)"
    }
  }
}

extension Array {
  /// Returns the first position whose element satisfies a predicate that, once true, stays true.
  ///
  /// - Complexity: O(log *n*).
  @inlinable
  public func partitionPoint(where predicate: (Element) -> Bool) -> Int {
    var (lower, upper) = (0, count)
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if predicate(self[middle]) { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }
}
