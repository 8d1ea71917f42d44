public import MarketModel

/// The ticks of one interval of simulated time, oldest first; there is at least one.
///
/// There is no name for a later tick, and the batch cannot be kept.
@frozen
public struct TickBatch: ~Copyable {
  @usableFromInline let columns: TickPointers
  @usableFromInline let features: UnsafePointer<Double>
  @usableFromInline let first: Int

  /// The number of ticks; at least 1.
  public let count: Int

  /// The number of the batch within the run, from 0; empty intervals do not count.
  public let index: Int

  /// The first instant of the interval.
  public let start: Timestamp

  @inlinable
  @inline(__always)
  init(
    _ columns: TickPointers,
    _ features: UnsafePointer<Double>,
    rows: Range<Int>,
    index: Int,
    start: Timestamp
  ) {
    self.columns = columns
    self.features = features
    first = rows.lowerBound
    count = rows.count
    self.index = index
    self.start = start
  }

  /// The tick at a position.
  ///
  /// - Precondition: `position` lies inside `0..<count`.
  @inlinable
  public subscript(position: Int) -> TickView {
    precondition(UInt(bitPattern: position) < UInt(bitPattern: count), "no such tick in the batch")
    return view(first &+ position)
  }

  /// The newest tick.
  @inlinable
  public var last: TickView { view(first &+ count &- 1) }

  @inlinable
  @inline(__always)
  func view(_ row: Int) -> TickView {
    // Row 0 is only delivered where it is the first tick of the run.
    TickView(columns, features, row, previous: row == 0 ? 0 : row &- 1)
  }

  /// Calls a function with the columns of trades, one element for each tick.
  ///
  /// Rows of quotes have a price, a size and a side of 0, so that sums over sizes need no test.
  @inlinable
  public func withTrades<Output>(
    _ body: (
      _ prices: UnsafeBufferPointer<Double>,
      _ sizes: UnsafeBufferPointer<Double>,
      _ sides: UnsafeBufferPointer<Int8>
    ) -> Output
  ) -> Output {
    body(
      UnsafeBufferPointer(start: columns.tradePrices + first, count: count),
      UnsafeBufferPointer(start: columns.tradeSizes + first, count: count),
      UnsafeBufferPointer(start: columns.tradeSides + first, count: count)
    )
  }

  /// The number of trades.
  ///
  /// - Complexity: O(``count``).
  @inlinable
  public var tradeCount: Int {
    var trades = 0
    for row in first..<first &+ count where columns.kinds[row] == .trade { trades &+= 1 }
    return trades
  }

  /// The price of the newest trade of the batch, or `nil` when it has none.
  @inlinable
  public var lastTradePrice: Double? {
    var row = first &+ count &- 1
    while row >= first {
      if columns.kinds[row] == .trade { return columns.tradePrices[row] }
      row &-= 1
    }
    return nil
  }

  /// The sum of traded quantities, those of sellers who crossed the spread counted as negative.
  ///
  /// Trades whose side is unknown count nothing.
  ///
  /// - Complexity: O(``count``).
  @inlinable
  public var signedTradeSize: Double {
    var sum = 0.0
    for row in first..<first &+ count {
      sum += columns.tradeSizes[row] * Double(columns.tradeSides[row])
    }
    return sum
  }
}
