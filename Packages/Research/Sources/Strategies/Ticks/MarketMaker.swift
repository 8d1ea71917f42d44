public import Backtest
internal import ConfigValidation
internal import MarketModel

/// Offers to buy below and to sell above the middle of the quotes, and leans against what it holds.
///
/// Its quotes lie half a spread beside a centre that falls with every unit held and rises with every unit
/// short, as in the model of Avellaneda and Stoikov with the constants given directly. At the end of each
/// batch an offer that is off by more than the tolerance is withdrawn and replaced. Offers never cross the
/// quotes: they are post-only, and one that would cross joins the best price of its side.
///
/// Together with everything that may still fill, orders on their way to be cancelled included, the
/// position never exceeds the inventory limit; so with latency a replacement may have to wait for a batch.
///
/// **Causality.** Decides at the end of a batch, from its last quote.
///
/// ## References
///
/// - M. Avellaneda, S. Stoikov (2008), "High-frequency Trading in a Limit Order Book", Quantitative Finance
///   8(3).
@frozen
public struct MarketMaker: TickBatchStrategy {
  /// The numbers of a ``MarketMaker``.
  @frozen
  public struct Rules: Hashable, Sendable {
    /// The distance of each offer from the centre, as a fraction of the middle.
    public var halfSpread: Double

    /// How far the centre moves against the position for each order's worth held, as a fraction of the
    /// middle.
    public var skew: Double

    /// How far an offer may be off before it is replaced, as a fraction of the middle.
    public var tolerance: Double

    /// The grid of prices, or 0 for none: bids are rounded down to it, asks up.
    public var priceStep: Double

    /// The largest position, in units.
    public var inventoryLimit: Double

    /// The size of each offer.
    public var units: Double

    /// Whether the position may be negative.
    public var allowsShort: Bool

    /// Creates rules.
    public init(
      halfSpread: Double,
      skew: Double,
      tolerance: Double,
      priceStep: Double,
      inventoryLimit: Double,
      units: Double,
      allowsShort: Bool
    ) {
      self.halfSpread = halfSpread
      self.skew = skew
      self.tolerance = tolerance
      self.priceStep = priceStep
      self.inventoryLimit = inventoryLimit
      self.units = units
      self.allowsShort = allowsShort
    }
  }

  @usableFromInline let rules: Rules

  /// Creates the strategy.
  @inlinable
  public init(_ rules: Rules) { self.rules = rules }

  /// Reacts to the end of a batch.
  @inlinable
  public mutating func onTicks(_ batch: borrowing TickBatch, _ context: inout TickContext) {
    guard let quote = context.lastQuote, quote.bidPrice < quote.askPrice else {
      context.cancelAll()
      return
    }
    let offers = rules.offers(around: quote, holding: context.position)
    let tolerance = rules.tolerance * quote.midPrice
    var (hasBid, hasAsk) = (false, false)
    for open in context.openOrders where open.state != .pendingCancel {
      let isBid = open.order.units > 0
      let wanted = isBid ? offers.bid : offers.ask
      let isNear = abs((open.order.limit ?? wanted) - wanted) <= tolerance
      if isNear, !(isBid ? hasBid : hasAsk) {
        if isBid { hasBid = true } else { hasAsk = true }
      } else {
        context.cancel(open.id)
      }
    }
    submit(offers, bids: !hasBid, asks: !hasAsk, &context)
  }

  /// Submits the offers that are missing and that the inventory limit leaves room for.
  @inlinable
  func submit(
    _ offers: (bid: Double, ask: Double),
    bids: Bool,
    asks: Bool,
    _ context: inout TickContext
  ) {
    var (buying, selling) = (0.0, 0.0)
    for open in context.openOrders {
      buying += max(0, open.remainingUnits)
      selling += max(0, -open.remainingUnits)
    }
    let least = rules.allowsShort ? -rules.inventoryLimit : 0
    // Sums of units such as 0.1 miss the limit by a few digits.
    let slack = 1e-9 * rules.units
    let room = rules.inventoryLimit + slack - context.position - buying
    if bids, offers.bid > 0, rules.units <= room {
      context.submit(.limit(rules.units, at: offers.bid, .postOnly))
    }
    if asks, context.position - selling - rules.units >= least - slack {
      context.submit(.limit(-rules.units, at: offers.ask, .postOnly))
    }
  }
}

extension MarketMaker.Rules {
  /// The prices to offer.
  @usableFromInline
  func offers(around quote: TickQuote, holding position: Double) -> (bid: Double, ask: Double) {
    let middle = quote.midPrice
    let centre = middle * (1 - skew * position / units)
    var bid = centre - halfSpread * middle
    var ask = centre + halfSpread * middle
    if priceStep > 0 {
      bid = (bid / priceStep).rounded(.down) * priceStep
      ask = (ask / priceStep).rounded(.up) * priceStep
    }
    if bid >= quote.askPrice { bid = quote.bidPrice }
    if ask <= quote.bidPrice { ask = quote.askPrice }
    return (bid, ask)
  }
}

extension MarketMaker {
  /// The strategy as a registry lists it.
  public static let definition = TickStrategyDefinition(
    name: "MarketMakerStrategy",
    summary: "Offers on both sides of the middle, and leans against what it holds.",
    schema: ParameterSchema([
      .real("half_spread_bps", 0...10_000, 5, "Distance of each offer from its centre."),
      .real("skew_bps", 0...10_000, 1, "Shift of the centre for each order's worth held."),
      .real("tolerance_bps", 0...10_000, 0.5, "How far an offer may be off before it is replaced."),
      .real("price_step", 0...1e9, 0, "Grid of prices; 0 for none."),
      .real("inventory_limit", 1e-9...1e12, 5, "Largest position in units, long or short."),
      .units, .allowShort,
    ]),
    needs: TickContent(hasQuotes: true, hasTrades: false, hasReceivedTimes: false),
    makeBatch: { (parameters) throws(BacktestError) in
      let (units, limit) = (parameters.number("units"), parameters.number("inventory_limit"))
      try require(units <= limit, "units (\(units)) must not exceed inventory_limit (\(limit))")
      return MarketMaker(
        Rules(
          halfSpread: parameters.number("half_spread_bps") * 1e-4,
          skew: parameters.number("skew_bps") * 1e-4,
          tolerance: parameters.number("tolerance_bps") * 1e-4,
          priceStep: parameters.number("price_step"),
          inventoryLimit: limit,
          units: units,
          allowsShort: parameters.flag("allow_short")
        )
      )
    }
  )
}
