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
  private var cash = 0.0
  private var positions = 0.0
  private var revaluation = 0.0
  private var unrealised = 0.0
  private var capital = 0.0
  private var realised = 0.0
  private var fees = 0.0
  private var slippage = 0.0
  private var funding = 0.0
  private var borrow = 0.0

  /// Creates a ledger whose capital lies in cash.
  public init(capital: Double) {
    post(capital, debit: .cash, credit: .capital)
  }

  /// Debits less credits of each account, in the order of ``LedgerAccount/allCases``.
  public var balances: [Double] { LedgerAccount.allCases.map { self[$0] } }

  /// Debits less credits of an account.
  public private(set) subscript(account: LedgerAccount) -> Double {
    @inline(__always)
    get {
      switch account {
      case .cash: cash
      case .positions: positions
      case .revaluation: revaluation
      case .unrealised: unrealised
      case .capital: capital
      case .realised: realised
      case .fees: fees
      case .slippage: slippage
      case .funding: funding
      case .borrow: borrow
      }
    }
    @inline(__always)
    set {
      switch account {
      case .cash: cash = newValue
      case .positions: positions = newValue
      case .revaluation: revaluation = newValue
      case .unrealised: unrealised = newValue
      case .capital: capital = newValue
      case .realised: realised = newValue
      case .fees: fees = newValue
      case .slippage: slippage = newValue
      case .funding: funding = newValue
      case .borrow: borrow = newValue
      }
    }
  }

  /// Books an amount on two accounts.
  @inline(__always)
  mutating func post(_ amount: Double, debit: LedgerAccount, credit: LedgerAccount) {
    self[debit] += amount
    self[credit] -= amount
  }

  /// What all accounts together are off balance; rounding only.
  public var imbalance: Double { balances.reduce(0, +) }

  /// What is owned: cash, positions and their revaluation.
  public var equity: Double { cash + positions + revaluation }
}
