/// What a tick reports.
@frozen
public enum TickKind: UInt8, Hashable, Sendable, CaseIterable {
  /// A new best bid or ask.
  case quote

  /// A public trade.
  case trade
}

/// Which columns a stream of ticks fills.
public struct TickContent: Hashable, Sendable {
  /// Whether best bids and asks are known.
  public var hasQuotes: Bool

  /// Whether public trades are known.
  public var hasTrades: Bool

  /// Whether each tick says when it was received.
  public var hasReceivedTimes: Bool

  /// Creates a description.
  public init(hasQuotes: Bool, hasTrades: Bool, hasReceivedTimes: Bool) {
    self.hasQuotes = hasQuotes
    self.hasTrades = hasTrades
    self.hasReceivedTimes = hasReceivedTimes
  }
}

/// Quotes and trades of one symbol, merged by time and column by column, oldest first.
///
/// Each row is one quote or one trade. Bids and asks hold the book as it stands after the row, so that a
/// trade carries the quote before it; they are zero before the first quote. At one instant trades come
/// before quotes, because a venue reports the trade that changed the book first; rows of one kind keep
/// the source's order.
///
/// Invariants: times do not fall; every column is empty or has ``count`` elements; the columns that
/// ``TickContent`` leaves out are empty; prices and sizes are finite.
public struct TickBlock: Sendable, Hashable {
  /// When each tick was made at the venue, in nanoseconds since the epoch, not falling.
  public var times: [Int64]

  /// When each tick was received, on the receiver's clock; empty where the source does not say.
  public var receivedTimes: [Int64]

  /// What each row reports.
  public var kinds: [TickKind]

  /// Best bids after each row; empty without quotes.
  public var bidPrices: [Double]

  /// Quantities at the best bids; empty without quotes.
  public var bidSizes: [Double]

  /// Best asks after each row; empty without quotes.
  public var askPrices: [Double]

  /// Quantities at the best asks; empty without quotes.
  public var askSizes: [Double]

  /// Prices of trades, zero in rows of quotes; empty without trades.
  public var tradePrices: [Double]

  /// Quantities of trades, zero in rows of quotes; empty without trades.
  public var tradeSizes: [Double]

  /// 1 where the buyer crossed the spread, −1 where the seller did, otherwise 0; empty without trades.
  public var tradeSides: [Int8]

  /// Creates a block; nothing is checked.
  public init(
    times: [Int64] = [],
    receivedTimes: [Int64] = [],
    kinds: [TickKind] = [],
    bidPrices: [Double] = [],
    bidSizes: [Double] = [],
    askPrices: [Double] = [],
    askSizes: [Double] = [],
    tradePrices: [Double] = [],
    tradeSizes: [Double] = [],
    tradeSides: [Int8] = []
  ) {
    self.times = times
    self.receivedTimes = receivedTimes
    self.kinds = kinds
    self.bidPrices = bidPrices
    self.bidSizes = bidSizes
    self.askPrices = askPrices
    self.askSizes = askSizes
    self.tradePrices = tradePrices
    self.tradeSizes = tradeSizes
    self.tradeSides = tradeSides
  }

  /// The number of ticks.
  public var count: Int { times.count }
}
