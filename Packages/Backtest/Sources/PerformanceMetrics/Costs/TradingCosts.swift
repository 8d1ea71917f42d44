/// What an account paid in order to trade, and how much it traded.
///
/// Costs are amounts paid: above zero when they reduce the account, below when they add to it.
public struct TradingCosts: Hashable, Sendable {
  /// Fees and commissions, in account currency.
  public let commission: Double

  /// The worsening of fill prices against the reference price, in account currency.
  public let slippage: Double

  /// Funding and borrowing, in account currency.
  public let financing: Double

  /// The absolute notional value of all fills, in account currency.
  public let tradedNotional: Double

  /// Creates costs.
  public init(commission: Double, slippage: Double, financing: Double, tradedNotional: Double) {
    self.commission = commission
    self.slippage = slippage
    self.financing = financing
    self.tradedNotional = tradedNotional
  }

  /// All costs together.
  public var total: Double { commission + slippage + financing }
}

/// Returns the cost per unit of traded notional at which a strategy would earn nothing.
///
/// ```
/// breakEven = (netProfit + commission + slippage) / tradedNotional
/// ```
///
/// Financing stays in the profit: it depends on how long positions are held, not on how much is
/// traded. A negative value says that the strategy loses before it pays for trading.
///
/// - Parameters:
///   - netProfit: The profit after all costs, in account currency.
///   - costs: The costs that the profit already contains.
/// - Returns: A fraction (`0.0005` is five basis points), or `nil` without a trade.
public func breakEvenCost(netProfit: Double, costs: TradingCosts) -> Double? {
  let gross = netProfit + costs.commission + costs.slippage
  return gross.isFinite ? quotient(gross, costs.tradedNotional) : nil
}
