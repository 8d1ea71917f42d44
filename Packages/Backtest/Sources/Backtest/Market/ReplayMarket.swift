public import MarketModel

/// Everything that one run replays: several symbols' bars and what becomes visible between them.
///
/// Values that arrive from outside the bars (regimes, outcomes, quotes, snapshots) are released to
/// strategies by the instant at which they become visible, never before.
public struct ReplayMarket: Sendable {
  /// One symbol with its own data.
  public struct Listing: Sendable {
    /// The bars, at least one.
    public var bars: BarSeries

    /// What one unit at a price of 1 is worth: 1 for shares and coins.
    public var multiplier: Double

    /// Numbers about this symbol that arrive over time.
    public var visibleSeries: [VisibleSeries]

    /// Best bids and asks, or `nil` when there are none.
    public var quotes: ReplayQuotes?

    /// Funding payments of a perpetual contract, or `nil` when there are none.
    public var funding: ReplayFunding?

    /// Snapshots of options on this symbol, or `nil` when there are none.
    public var options: ReplayOptions?

    /// Creates a listing.
    public init(
      bars: BarSeries,
      multiplier: Double = 1,
      visibleSeries: [VisibleSeries] = [],
      quotes: ReplayQuotes? = nil,
      funding: ReplayFunding? = nil,
      options: ReplayOptions? = nil
    ) {
      self.bars = bars
      self.multiplier = multiplier
      self.visibleSeries = visibleSeries
      self.quotes = quotes
      self.funding = funding
      self.options = options
    }
  }

  /// The symbols, in rising order of their names.
  public let listings: [Listing]

  /// Numbers about the whole market that arrive over time.
  ///
  /// A listing's own series of the same name goes before them.
  public let sharedSeries: [VisibleSeries]

  /// The instant from which strategies are called, or `nil` for the first bar.
  ///
  /// Bars that close before it only warm up the columns; they are neither traded nor marked.
  public let tradesFrom: Timestamp?

  /// Creates a market.
  ///
  /// - Throws: ``BacktestError/emptyMarket`` without listings, ``BacktestError/noBars(symbol:)`` for a
  ///   listing without bars to trade, ``BacktestError/duplicateSymbol(_:)``.
  public init(
    listings: [Listing],
    sharedSeries: [VisibleSeries] = [],
    tradesFrom: Timestamp? = nil
  ) throws(BacktestError) {
    guard !listings.isEmpty else { throw .emptyMarket }
    let sorted = listings.sorted { $0.bars.symbol < $1.bars.symbol }
    for (index, listing) in sorted.enumerated() {
      let last = listing.bars.closeTimes.last ?? .min
      if listing.bars.isEmpty || last < (tradesFrom?.nanoseconds ?? .min) {
        throw .noBars(symbol: listing.bars.symbol)
      }
      if index > 0, sorted[index - 1].bars.symbol == listing.bars.symbol {
        throw .duplicateSymbol(listing.bars.symbol)
      }
    }
    self.listings = sorted
    self.sharedSeries = sharedSeries
    self.tradesFrom = tradesFrom
  }

  /// Creates a market of one symbol without anything but bars.
  ///
  /// - Throws: ``BacktestError/noBars(symbol:)`` when there is no bar.
  public init(_ bars: BarSeries) throws(BacktestError) {
    try self.init(listings: [Listing(bars: bars)])
  }

  /// The symbols, in rising order of their names; a symbol's position is its index in results.
  public var symbols: [Symbol] { listings.map(\.bars.symbol) }
}
