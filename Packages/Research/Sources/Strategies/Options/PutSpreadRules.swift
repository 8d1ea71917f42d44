public import Backtest
public import MarketModel

/// Which put spread to sell and when to buy it back.
public struct PutSpreadRules: Hashable, Sendable {
  /// The strike of the sold put as a fraction of the underlying's price, at most.
  public var shortMoneyness: Double

  /// The least distance of the strikes as a fraction of the underlying's price.
  public var widthFraction: Double

  /// The wanted time to expiry in days; the nearest listed one is taken.
  public var targetDays: Double

  /// The days before expiry at which the spread is closed.
  public var exitDays: Double

  /// The share of the credit at whose gain the spread is closed.
  public var profitTake: Double

  /// The loss, as a multiple of the credit, at which the spread is closed.
  public var lossMultiple: Double

  /// Creates rules.
  public init(
    shortMoneyness: Double,
    widthFraction: Double,
    targetDays: Double,
    exitDays: Double,
    profitTake: Double,
    lossMultiple: Double
  ) {
    self.shortMoneyness = shortMoneyness
    self.widthFraction = widthFraction
    self.targetDays = targetDays
    self.exitDays = exitDays
    self.profitTake = profitTake
    self.lossMultiple = lossMultiple
  }

  /// A sold and a bought put of one expiry.
  public struct Spread: Hashable, Sendable {
    /// The put that is sold: the higher strike.
    public var short: OptionLeg

    /// The put that is bought: the lower strike.
    public var long: OptionLeg
  }

  /// Returns the spread to sell, or `nil` when the chain has none that pays a credit.
  ///
  /// Of the expiries later than the exit the one nearest to the target, the earlier of two as near;
  /// there the highest strike not above the moneyness, against the highest that lies the width below.
  public func select(
    from chain: [ReplayOptionQuote],
    underlying price: Double,
    at now: Timestamp
  ) -> Spread? {
    let puts = chain.filter {
      $0.leg.right == .put && $0.quote.bid >= 0 && $0.quote.ask >= $0.quote.bid
        && days(from: now, to: $0.leg.expiry) > exitDays
    }
    let nearest = puts.map(\.leg.expiry).min { left, right in
      let (one, other) = (distance(now, left), distance(now, right))
      return one == other ? left < right : one < other
    }
    let listed = puts.filter { $0.leg.expiry == nearest }.sorted { $0.leg.strike > $1.leg.strike }
    guard let short = listed.first(where: { $0.leg.strike <= shortMoneyness * price }),
      let long = listed.first(where: {
        $0.leg.strike <= short.leg.strike - widthFraction * price
          && $0.leg.strike < short.leg.strike
      }),
      short.quote.bid - long.quote.ask > 0
    else { return nil }
    return Spread(short: short.leg, long: long.leg)
  }

  /// Returns whether a spread is bought back.
  ///
  /// - Parameters:
  ///   - credit: What was received per unit when it was sold.
  ///   - cost: What buying it back would cost per unit at the midpoints.
  ///   - expiry: When it expires.
  ///   - now: The present instant.
  /// - Returns: Whether profit, loss or time says so.
  public func closes(credit: Double, cost: Double, expiry: Timestamp, at now: Timestamp) -> Bool {
    cost <= credit * (1 - profitTake) || cost - credit >= lossMultiple * credit
      || days(from: now, to: expiry) <= exitDays
  }

  private func distance(_ now: Timestamp, _ expiry: Timestamp) -> Double {
    abs(days(from: now, to: expiry) - targetDays)
  }
}

/// The days between two instants.
func days(from start: Timestamp, to end: Timestamp) -> Double {
  Double(end.nanoseconds - start.nanoseconds) / 86_400e9
}
