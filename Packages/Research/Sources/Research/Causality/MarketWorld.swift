public import Backtest
public import Features
public import MarketModel
internal import QuantMath

/// A market whose future can be changed, so that strategies on it can be checked.
///
/// Bars, series, quotes, option snapshots and funding change together, each from the instant on at
/// which it becomes visible.
public struct MarketWorld: CausalityWorld {
  /// The market.
  public let market: ReplayMarket

  /// The bars of the market's symbols, in the order of their names.
  public var bars: [BarSeries] { market.listings.map(\.bars) }

  /// Creates a world.
  public init(_ market: ReplayMarket) { self.market = market }

  /// The factor of poisoned prices: absurd for a market, and small enough for whole numbers.
  private static let poison = 1e9

  /// Returns the market with everything that becomes visible after an instant changed.
  public func changed(_ change: FutureChange, after now: Int64, seed: UInt64) -> MarketWorld? {
    let future = Future(change: change, now: now, seed: seed)
    return rebuilt(series: { future.changed($0) }) { position, listing in
      var copy = listing
      copy.bars = listing.bars.changed(
        change,
        after: now,
        seed: seed &+ UInt64(position),
        poison: Self.poison
      )
      copy.quotes = listing.quotes.map { future.changed($0) }
      copy.funding = listing.funding.map { future.changed($0) }
      copy.options = listing.options.map { future.changed($0) }
      return copy
    }
  }

  /// Returns random walks at the same times, with shuffled series and no other quotes than their own.
  ///
  /// Option snapshots stay as they are: they tell the real market's past, never its future.
  public func foreign(seed: UInt64, isNear: Bool) -> MarketWorld {
    let walks = BarWorld(bars).foreign(seed: seed, isNear: isNear).bars
    let future = Future(change: .shuffled, now: .min, seed: seed)
    let made = rebuilt(series: { future.changed($0) }) { position, listing in
      var copy = listing
      copy.bars = walks[position]
      copy.quotes = listing.quotes.map { quotes(like: $0, around: walks[position]) }
      return copy
    }
    return made ?? self
  }

  private func rebuilt(
    series: (VisibleSeries) -> VisibleSeries,
    _ listing: (Int, ReplayMarket.Listing) -> ReplayMarket.Listing
  ) -> MarketWorld? {
    let listings = market.listings.enumerated().map { position, original in
      var copy = listing(position, original)
      copy.visibleSeries = original.visibleSeries.map(series)
      return copy
    }
    let made = try? ReplayMarket(
      listings: listings,
      sharedSeries: market.sharedSeries.map(series),
      tradesFrom: market.tradesFrom
    )
    return made.map { MarketWorld($0) }
  }

  private func quotes(like original: ReplayQuotes, around bars: BarSeries) -> ReplayQuotes {
    let prices = original.visibleAt.map { time in
      let row = bars.closeTimes.partitionPoint { $0 > time } - 1
      return row >= 0 ? bars.close[row] : bars.open[0]
    }
    let made = try? ReplayQuotes(
      visibleAt: original.visibleAt,
      bid: prices.map { $0 * 0.9995 },
      ask: prices.map { $0 * 1.0005 },
      bidSize: original.bidSize,
      askSize: original.askSize
    )
    return made ?? original
  }
}

/// What is done to columns of values that become visible after an instant.
private struct Future {
  let change: FutureChange
  let now: Int64
  let seed: UInt64

  /// Values trade places with each other only: they may be the numbers of cases.
  func changed(_ series: VisibleSeries) -> VisibleSeries {
    let kept = series.visibleAt.partitionPoint { $0 > now }
    let values = reordered(series.values, from: kept)
    let made = try? VisibleSeries(
      name: series.name,
      visibleAt: remaining(series.visibleAt, from: kept),
      values: remaining(values, from: kept)
    )
    return made ?? series
  }

  func changed(_ quotes: ReplayQuotes) -> ReplayQuotes {
    let kept = quotes.visibleAt.partitionPoint { $0 > now }
    func column(_ values: [Double], _ factor: Double) -> [Double] {
      guard !values.isEmpty else { return [] }
      let moved = reordered(values, from: kept)
      let scaled = moved.enumerated().map { $0 >= kept ? $1 * factor : $1 }
      return remaining(scaled, from: kept)
    }
    let made = try? ReplayQuotes(
      visibleAt: remaining(quotes.visibleAt, from: kept),
      bid: column(quotes.bid, priceFactor),
      ask: column(quotes.ask, priceFactor),
      bidSize: column(quotes.bidSize, change == .volume ? 0.1 : 1),
      askSize: column(quotes.askSize, change == .volume ? 0.1 : 1)
    )
    return made ?? quotes
  }

  func changed(_ funding: ReplayFunding) -> ReplayFunding {
    let kept = funding.times.partitionPoint { $0 > now }
    let made = try? ReplayFunding(
      times: remaining(funding.times, from: kept),
      rates: remaining(reordered(funding.rates, from: kept), from: kept)
    )
    return made ?? funding
  }

  func changed(_ options: ReplayOptions) -> ReplayOptions {
    let rows = options.snapshots.compactMap { row -> ReplayOptions.Row? in
      guard row.quote.visibleAt > now else { return row }
      if change.removesBars { return nil }
      var copy = row
      copy.quote.bid *= priceFactor
      copy.quote.ask *= priceFactor
      if change == .flipped { copy.impliedVolatility = row.impliedVolatility.map { $0 * 1.5 } }
      return copy
    }
    return (try? ReplayOptions(rows)) ?? options
  }

  private var priceFactor: Double {
    switch change {
    case .scaled: 1.7
    case .nextBar: 1.31
    case .huge: 1e6
    case .tiny: 1e-6
    case .truncated, .thinned, .shuffled, .flipped, .frozen, .volume, .high, .low: 1
    }
  }

  private func remaining<Element>(_ column: [Element], from kept: Int) -> [Element] {
    switch change {
    case .truncated: Array(column[..<kept])
    case .thinned:
      column.enumerated().filter { $0.offset < kept || ($0.offset - kept) % 2 == 1 }.map(\.element)
    default: column
    }
  }

  private func reordered(_ values: [Double], from kept: Int) -> [Double] {
    var values = values
    switch change {
    case .shuffled:
      var stream = PhiloxStream(seed: seed, purpose: 0xF4, trial: 0, path: 0)
      values[kept...].shuffle(using: &stream)
    case .scaled, .flipped: values[kept...].reverse()
    case .frozen where kept > 0:
      for row in kept..<values.count { values[row] = values[kept - 1] }
    default: break
    }
    return values
  }
}
