public import MarketModel

/// The columns of the ticks that a pass holds in memory, and what was computed of them.
///
/// The first delivered row has its predecessor in the row before it, unless it is the first tick of the run.
@frozen
@usableFromInline
struct TickPointers {
  @usableFromInline let times: UnsafePointer<Int64>

  /// When the strategy sees each tick, less ``delay``.
  @usableFromInline let localTimes: UnsafePointer<Int64>

  /// What every tick takes beyond that.
  @usableFromInline let delay: Int64
  @usableFromInline let kinds: UnsafePointer<TickKind>
  @usableFromInline var bidPrices: UnsafePointer<Double>
  @usableFromInline var bidSizes: UnsafePointer<Double>
  @usableFromInline var askPrices: UnsafePointer<Double>
  @usableFromInline var askSizes: UnsafePointer<Double>
  @usableFromInline var tradePrices: UnsafePointer<Double>
  @usableFromInline var tradeSizes: UnsafePointer<Double>
  @usableFromInline var tradeSides: UnsafePointer<Int8>

  /// When the strategy sees a tick.
  @inlinable
  @inline(__always)
  func localTime(_ row: Int) -> Int64 { localTimes[row] &+ delay }

  /// Puts something in the place of quotes that the feed lacks.
  mutating func setQuotes(_ values: UnsafePointer<Double>) {
    (bidPrices, bidSizes, askPrices, askSizes) = (values, values, values, values)
  }

  /// Puts something in the place of trades that the feed lacks.
  mutating func setTrades(_ values: UnsafePointer<Double>, sides: UnsafePointer<Int8>) {
    (tradePrices, tradeSizes, tradeSides) = (values, values, sides)
  }
}

/// A quote or a trade that the strategy has just seen, and the tick before it.
///
/// Bids and asks are those in force after the tick, also where the tick is a trade; they are zero before
/// the first quote and in feeds without quotes. There is no name for a later tick, and the view cannot be
/// kept: it ends with the call that got it.
@frozen
public struct TickView: ~Copyable {
  @usableFromInline let columns: TickPointers

  /// Points where the feature of row 0 would lie.
  @usableFromInline let features: UnsafePointer<Double>
  @usableFromInline let row: Int
  @usableFromInline let previousRow: Int

  @inlinable
  @inline(__always)
  init(
    _ columns: TickPointers,
    _ features: UnsafePointer<Double>,
    _ row: Int,
    previous: Int
  ) {
    self.columns = columns
    self.features = features
    self.row = row
    previousRow = previous
  }

  /// When the venue made the tick.
  @inlinable
  public var time: Timestamp { Timestamp(nanoseconds: columns.times[row]) }

  /// When the strategy sees it: now.
  @inlinable
  public var localTime: Timestamp { Timestamp(nanoseconds: columns.localTime(row)) }

  /// Whether it is a quote or a trade.
  @inlinable
  public var kind: TickKind { columns.kinds[row] }

  /// The best bid, or 0 before the first quote.
  @inlinable
  public var bidPrice: Double { columns.bidPrices[row] }

  /// The quantity at the best bid.
  @inlinable
  public var bidSize: Double { columns.bidSizes[row] }

  /// The best ask, or 0 before the first quote.
  @inlinable
  public var askPrice: Double { columns.askPrices[row] }

  /// The quantity at the best ask.
  @inlinable
  public var askSize: Double { columns.askSizes[row] }

  /// The middle between bid and ask; meaningless before the first quote.
  @inlinable
  public var midPrice: Double { 0.5 * (columns.askPrices[row] + columns.bidPrices[row]) }

  /// The price of the trade, or 0 where the tick is a quote.
  @inlinable
  public var tradePrice: Double { columns.tradePrices[row] }

  /// The quantity of the trade, or 0 where the tick is a quote.
  @inlinable
  public var tradeSize: Double { columns.tradeSizes[row] }

  /// 1 where the buyer crossed the spread, −1 where the seller did, otherwise 0.
  @inlinable
  public var tradeSide: Int { Int(columns.tradeSides[row]) }

  /// Whether bid and ask are known.
  @inlinable
  public var hasQuote: Bool { columns.bidPrices[row] > 0 && columns.askPrices[row] > 0 }

  /// The value of the strategy's feature at this tick; 0 without one.
  @inlinable
  public var feature: Double { features[row] }

  /// The tick before; the first tick of a run is its own predecessor.
  ///
  /// Only one step back: the tick before has no predecessor of its own to ask for.
  @inlinable
  public var previous: PreviousTick { PreviousTick(columns, previousRow) }
}

/// The tick before a ``TickView``.
@frozen
public struct PreviousTick: ~Copyable {
  @usableFromInline let columns: TickPointers
  @usableFromInline let row: Int

  @inlinable
  @inline(__always)
  init(_ columns: TickPointers, _ row: Int) {
    self.columns = columns
    self.row = row
  }

  /// When the venue made the tick.
  @inlinable
  public var time: Timestamp { Timestamp(nanoseconds: columns.times[row]) }

  /// Whether it is a quote or a trade.
  @inlinable
  public var kind: TickKind { columns.kinds[row] }

  /// The best bid, or 0 before the first quote.
  @inlinable
  public var bidPrice: Double { columns.bidPrices[row] }

  /// The quantity at the best bid.
  @inlinable
  public var bidSize: Double { columns.bidSizes[row] }

  /// The best ask, or 0 before the first quote.
  @inlinable
  public var askPrice: Double { columns.askPrices[row] }

  /// The quantity at the best ask.
  @inlinable
  public var askSize: Double { columns.askSizes[row] }

  /// The middle between bid and ask; meaningless before the first quote.
  @inlinable
  public var midPrice: Double { 0.5 * (columns.askPrices[row] + columns.bidPrices[row]) }

  /// The price of the trade, or 0 where the tick is a quote.
  @inlinable
  public var tradePrice: Double { columns.tradePrices[row] }

  /// The quantity of the trade, or 0 where the tick is a quote.
  @inlinable
  public var tradeSize: Double { columns.tradeSizes[row] }

  /// 1 where the buyer crossed the spread, −1 where the seller did, otherwise 0.
  @inlinable
  public var tradeSide: Int { Int(columns.tradeSides[row]) }
}
