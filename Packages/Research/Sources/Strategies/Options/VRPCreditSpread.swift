public import Backtest
internal import ConfigValidation
internal import Features
internal import MarketModel
internal import Regime

/// Sells a put spread while options cost more than the market has moved, and buys it back in time.
///
/// The premium is implied less realised volatility, both yearly fractions. Above `min_vrp`, with
/// volatility no wilder than `max_vol_regime` and a trend other than `avoid_trend`, it sells one spread
/// of two real puts at their quotes, never a second one while the first is open. Without option
/// snapshots it never trades. Implied volatility comes from the newest chain and, while that has none,
/// from the last one that had.
///
/// **Causality.** Chains, regimes and outcomes are visible series; realised volatility is a column.
public struct VRPCreditSpread: BarStrategy {
  /// What the strategy looks at.
  public struct Inputs: Sendable {
    let realised: Column
    let volatility: Column
    let trend: Column
  }

  /// When it sells.
  public struct Entry: Hashable, Sendable {
    let minimumPremium: Double
    let maximumVolatility: VolatilityRegime
    let avoidedTrend: TrendRegime?
    let contracts: Double
  }

  private let inputs: Inputs
  private let entry: Entry
  private let spread: PutSpreadRules
  private var implied: Double?

  init(inputs: Inputs, entry: Entry, spread: PutSpreadRules) {
    self.inputs = inputs
    self.entry = entry
    self.spread = spread
  }

  /// Reacts to the close of a bar.
  public mutating func onBar(_ bar: borrowing BarView, _ context: inout StrategyContext) {
    guard context.openOrderCount == 0 else { return }
    let held = context.optionPositions
    let chain = context.optionChain()
    let newest = atTheMoneyVolatility(
      of: chain,
      underlying: bar.close,
      targetDays: spread.targetDays,
      at: bar.closeTime
    )
    implied = newest ?? implied
    if !held.isEmpty {
      closeIfDue(held, at: bar.closeTime, &context)
    } else if isWanted(bar),
      let pair = spread.select(from: chain, underlying: bar.close, at: bar.closeTime)
    {
      context.submit(
        OptionOrder([
          .init(pair.short, contracts: -entry.contracts),
          .init(pair.long, contracts: entry.contracts),
        ])
      )
    }
  }

  private func isWanted(_ bar: borrowing BarView) -> Bool {
    guard let implied, let realised = bar[inputs.realised],
      let volatility = bar[inputs.volatility].flatMap({ VolatilityRegime(code: $0) }),
      let trend = bar[inputs.trend].flatMap({ TrendRegime(code: $0) })
    else { return false }
    return implied - realised > entry.minimumPremium && volatility <= entry.maximumVolatility
      && trend != entry.avoidedTrend
  }

  private func closeIfDue(
    _ held: [OptionPosition],
    at now: Timestamp,
    _ context: inout StrategyContext
  ) {
    // Prices are per unit; the credit and the cost of the whole are per contract sold.
    let credit = -held.reduce(0) { $0 + $1.contracts * $1.averagePrice } / entry.contracts
    let cost = -held.reduce(0) { $0 + $1.contracts * $1.mark } / entry.contracts
    let expiry = held.map(\.leg.expiry).min() ?? now
    guard spread.closes(credit: credit, cost: cost, expiry: expiry, at: now) else { return }
    context.submit(OptionOrder(held.map { .init($0.leg, contracts: -$0.contracts) }))
  }
}
