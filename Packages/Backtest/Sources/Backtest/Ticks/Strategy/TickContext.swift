import MarketModel
public import QuantMath

/// What a strategy on ticks may do: read its account and place orders.
///
/// It cannot be made or kept outside the engine, and it has no way to the ledger. With latency, position,
/// cash and orders are what has been reported so far.
@frozen
public struct TickContext: ~Copyable {
  @usableFromInline var holding: TickHolding
  @usableFromInline var row: Int

  /// The end of the batch, or ``noClock`` where the row tells the time.
  @usableFromInline var clock: Int64
  @usableFromInline var batch: Int
  @usableFromInline let columns: TickPointers
  @usableFromInline let marks: UnsafePointer<Double>
  @usableFromInline let desk: Unmanaged<TickDesk>

  @inlinable static var noClock: Int64 { .min }

  @inlinable
  init(_ chunk: TickChunk, _ desk: Unmanaged<TickDesk>) {
    holding = TickDesk.enter(desk, chunk)
    columns = chunk.columns
    marks = chunk.marks
    self.desk = desk
    batch = TickDesk.batchCount(desk)
    row = max(0, chunk.rows.lowerBound &- 1)
    clock = Self.noClock
  }

  /// The instant on the strategy's clock, in nanoseconds since the epoch.
  @inlinable
  public var now: Int64 { clock == Self.noClock ? columns.localTime(row) : clock }

  /// The number of batches with ticks that ended before this call.
  @inlinable
  public var batchIndex: Int { batch }

  /// The signed number of units held.
  @inlinable
  public var position: Double { holding.units }

  /// The cash.
  @inlinable
  public var cash: Double { holding.cash }

  /// Cash plus the signed market value of the position at the newest mark: the middle of the quotes where
  /// they are known, otherwise the last trade.
  @inlinable
  public var equity: Double { holding.cash.addingProduct(holding.units, marks[row]) }

  /// The newest quote that the strategy has seen, or `nil` before the first.
  @inlinable
  public var lastQuote: TickQuote? {
    guard columns.bidPrices[row] > 0, columns.askPrices[row] > 0 else { return nil }
    return TickQuote(
      bidPrice: columns.bidPrices[row],
      bidSize: columns.bidSizes[row],
      askPrice: columns.askPrices[row],
      askSize: columns.askSizes[row]
    )
  }

  /// The price of the newest trade that the strategy has seen, or `nil` before the first.
  public var lastTradePrice: Double? { TickDesk.lastTradePrice(desk, row: row) }

  /// Random numbers that depend on the run's seed alone, the same for every instance of a sweep.
  @inlinable
  public var random: PhiloxStream {
    get { TickDesk.stream(desk).pointee }
    nonmutating _modify { yield &TickDesk.stream(desk).pointee }
  }

  /// Buys at the market.
  ///
  /// Under ``TickFillMode/immediate`` the position has changed when the call returns.
  @inlinable
  @discardableResult
  public mutating func buy(_ units: Double, tag: Int32 = 0) -> OrderID {
    submit(.market(units > 0 ? units : .nan, tag: tag))
  }

  /// Sells at the market.
  ///
  /// Under ``TickFillMode/immediate`` the position has changed when the call returns.
  @inlinable
  @discardableResult
  public mutating func sell(_ units: Double, tag: Int32 = 0) -> OrderID {
    submit(.market(units > 0 ? -units : .nan, tag: tag))
  }

  /// Submits an order.
  @inlinable
  @discardableResult
  public mutating func submit(_ order: TickOrder) -> OrderID {
    let receipt = TickDesk.submit(desk, order, row: row, clock: clock)
    holding = receipt.holding
    return receipt.id
  }

  /// Asks to withdraw an order; one that is done is left as it is.
  @inlinable
  public mutating func cancel(_ order: OrderID) {
    holding = TickDesk.cancel(desk, order, row: row, clock: clock)
  }

  /// Asks to withdraw all orders.
  @inlinable
  public mutating func cancelAll() {
    for order in openOrders { cancel(order.id) }
  }

  /// The number of orders that are not done.
  public var openOrderCount: Int { TickDesk.openOrders(desk).count }

  /// The orders that are not done, in order of submission.
  public var openOrders: [OpenTickOrder] { TickDesk.openOrders(desk) }

  /// An order that is not done, or `nil`.
  public func openOrder(_ id: OrderID) -> OpenTickOrder? {
    TickDesk.openOrders(desk).first { $0.id == id }
  }
}

/// The best bid and ask with their quantities.
@frozen
public struct TickQuote: Hashable, Sendable {
  /// The best bid.
  public var bidPrice: Double

  /// The quantity at the best bid.
  public var bidSize: Double

  /// The best ask.
  public var askPrice: Double

  /// The quantity at the best ask.
  public var askSize: Double

  /// Creates a quote.
  @inlinable
  public init(bidPrice: Double, bidSize: Double, askPrice: Double, askSize: Double) {
    self.bidPrice = bidPrice
    self.bidSize = bidSize
    self.askPrice = askPrice
    self.askSize = askSize
  }

  /// The middle.
  @inlinable
  public var midPrice: Double { 0.5 * (bidPrice + askPrice) }
}

/// What the loop needs to know of an account between two events.
@frozen
@usableFromInline
struct TickHolding {
  @usableFromInline var units: Double
  @usableFromInline var cash: Double

  /// The local instant from which on the engine must look after the account before a tick is delivered.
  @usableFromInline var wake: Int64
}
