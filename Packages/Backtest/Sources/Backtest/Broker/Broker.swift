import MarketModel
import PerformanceMetrics

/// The engine's side of the account of one strategy instance: it takes in orders, fills and books them.
///
/// The loop calls it only when something happens. The state lies behind a pointer of its own: properties
/// of a class, and elements of an array, are checked for exclusivity and sharing at every change, which
/// costs more than a fill.
@usableFromInline
final class Broker {
  private let storage: UnsafeMutablePointer<BrokerState>

  /// What the loop needs to know of the account after every call.
  @usableFromInline let account: UnsafeMutablePointer<AccountView>

  init(_ state: consuming BrokerState) {
    storage = .allocate(capacity: 1)
    storage.initialize(to: state)
    account = .allocate(capacity: 1)
    account.initialize(to: AccountView())
    storage.pointee.show(0, in: account)
  }

  deinit {
    storage.pointee.desks.deinitialize()
    storage.pointee.desks.deallocate()
    storage.deinitialize(count: 1)
    storage.deallocate()
    account.deallocate()
  }

  var state: BrokerState {
    @inline(__always)
    _read { yield storage.pointee }
    @inline(__always)
    _modify { yield &storage.pointee }
  }

  @usableFromInline
  static func submit(_ broker: Unmanaged<Broker>, _ order: Order, symbol: Int) -> OrderID {
    broker._withUnsafeGuaranteedRef { $0.state.submit(order, symbol) }
  }

  @usableFromInline
  static func submit(_ broker: Unmanaged<Broker>, _ order: OptionOrder, symbol: Int) -> OrderID {
    broker._withUnsafeGuaranteedRef { $0.state.submit(order, symbol) }
  }

  @usableFromInline
  static func cancel(_ broker: Unmanaged<Broker>, _ order: OrderID, symbol: Int) {
    broker._withUnsafeGuaranteedRef { $0.state.cancel(order, symbol) }
  }

  @usableFromInline
  static func cancelAll(_ broker: Unmanaged<Broker>, symbol: Int) {
    broker._withUnsafeGuaranteedRef { $0.state.cancelAll(symbol) }
  }

  @usableFromInline
  static func view(_ broker: Unmanaged<Broker>, symbol: Int) -> AccountView {
    broker._withUnsafeGuaranteedRef { broker in
      broker.state.show(symbol, in: broker.account)
      return broker.account.pointee
    }
  }

  /// Takes in a plain order and fills it; returns what the account then holds.
  @usableFromInline
  static func fillPlain(
    _ broker: Unmanaged<Broker>,
    _ size: Order.Size,
    row: Int
  ) -> (cash: Double, units: Double) {
    let state = broker._withUnsafeGuaranteedRef { $0.storage }
    state.pointee.fillPlain(size, row)
    return (state.pointee.ledger[.cash], state.pointee.desks[0].units)
  }

  /// Lets everything happen that happens in a bar before its close.
  @usableFromInline
  static func beforeClose(_ broker: Unmanaged<Broker>, symbol: Int, row: Int) {
    broker._withUnsafeGuaranteedRef { broker in
      broker.state.openPhase(symbol, row)
      broker.state.intrabarPhase(symbol, row)
      broker.state.noteExposure(row)
      broker.state.show(symbol, in: broker.account)
    }
  }

  /// Takes in what the strategy submitted at a close, and fills what fills there.
  @usableFromInline
  static func afterDecision(
    _ broker: Unmanaged<Broker>,
    symbol: Int,
    row: Int,
    isLast: Bool
  ) {
    broker._withUnsafeGuaranteedRef { broker in
      let now = broker.state.desks[symbol].bars.closeTimes[row]
      broker.state.decisionPhase(symbol, row, now: now)
      if isLast { broker.state.endOfRun(symbol, row) }
      broker.state.noteExposure(row)
      broker.state.show(symbol, in: broker.account)
    }
  }

  /// Lets everything happen that happens before the closes of a slice, over all its symbols in order.
  @usableFromInline
  static func beforeSlice(_ broker: Unmanaged<Broker>, _ events: UnsafeBufferPointer<SliceEvent>) {
    broker._withUnsafeGuaranteedRef { broker in
      for event in events { broker.state.openSlice(Int(event.symbol), Int(event.row)) }
      for event in events { broker.state.closeSlice(Int(event.symbol), Int(event.row)) }
    }
  }

  /// Takes in what was submitted at a slice, and says what the account is worth then.
  @usableFromInline
  static func afterSlice(
    _ broker: Unmanaged<Broker>,
    time: Int64,
    hasOrders: Bool,
    isLast: Bool
  ) -> (equity: Double, isExposed: Bool) {
    broker._withUnsafeGuaranteedRef { broker in
      if hasOrders { broker.state.decideSlice(now: time) }
      if isLast {
        for symbol in broker.state.desks.indices {
          broker.state.endOfRun(symbol, broker.state.desks[symbol].row)
        }
      }
      return (broker.state.equity, broker.state.isExposed)
    }
  }

  var symbolCount: Int { state.desks.count }
  var cash: Double { state.ledger[.cash] }
  var equity: Double { state.equity }

  func units(symbol: Int) -> Double { state.desks[symbol].units }

  func lastPrice(symbol: Int) -> Double? {
    state.desks[symbol].hasPrice ? state.desks[symbol].lastPrice : nil
  }

  func averagePrice(symbol: Int) -> Double? {
    let desk = state.desks[symbol]
    guard desk.units != 0, desk.trip.entryUnits != 0 else { return nil }
    return desk.trip.entryValue / desk.trip.entryUnits
  }

  func positionOpened(symbol: Int) -> Timestamp? {
    let desk = state.desks[symbol]
    guard desk.units != 0 else { return nil }
    return Timestamp(nanoseconds: desk.time(desk.trip.time, row: desk.trip.row))
  }

  func openOrderCount(symbol: Int) -> Int {
    let desk = state.desks[symbol]
    return desk.inbox.count + desk.queue.count
      + desk.resting.count
      + desk.optionInbox.count + desk.optionQueue.count
  }

  func contracts(of leg: OptionLeg, symbol: Int) -> Double {
    state.desks[symbol].holdings.first { $0.leg == leg }?.contracts ?? 0
  }

  func optionPositions(symbol: Int) -> [OptionPosition] {
    state.desks[symbol].holdings.map {
      OptionPosition(
        leg: $0.leg,
        contracts: $0.contracts,
        averagePrice: $0.averagePrice,
        mark: $0.mark,
        opened: Timestamp(nanoseconds: $0.opened)
      )
    }
  }

  func optionQuote(of leg: OptionLeg, symbol: Int, row: Int) -> ReplayOptionQuote? {
    let desk = state.desks[symbol]
    return desk.options?.quote(of: leg, at: Timestamp(nanoseconds: desk.bars.closeTimes[row]))
  }

  func optionChain(symbol: Int, row: Int) -> [ReplayOptionQuote] {
    let desk = state.desks[symbol]
    return desk.options?.chain(at: Timestamp(nanoseconds: desk.bars.closeTimes[row])) ?? []
  }
}
