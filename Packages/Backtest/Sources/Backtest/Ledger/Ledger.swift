public import MarketModel

/// An account of the double-entry ledger.
///
/// Debits raise the accounts of what is owned and spent (cash, positions, costs); credits raise those
/// of what it came from (capital, realised profit, revaluation).
public enum LedgerAccount: UInt8, Hashable, Sendable, CaseIterable {
  /// Money.
  case cash

  /// Positions at their average reference price.
  case positions

  /// What positions gained since, at the last prices.
  case revaluation

  /// The counterpart of revaluation: unrealised profit.
  case unrealised

  /// The money at the start.
  case capital

  /// Profit of closed quantities at reference prices.
  case realised

  /// Charges of the broker.
  case fees

  /// What slippage cost.
  case slippage

  /// Funding paid.
  case funding

  /// Charges for borrowed units.
  case borrow
}

/// One booking: the same amount debited to one account and credited to another.
public struct LedgerEntry: Hashable, Sendable {
  /// When it was booked.
  public var time: Timestamp

  /// The account that is debited.
  public var debit: LedgerAccount

  /// The account that is credited.
  public var credit: LedgerAccount

  /// The amount; a negative one books the other way round.
  public var amount: Double
}

/// The balances of all accounts; their sum is zero apart from rounding.
public struct Ledger: Hashable, Sendable {
  // One lane per account: a fill books on several, and an array would check its storage each time.
  private var lanes = SIMD16<Double>()

  /// Creates a ledger whose capital lies in cash.
  public init(capital: Double) {
    post(capital, debit: .cash, credit: .capital)
  }

  /// Debits less credits of each account, in the order of ``LedgerAccount/allCases``.
  public var balances: [Double] { LedgerAccount.allCases.map { self[$0] } }

  /// Debits less credits of an account.
  public subscript(account: LedgerAccount) -> Double { lanes[Int(account.rawValue)] }

  /// Books an amount on two accounts.
  mutating func post(_ amount: Double, debit: LedgerAccount, credit: LedgerAccount) {
    lanes[Int(debit.rawValue)] += amount
    lanes[Int(credit.rawValue)] -= amount
  }

  /// What all accounts together are off balance; rounding only.
  public var imbalance: Double { balances.reduce(0, +) }

  /// What is owned: cash, positions and their revaluation.
  public var equity: Double { self[.cash] + self[.positions] + self[.revaluation] }
}
