public import MarketModel

/// What a strategy may do: read its account and submit orders.
///
/// It cannot be made or kept outside the engine, and it has no way to the ledger.
@frozen
public struct StrategyContext: ~Copyable {
  @usableFromInline var account: AccountView
  @usableFromInline var submitted = 0

  /// A plain order that the broker has not been told of, because it will fill by itself.
  @usableFromInline var plain: Order.Size?
  @usableFromInline let closes: UnsafePointer<Double>
  @usableFromInline var row: Int
  @usableFromInline let broker: Unmanaged<Broker>
  @usableFromInline let symbolIndex: Int

  @inlinable
  init(
    _ account: AccountView,
    closes: UnsafePointer<Double>,
    row: Int,
    broker: Unmanaged<Broker>,
    symbol: Int
  ) {
    self.account = account
    self.closes = closes
    self.row = row
    self.broker = broker
    symbolIndex = symbol
  }

  /// The position of the symbol in ``ReplayMarket/symbols``.
  @inlinable
  public var symbol: Int { symbolIndex }

  /// The signed number of units held.
  @inlinable
  public var position: Double { account.units }

  /// The cash of the whole account.
  @inlinable
  public var cash: Double { account.cash }

  /// Cash plus the signed market value of everything at the last closes.
  @inlinable
  public var equity: Double { account.markBase.addingProduct(account.markUnits, closes[row]) }

  /// The average price paid for the position, with slippage, or `nil` without a position.
  public var averagePrice: Double? {
    broker._withUnsafeGuaranteedRef { $0.averagePrice(symbol: symbolIndex) }
  }

  /// When the position was opened, or `nil` without a position.
  public var positionOpened: Timestamp? {
    broker._withUnsafeGuaranteedRef { $0.positionOpened(symbol: symbolIndex) }
  }

  /// The number of orders that have neither filled nor been withdrawn.
  public var openOrderCount: Int {
    broker._withUnsafeGuaranteedRef { $0.openOrderCount(symbol: symbolIndex) }
      + (plain == nil ? 0 : 1)
  }

  /// Submits an order; it takes effect as the run's settings say, never before this close.
  @inlinable
  @discardableResult
  public mutating func submit(_ order: Order) -> OrderID {
    if submitted == 0, account.takesPlainOrders, order.isPlain {
      submitted = 1
      plain = order.size
      let id = OrderID(account.nextOrder)
      account.nextOrder &+= 1
      return id
    }
    passOnPlain()
    submitted &+= 1
    return Broker.submit(broker, order, symbol: symbolIndex)
  }

  /// Submits an order for options on this symbol: all legs fill or none.
  @inlinable
  @discardableResult
  public mutating func submit(_ order: OptionOrder) -> OrderID {
    passOnPlain()
    submitted &+= 1
    return Broker.submit(broker, order, symbol: symbolIndex)
  }

  /// Withdraws an order; one that has filled or gone is left as it is.
  @inlinable
  public mutating func cancel(_ order: OrderID) {
    passOnPlain()
    submitted &+= 1
    Broker.cancel(broker, order, symbol: symbolIndex)
  }

  /// Withdraws all orders of this symbol, brackets included.
  @inlinable
  public mutating func cancelAll() {
    passOnPlain()
    submitted &+= 1
    Broker.cancelAll(broker, symbol: symbolIndex)
  }

  /// Lets a plain order go the long way after all, since it is not the only one.
  @inlinable
  mutating func passOnPlain() {
    guard let size = plain else { return }
    plain = nil
    _ = Broker.submit(broker, Order(.market, size), symbol: symbolIndex)
  }

  /// The signed number of contracts held of an option.
  public func contracts(of leg: OptionLeg) -> Double {
    broker._withUnsafeGuaranteedRef { $0.contracts(of: leg, symbol: symbolIndex) }
  }

  /// The options on this symbol that are held, in the order in which they were opened.
  public var optionPositions: [OptionPosition] {
    broker._withUnsafeGuaranteedRef { $0.optionPositions(symbol: symbolIndex) }
  }

  /// The newest visible quote of an option on this symbol, or `nil` when there is none.
  public func optionQuote(of leg: OptionLeg) -> ReplayOptionQuote? {
    broker._withUnsafeGuaranteedRef { $0.optionQuote(of: leg, symbol: symbolIndex, row: row) }
  }

  /// The newest visible quotes of all options on this symbol that have not expired.
  public func optionChain() -> [ReplayOptionQuote] {
    broker._withUnsafeGuaranteedRef { $0.optionChain(symbol: symbolIndex, row: row) }
  }
}

/// A holding of one option.
public struct OptionPosition: Hashable, Sendable {
  /// What is held.
  public var leg: OptionLeg

  /// The signed number of contracts.
  public var contracts: Double

  /// The average price of the contracts, with slippage.
  public var averagePrice: Double

  /// The price at which the contracts are marked: the newest visible midpoint.
  public var mark: Double

  /// When the holding was opened.
  public var opened: Timestamp
}

/// What the loop needs to know of an account between two settlements.
@frozen
@usableFromInline
struct AccountView {
  // The order keeps fields that the loop reads together apart: read as one vector right after they were
  // written one by one, they would stall the processor.

  /// Equity is `markBase + markUnits * price`.
  @usableFromInline var markBase = 0.0

  /// A bar whose low reaches down to this level, or whose high reaches the other, needs the broker.
  @usableFromInline var lowTrigger = -Double.infinity
  @usableFromInline var markUnits = 0.0
  @usableFromInline var highTrigger = Double.infinity
  @usableFromInline var units = 0.0

  /// Whether something may happen before the next close: orders at work, charges, expiries.
  @usableFromInline var isWatching = false
  @usableFromInline var cash = 0.0

  /// Whether a plain order may fill by itself: nothing else is at work.
  @usableFromInline var takesPlainOrders = false

  /// Whether it then waits for the next open.
  @usableFromInline var fillsAtOpen = false

  /// The number of the next order.
  @usableFromInline var nextOrder: Int32 = 0
  @usableFromInline var multiplier = 1.0

  /// Takes over what a plain order left.
  @inlinable
  @inline(__always)
  mutating func hold(_ holding: (cash: Double, units: Double)) {
    markBase = holding.cash
    markUnits = holding.units * multiplier
    units = holding.units
    cash = holding.cash
  }

  @usableFromInline
  init() {}
}
