/// What a quote must satisfy before an order fills against it.
public struct QuoteChecks: Hashable, Sendable {
  /// The oldest acceptable quote, in nanoseconds between its arrival and the fill.
  public var maximumAgeNanoseconds: Int64

  /// The widest acceptable spread, as a fraction of the midpoint.
  public var maximumSpreadFraction: Double

  /// The smallest acceptable size on the side that is hit, when sizes are known.
  public var minimumSize: Double

  /// Creates the checks.
  public init(
    maximumAgeNanoseconds: Int64,
    maximumSpreadFraction: Double,
    minimumSize: Double
  ) {
    self.maximumAgeNanoseconds = maximumAgeNanoseconds
    self.maximumSpreadFraction = maximumSpreadFraction
    self.minimumSize = minimumSize
  }

  /// The first reason why a quote is refused, or `nil` when it is fit to trade on.
  ///
  /// The order of the checks: no bid, crossed, stale, wide, then size.
  public func refusal(
    of quote: ReplayQuote,
    units: Double,
    at instant: Int64
  ) -> RejectReason? {
    if quote.bid <= 0 { return .zeroBid }
    if quote.ask < quote.bid { return .crossed }
    if instant - quote.visibleAt > maximumAgeNanoseconds { return .staleQuote }
    let middle = 0.5 * (quote.bid + quote.ask)
    if (quote.ask - quote.bid) / middle > maximumSpreadFraction { return .spreadWide }
    if let size = units > 0 ? quote.askSize : quote.bidSize {
      if size < minimumSize || size < abs(units) { return .insufficientSize }
    }
    return nil
  }

  var canonicalFields: [CanonicalField] {
    [
      .init("quotes.maximum_age_ns", "\(maximumAgeNanoseconds)"),
      .init("quotes.maximum_spread_fraction", maximumSpreadFraction),
      .init("quotes.minimum_size", minimumSize),
    ]
  }
}
