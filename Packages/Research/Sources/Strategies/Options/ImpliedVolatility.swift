internal import Backtest
internal import MarketModel

/// The volatility that a chain of options implies at the money, as a yearly fraction.
///
/// Taken from the put of the expiry nearest to a target whose strike is nearest to the price: its quoted
/// volatility, or else what its midpoint implies by the approximation of Brenner and Subrahmanyam
/// (1988), `middle / (0.4 · price · √years)`. Values outside 0.005 to 5 are not believed.
func atTheMoneyVolatility(
  of chain: [ReplayOptionQuote],
  underlying price: Double,
  targetDays: Double,
  at now: Timestamp
) -> Double? {
  let puts = chain.filter { $0.leg.right == .put && $0.quote.bid > 0 }
  let ranked = puts.min { left, right in
    let (one, other) = (rank(left), rank(right))
    return one.0 == other.0 ? one.1 < other.1 : one.0 < other.0
  }
  func rank(_ quote: ReplayOptionQuote) -> (Double, Double) {
    (abs(days(from: now, to: quote.leg.expiry) - targetDays), abs(quote.leg.strike - price))
  }
  guard let put = ranked, price > 0 else { return nil }
  let years = days(from: now, to: put.leg.expiry) / 365
  let derived = years > 0 ? put.middle / (0.4 * price * years.squareRoot()) : 0
  let value = put.impliedVolatility ?? derived
  return value >= 0.005 && value <= 5 ? value : nil
}
