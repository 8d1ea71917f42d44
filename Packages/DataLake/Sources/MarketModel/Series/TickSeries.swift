/// Ticks of one symbol held in memory as one block.
public struct TickSeries: TickFeed, Hashable {
  /// What is traded.
  public let symbol: Symbol

  /// Which columns are filled.
  public let content: TickContent

  /// The ticks.
  public let block: TickBlock

  /// Creates a series of a block.
  ///
  /// - Throws: ``SeriesError`` naming the first column or row that breaks an invariant of ``TickBlock``.
  /// - Complexity: O(*n*).
  public init(symbol: Symbol, block: TickBlock) throws(SeriesError) {
    let count = block.count
    let lengths = [
      ("receivedTimes", block.receivedTimes.count), ("bidPrices", block.bidPrices.count),
      ("tradePrices", block.tradePrices.count),
    ]
    for (name, found) in lengths where found != 0 && found != count {
      throw .unequalLengths(column: name, expected: count, found: found)
    }
    let quoted = block.bidPrices.count
    let traded = block.tradePrices.count
    let fixed = [
      ("kinds", block.kinds.count, count), ("bidSizes", block.bidSizes.count, quoted),
      ("askPrices", block.askPrices.count, quoted), ("askSizes", block.askSizes.count, quoted),
      ("tradeSizes", block.tradeSizes.count, traded),
      ("tradeSides", block.tradeSides.count, traded),
    ]
    for (name, found, expected) in fixed where found != expected {
      throw .unequalLengths(column: name, expected: expected, found: found)
    }
    let columns = [
      ("bidPrices", block.bidPrices), ("bidSizes", block.bidSizes),
      ("askPrices", block.askPrices), ("askSizes", block.askSizes),
      ("tradePrices", block.tradePrices), ("tradeSizes", block.tradeSizes),
    ]
    try checkTicks(times: block.times, columns: columns.filter { !$0.1.isEmpty })
    self.symbol = symbol
    self.block = block
    content = TickContent(
      hasQuotes: quoted > 0,
      hasTrades: traded > 0,
      hasReceivedTimes: !block.receivedTimes.isEmpty
    )
  }

  /// Merges quotes and trades by time; see ``TickBlock`` for ties.
  ///
  /// - Parameters:
  ///   - quotes: The quotes, or `nil` for none.
  ///   - trades: The trades of the same symbol, or `nil` for none.
  /// - Precondition: One of them is given, and both are of one symbol.
  /// - Complexity: O(*n*).
  public init(quotes: QuoteSeries?, trades: TradeSeries?) {
    guard let symbol = quotes?.symbol ?? trades?.symbol else {
      preconditionFailure("neither quotes nor trades")
    }
    precondition(quotes == nil || trades == nil || quotes?.symbol == trades?.symbol)
    self.symbol = symbol
    content = TickContent(
      hasQuotes: quotes != nil,
      hasTrades: trades != nil,
      hasReceivedTimes: false
    )
    block = TickBlock(merging: quotes, trades)
  }

  /// Begins to read; the whole stretch is one block.
  public func reader(
    from first: Timestamp?,
    before end: Timestamp?
  ) throws(TickReadError) -> any TickReader {
    let lower = first.map { first in block.times.partitionPoint { $0 >= first.nanoseconds } }
    let upper = end.map { end in block.times.partitionPoint { $0 >= end.nanoseconds } }
    let range = (lower ?? 0)..<max(lower ?? 0, upper ?? block.count)
    return SingleBlock(range.count == block.count ? block : block.slice(range))
  }
}

/// A reading that consists of one block.
private struct SingleBlock: TickReader {
  private var block: TickBlock?

  init(_ block: TickBlock) { self.block = block.count > 0 ? block : nil }

  mutating func next() throws(TickReadError) -> TickBlock? { block.take() }
}

extension TickBlock {
  /// Returns a contiguous range of rows.
  ///
  /// - Precondition: The range lies inside `0..<count`.
  public func slice(_ range: Range<Int>) -> TickBlock {
    func part<Value>(_ column: [Value]) -> [Value] { column.isEmpty ? [] : Array(column[range]) }
    return TickBlock(
      times: part(times),
      receivedTimes: part(receivedTimes),
      kinds: part(kinds),
      bidPrices: part(bidPrices),
      bidSizes: part(bidSizes),
      askPrices: part(askPrices),
      askSizes: part(askSizes),
      tradePrices: part(tradePrices),
      tradeSizes: part(tradeSizes),
      tradeSides: part(tradeSides)
    )
  }

  fileprivate init(merging quotes: QuoteSeries?, _ trades: TradeSeries?) {
    self.init()
    let (quoteCount, tradeCount) = (quotes?.count ?? 0, trades?.count ?? 0)
    reserve(quoteCount + tradeCount, hasQuotes: quotes != nil, hasTrades: trades != nil)
    var (quote, trade) = (0, 0)
    while quote < quoteCount || trade < tradeCount {
      if let trades, trade < tradeCount,
        quotes.map({ quote == quoteCount || trades.times[trade] <= $0.times[quote] }) ?? true
      {
        append(trades[trade], hasQuotes: quotes != nil)
        trade += 1
      } else if let quotes {
        append(quotes[quote], hasTrades: trades != nil)
        quote += 1
      }
    }
  }

  private mutating func reserve(_ count: Int, hasQuotes: Bool, hasTrades: Bool) {
    times.reserveCapacity(count)
    kinds.reserveCapacity(count)
    if hasQuotes {
      bidPrices.reserveCapacity(count)
      bidSizes.reserveCapacity(count)
      askPrices.reserveCapacity(count)
      askSizes.reserveCapacity(count)
    }
    if hasTrades {
      tradePrices.reserveCapacity(count)
      tradeSizes.reserveCapacity(count)
      tradeSides.reserveCapacity(count)
    }
  }

  private mutating func append(_ quote: Quote, hasTrades: Bool) {
    times.append(quote.time.nanoseconds)
    kinds.append(.quote)
    bidPrices.append(quote.bidPrice)
    bidSizes.append(quote.bidSize)
    askPrices.append(quote.askPrice)
    askSizes.append(quote.askSize)
    guard hasTrades else { return }
    tradePrices.append(0)
    tradeSizes.append(0)
    tradeSides.append(0)
  }

  private mutating func append(_ trade: Trade, hasQuotes: Bool) {
    times.append(trade.time.nanoseconds)
    kinds.append(.trade)
    tradePrices.append(trade.price)
    tradeSizes.append(trade.size)
    tradeSides.append(trade.aggressor.map { $0 == .buy ? 1 : -1 } ?? 0)
    guard hasQuotes else { return }
    bidPrices.append(bidPrices.last ?? 0)
    bidSizes.append(bidSizes.last ?? 0)
    askPrices.append(askPrices.last ?? 0)
    askSizes.append(askSizes.last ?? 0)
  }
}
