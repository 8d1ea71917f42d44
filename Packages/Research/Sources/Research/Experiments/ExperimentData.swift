public import Backtest
internal import MarketModel

/// The packs of an experiment, ready for the engine.
public struct ExperimentData: Sendable {
  /// What is replayed.
  public let market: ReplayMarket

  /// The packs, in the order of their symbols.
  public let packs: [PackReference]

  /// The regime keys of every bar.
  public let timeline: RegimeTimeline

  /// The number of outcomes that the packs hold and that become visible before the last bar closes.
  public let outcomeCount: Int

  /// The keys of each mark of an equity curve: the keys of the bars that close at the same instant.
  let keysAtClose: [Int64: [String]]

  /// Creates the data of an experiment.
  ///
  /// - Parameters:
  ///   - market: What is replayed.
  ///   - packs: Where it comes from.
  ///   - timeline: The regime keys of every bar.
  ///   - outcomeCount: The number of outcomes that become visible during the replay.
  public init(
    market: ReplayMarket,
    packs: [PackReference],
    timeline: RegimeTimeline,
    outcomeCount: Int
  ) {
    self.market = market
    self.packs = packs
    self.timeline = timeline
    self.outcomeCount = outcomeCount
    var keysAtClose: [Int64: [String]] = [:]
    for listing in market.listings {
      for (open, close) in zip(listing.bars.openTimes, listing.bars.closeTimes) {
        let keys = timeline.keys(ofBarOpeningAt: open)
        let known = keysAtClose[close] ?? []
        keysAtClose[close] = known + keys.filter { !known.contains($0) }
      }
    }
    self.keysAtClose = keysAtClose
  }

  /// The number of bars of all symbols.
  public var barCount: Int { market.listings.reduce(0) { $0 + $1.bars.count } }

  /// The instants at which bars open, rising and distinct.
  var openTimes: [Timestamp] {
    Set(market.listings.flatMap(\.bars.openTimes)).sorted().map { Timestamp(nanoseconds: $0) }
  }

  /// Every key that a bar carries, in byte order.
  var allKeys: [String] {
    Set(keysAtClose.values.joined()).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension ReplayMarket {
  /// Returns the market with only the bars that satisfy a condition; symbols left without bars drop out.
  ///
  /// Everything else, such as labels and quotes, stays: it is released by time, as always.
  ///
  /// - Parameter isIncluded: Gets the open and close time of a bar, in nanoseconds.
  /// - Returns: The smaller market, or `nil` when no bar is left.
  /// - Throws: ``BacktestError`` when the engine refuses the rest.
  func filteringBars(
    _ isIncluded: (_ openTime: Int64, _ closeTime: Int64) -> Bool
  ) throws(BacktestError) -> ReplayMarket? {
    var kept: [Listing] = []
    for listing in listings {
      let bars = listing.bars
      let rows = bars.openTimes.indices.filter {
        isIncluded(bars.openTimes[$0], bars.closeTimes[$0])
      }
      guard !rows.isEmpty else { continue }
      var smaller = listing
      smaller.bars = bars.keeping(rows)
      kept.append(smaller)
    }
    return kept.isEmpty ? nil : try ReplayMarket(listings: kept, sharedSeries: sharedSeries)
  }
}

extension BarSeries {
  /// The bars at rising positions; a subset of a valid series is valid.
  fileprivate func keeping(_ rows: [Int]) -> BarSeries {
    if rows.count == count { return self }
    let bars = rows.map { self[$0] }
    return (try? BarSeries(symbol: symbol, interval: interval, bars: bars)) ?? slice(0..<0)
  }
}
