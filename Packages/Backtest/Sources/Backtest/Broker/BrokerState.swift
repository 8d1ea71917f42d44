import MarketModel
import PerformanceMetrics

/// The account of one strategy instance.
///
/// Not copyable, since an accidental copy would cost more than a fill.
struct BrokerState: ~Copyable {
  let terms: Terms
  let recording: Recording
  let plain: PlainTerms
  var ledger: Ledger

  /// One for each symbol; allocated here, freed by the ``Broker``.
  let desks: UnsafeMutableBufferPointer<Desk>
  var summary = RunSummary()
  var nextOrder: Int32 = 0

  /// The row since which something is held, in a run of one symbol, or −1.
  var exposedSince = -1
  var fills: FillLog
  var optionFills: [OptionFill] = []
  var rejects: [Reject] = []
  var unfilled: [UnfilledOrder] = []
  var roundTrips: [RoundTrip] = []
  var journal: [LedgerEntry] = []
  var decisions: [OrderDecision] = []

  init(
    _ settings: ExecutionSettings,
    _ recording: Recording,
    desks: [Desk],
    arena: FillArena
  ) {
    terms = Terms(settings)
    plain = PlainTerms(terms, recording, desks)
    fills = FillLog(arena)
    self.recording = recording
    self.desks = .allocate(capacity: desks.count)
    _ = self.desks.initialize(from: desks)
    ledger = Ledger(capital: settings.startingCash)
    summary.startingCash = settings.startingCash
  }

  /// Cash plus the signed market value of everything at the last prices.
  var equity: Double {
    var total = ledger[.cash]
    for symbol in desks.indices { total += desks[symbol].value }
    return total
  }

  /// Whether anything is held.
  var isExposed: Bool {
    desks.indices.contains { desks[$0].units != 0 || !desks[$0].holdings.isEmpty }
  }

  /// Tells the loop what has become of the account, field by field.
  @inline(__always)
  func show(_ symbol: Int, in view: UnsafeMutablePointer<AccountView>) {
    let (units, cash) = (desks[symbol].units, ledger[.cash])
    let (low, high) = (desks[symbol].lowTrigger, desks[symbol].highTrigger)
    var base = cash + desks[symbol].optionValue
    if desks.count > 1 {
      for other in desks.indices where other != symbol { base += desks[other].value }
    }
    view.pointee.markBase = base
    view.pointee.markUnits = units * desks[symbol].multiplier
    view.pointee.units = units
    view.pointee.cash = cash
    view.pointee.lowTrigger = low
    view.pointee.highTrigger = high
    view.pointee.isWatching = low != -.infinity || high != .infinity
    view.pointee.nextOrder = nextOrder
    view.pointee.takesPlainOrders = plain.isPossible && !view.pointee.isWatching
    view.pointee.fillsAtOpen = plain.fillsAtOpen
    view.pointee.multiplier = desks[symbol].multiplier
  }

  /// Sets the prices at which the next bar needs the broker.
  mutating func updateTriggers(_ symbol: Int) {
    let always = needsEveryBar(symbol)
    desks[symbol].lowTrigger = always ? .infinity : -.infinity
    desks[symbol].highTrigger = .infinity
    guard !always else { return }
    for order in desks[symbol].resting {
      let level: Double
      let isBelow: Bool
      switch order.order.kind {
      case .limit(let limit): (level, isBelow) = (limit, order.units > 0)
      case .stop(let stop), .stopLimit(let stop, _): (level, isBelow) = (stop, order.units < 0)
      case .market, .trailingStop: continue
      }
      if isBelow {
        desks[symbol].lowTrigger = max(desks[symbol].lowTrigger, level)
      } else {
        desks[symbol].highTrigger = min(desks[symbol].highTrigger, level)
      }
    }
  }

  private func needsEveryBar(_ symbol: Int) -> Bool {
    if !desks[symbol].queue.isEmpty || !desks[symbol].optionQueue.isEmpty
      || !desks[symbol].holdings.isEmpty
    {
      return true
    }
    if desks[symbol].units != 0, desks[symbol].funding != nil { return true }
    if desks[symbol].units < 0, terms.hasBorrowRate { return true }
    if desks[symbol].resting.isEmpty { return false }
    return desks[symbol].resting.contains { order in
      if case .trailingStop = order.order.kind { return true }
      return order.order.timeInForce != .goodTillCancelled || order.eligibleTime != .min
        || order.eligibleRow > order.decidedRow + 1
    }
  }

  @inline(__always)
  mutating func post(
    _ amount: Double,
    _ debit: LedgerAccount,
    _ credit: LedgerAccount,
    _ time: Int64
  ) {
    ledger.post(amount, debit: debit, credit: credit)
    if recording.keepsJournal, amount != 0 {
      journal.append(
        LedgerEntry(
          time: Timestamp(nanoseconds: time),
          debit: debit,
          credit: credit,
          amount: amount
        )
      )
    }
  }

  /// Counts the marks at which something was held, at every change instead of at every bar.
  mutating func noteExposure(_ row: Int) {
    let isHeld = desks[0].units != 0 || !desks[0].holdings.isEmpty
    if isHeld, exposedSince < 0 {
      exposedSince = row
    } else if !isHeld, exposedSince >= 0 {
      summary.exposedMarkCount += row - exposedSince
      exposedSince = -1
    }
  }

  mutating func noteDecision(
    _ id: OrderID,
    _ request: OrderDecision.Request,
    _ symbol: Int,
    _ now: Int64
  ) {
    guard recording.keepsDecisions else { return }
    let time = Timestamp(nanoseconds: now)
    decisions.append(OrderDecision(time: time, symbol: symbol, order: id, request: request))
  }

  mutating func reject(_ order: OrderID, _ reason: RejectReason, _ symbol: Int, _ time: Int64) {
    summary.rejectCount += 1
    guard recording.keepsFills else { return }
    rejects.append(
      Reject(
        time: Timestamp(nanoseconds: time),
        symbol: symbol,
        order: order,
        reason: reason
      )
    )
  }
}
