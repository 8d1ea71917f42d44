import MarketModel

/// A best bid and ask at the instant at which they became known.
public struct ReplayQuote: Hashable, Sendable {
  /// When the quote became known, in nanoseconds since the epoch.
  public var visibleAt: Int64

  /// The best price of a buyer; not positive when there is none.
  public var bid: Double

  /// The best price of a seller.
  public var ask: Double

  /// The size at the bid, or `nil` when unknown.
  public var bidSize: Double?

  /// The size at the ask, or `nil` when unknown.
  public var askSize: Double?

  /// Creates a quote; nothing is checked.
  public init(visibleAt: Int64, bid: Double, ask: Double, bidSize: Double?, askSize: Double?) {
    self.visibleAt = visibleAt
    self.bid = bid
    self.ask = ask
    self.bidSize = bidSize
    self.askSize = askSize
  }
}

/// Best bids and asks of one instrument, oldest first.
public struct ReplayQuotes: Hashable, Sendable {
  /// When each quote became known, in nanoseconds, not falling; shape `[count]`.
  public let visibleAt: [Int64]

  /// The best prices of buyers; shape `[count]`.
  public let bid: [Double]

  /// The best prices of sellers; shape `[count]`.
  public let ask: [Double]

  /// The sizes at the bids, or empty when unknown; shape `[count]` or `[0]`.
  public let bidSize: [Double]

  /// The sizes at the asks, or empty when unknown; shape `[count]` or `[0]`.
  public let askSize: [Double]

  /// Creates quotes from columns.
  ///
  /// - Throws: ``BacktestError/malformedSeries(name:row:)`` when lengths differ, times fall or a value is
  ///   not finite.
  public init(
    visibleAt: [Int64],
    bid: [Double],
    ask: [Double],
    bidSize: [Double] = [],
    askSize: [Double] = []
  ) throws(BacktestError) {
    try checkColumns("quotes", times: visibleAt, [bid, ask])
    if !bidSize.isEmpty || !askSize.isEmpty {
      try checkColumns("quote sizes", times: visibleAt, [bidSize, askSize])
    }
    self.visibleAt = visibleAt
    self.bid = bid
    self.ask = ask
    self.bidSize = bidSize
    self.askSize = askSize
  }

  /// The newest quote known at an instant, or `nil` before the first.
  ///
  /// - Complexity: O(log *n*).
  public func quote(at instant: Int64) -> ReplayQuote? {
    let next = visibleAt.partitionPoint { $0 > instant }
    guard next > 0 else { return nil }
    return ReplayQuote(
      visibleAt: visibleAt[next - 1],
      bid: bid[next - 1],
      ask: ask[next - 1],
      bidSize: bidSize.isEmpty ? nil : bidSize[next - 1],
      askSize: askSize.isEmpty ? nil : askSize[next - 1]
    )
  }
}

/// Funding payments of a perpetual contract: what longs pay shorts, as a fraction of value.
public struct ReplayFunding: Hashable, Sendable {
  /// The instants of payment in nanoseconds, not falling; shape `[count]`.
  public let times: [Int64]

  /// The fraction of the position's value that a long pays; negative when it receives; shape `[count]`.
  public let rates: [Double]

  /// Creates payments from columns.
  ///
  /// - Throws: ``BacktestError/malformedSeries(name:row:)`` when lengths differ, times fall or a rate is
  ///   not finite.
  public init(times: [Int64], rates: [Double]) throws(BacktestError) {
    try checkColumns("funding", times: times, [rates])
    self.times = times
    self.rates = rates
  }
}

/// Checks that times do not fall and that columns are finite and as long as the times.
func checkColumns(
  _ name: String,
  times: [Int64],
  _ columns: [[Double]]
) throws(BacktestError) {
  if let row = times.indices.dropFirst().first(where: { times[$0] < times[$0 - 1] }) {
    throw .malformedSeries(name: name, row: row)
  }
  for column in columns {
    guard column.count == times.count else {
      throw .malformedSeries(name: name, row: min(column.count, times.count))
    }
    if let row = column.firstIndex(where: { !$0.isFinite }) {
      throw .malformedSeries(name: name, row: row)
    }
  }
}
