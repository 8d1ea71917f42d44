public import Backtest

/// A rule of bookkeeping that a result breaks.
public struct AccountViolation: Hashable, Sendable, CustomStringConvertible {
  /// The rule in words.
  public let rule: String

  /// What was expected.
  public let expected: Double

  /// What was found.
  public let found: Double

  /// The sentence shown to a person.
  public var description: String { "\(rule): expected \(expected), found \(found)" }
}

/// Checks the bookkeeping of a result: balances, equity, costs and the final mark.
///
/// - Parameters:
///   - result: A result recorded with ``Recording/full``.
///   - multiplier: What one unit at a price of 1 is worth, the same for all symbols.
/// - Returns: Every rule broken; empty for a sound account.
public func accountViolations(
  in result: BacktestResult,
  multiplier: Double = 1
) -> [AccountViolation] {
  let summary = result.summary
  // Sums of many bookings: rounding grows with what has passed through the account.
  let tolerance = 1e-11 * max(summary.startingCash, summary.tradedValue)
  let fillCosts =
    result.fills.reduce(0) { $0 + $1.fee } + result.optionFills.reduce(0) { $0 + $1.fee }
  let spent = result.fills.reduce(0) { $0 + $1.units * $1.price * multiplier + $1.fee }
  var rules: [(String, Double, Double)] = [
    ("debits equal credits", 0, result.ledger.imbalance),
    ("the ledger's equity is the final equity", summary.finalEquity, result.ledger.equity),
    (
      "equity is capital plus profit less costs",
      summary.startingCash + summary.realised + summary.unrealised - summary.costs,
      summary.finalEquity
    ),
    ("fees of fills add up", summary.fees, fillCosts),
    ("the ledger books the fees", summary.fees, result.ledger[.fees]),
    ("the ledger books the slippage", summary.slippage, result.ledger[.slippage]),
  ]
  if result.optionFills.isEmpty, summary.funding == 0, summary.borrow == 0 {
    rules.append(
      ("cash is what fills left", summary.startingCash - spent, result.ledger[.cash])
    )
  }
  if let last = result.equity.last {
    rules.append(("the curve ends at the final equity", summary.finalEquity, last))
  }
  return rules.compactMap { rule, expected, found in
    abs(expected - found) <= tolerance
      ? nil : AccountViolation(rule: rule, expected: expected, found: found)
  }
}
