public import MarketModel

/// An option with its newest quote.
public struct ReplayOptionQuote: Hashable, Sendable {
  /// What is quoted.
  public let leg: OptionLeg

  /// The quote.
  public let quote: ReplayQuote

  /// The volatility implied by the quote, as a yearly fraction, or `nil` when unknown.
  public let impliedVolatility: Double?

  /// The midpoint between bid and ask.
  public var middle: Double { 0.5 * (quote.bid + quote.ask) }
}

/// Quotes of options on one underlying, ordered by the instant at which they became known.
public struct ReplayOptions: Hashable, Sendable {
  /// One row of the snapshots.
  public struct Row: Hashable, Sendable {
    /// What is quoted.
    public var leg: OptionLeg

    /// The quote.
    public var quote: ReplayQuote

    /// The volatility implied by the quote, as a yearly fraction, or `nil` when unknown.
    public var impliedVolatility: Double?

    /// Creates a row.
    public init(leg: OptionLeg, quote: ReplayQuote, impliedVolatility: Double?) {
      self.leg = leg
      self.quote = quote
      self.impliedVolatility = impliedVolatility
    }
  }

  /// The options, ordered by expiry, right and strike.
  public let legs: [OptionLeg]

  private let rows: [[Row]]

  /// Creates snapshots from rows in any order.
  ///
  /// Of rows of one option at one instant the last given wins.
  ///
  /// - Throws: ``BacktestError/malformedSeries(name:row:)`` at the first row with a price that is not
  ///   finite.
  public init(_ rows: [Row]) throws(BacktestError) {
    if let row = rows.firstIndex(where: { !$0.quote.bid.isFinite || !$0.quote.ask.isFinite }) {
      throw .malformedSeries(name: "option snapshots", row: row)
    }
    var grouped: [OptionLeg: [Row]] = [:]
    for row in rows { grouped[row.leg, default: []].append(row) }
    legs = grouped.keys.sorted { left, right in
      (left.expiry, left.right.rawValue, left.strike, left.underlying)
        < (right.expiry, right.right.rawValue, right.strike, right.underlying)
    }
    self.rows = legs.map { leg in
      // A stable order: equal instants keep the order in which they were given.
      (grouped[leg] ?? []).enumerated()
        .sorted {
          ($0.element.quote.visibleAt, $0.offset) < ($1.element.quote.visibleAt, $1.offset)
        }
        .map(\.element)
    }
  }

  /// All snapshots, by option in the order of ``legs``, each option's oldest first.
  public var snapshots: [Row] { Array(rows.joined()) }

  /// The newest quote of an option known at an instant, or `nil` when there is none.
  ///
  /// - Complexity: O(log *n*).
  public func quote(of leg: OptionLeg, at instant: Timestamp) -> ReplayOptionQuote? {
    let position = legs.partitionPoint { candidate in
      (candidate.expiry, candidate.right.rawValue, candidate.strike, candidate.underlying)
        >= (leg.expiry, leg.right.rawValue, leg.strike, leg.underlying)
    }
    guard position < legs.count, legs[position] == leg else { return nil }
    return newest(position, instant.nanoseconds)
  }

  /// The newest quote of every option that is known and has not expired, in the order of ``legs``.
  ///
  /// - Complexity: O(*options* · log *n*).
  public func chain(at instant: Timestamp) -> [ReplayOptionQuote] {
    legs.indices.compactMap { index in
      legs[index].expiry > instant ? newest(index, instant.nanoseconds) : nil
    }
  }

  private func newest(_ index: Int, _ instant: Int64) -> ReplayOptionQuote? {
    let next = rows[index].partitionPoint { $0.quote.visibleAt > instant }
    guard next > 0 else { return nil }
    let row = rows[index][next - 1]
    return ReplayOptionQuote(
      leg: row.leg,
      quote: row.quote,
      impliedVolatility: row.impliedVolatility
    )
  }
}
