import MarketModel

/// What happens in a bar, in its order: open, inside, close.
extension BrokerState {
  /// Charges what fell due since the last close, and fills market orders at the open.
  mutating func openPhase(_ symbol: Int, _ row: Int) {
    let bars = desks[symbol].bars
    desks[symbol].lastPrice = bars.open[row]
    desks[symbol].hasPrice = true
    accrueBorrow(symbol, row)
    payFunding(symbol, through: bars.openTimes[row], price: bars.open[row])
    guard terms.fillRule == .nextOpen else { return }
    fillQueue(symbol, row, instant: bars.openTimes[row])
    tradeOptionQueue(symbol, row, instant: bars.openTimes[row])
  }

  /// Matches resting orders, pays funding, expires options, and fills orders due at this close.
  mutating func intrabarPhase(_ symbol: Int, _ row: Int) {
    let bars = desks[symbol].bars
    if !desks[symbol].resting.isEmpty { matchResting(symbol, row) }
    desks[symbol].lastPrice = bars.close[row]
    payFunding(symbol, through: bars.closeTimes[row], price: bars.close[row])
    if !desks[symbol].holdings.isEmpty {
      expireOptions(symbol, row)
      markOptions(symbol, bars.closeTimes[row])
    }
    if terms.fillRule != .nextOpen {
      fillQueue(symbol, row, instant: bars.closeTimes[row])
      tradeOptionQueue(symbol, row, instant: bars.closeTimes[row])
    }
    updateTriggers(symbol)
  }

  /// Begins a bar in a run of several symbols; a desk with nothing at work only learns its price.
  mutating func openSlice(_ symbol: Int, _ row: Int) {
    if desks[symbol].lowTrigger == -.infinity, desks[symbol].highTrigger == .infinity {
      desks[symbol].lastPrice = desks[symbol].bars.open[row]
      desks[symbol].hasPrice = true
    } else {
      openPhase(symbol, row)
    }
  }

  /// Ends a bar in a run of several symbols, up to the decision.
  mutating func closeSlice(_ symbol: Int, _ row: Int) {
    if desks[symbol].lowTrigger == -.infinity, desks[symbol].highTrigger == .infinity {
      desks[symbol].lastPrice = desks[symbol].bars.close[row]
    } else {
      intrabarPhase(symbol, row)
    }
    desks[symbol].row = row
  }

  /// Takes in all orders of a decision over several symbols.
  mutating func decideSlice(now: Int64) {
    for symbol in desks.indices
    where !desks[symbol].inbox.isEmpty || !desks[symbol].optionInbox.isEmpty {
      decisionPhase(symbol, desks[symbol].row, now: now)
    }
  }

  /// Takes in the orders of a decision at a close.
  ///
  /// With several symbols a decision may concern one whose last bar closed earlier; its orders wait for the
  /// next bar, since a past close is no longer for sale.
  mutating func decisionPhase(_ symbol: Int, _ row: Int, now: Int64) {
    let bars = desks[symbol].bars
    let isCurrent = row >= 0 && bars.closeTimes[row] == now
    if isCurrent {
      desks[symbol].lastPrice = bars.close[row]
      desks[symbol].hasPrice = true
      desks[symbol].row = row
    }
    let fillsNow =
      isCurrent && terms.fillRule != .nextOpen && terms.latencyBars == 0
      && terms.latencyNanoseconds == 0
    var index = 0
    while index < desks[symbol].inbox.count {
      var order = desks[symbol].inbox[index]
      index += 1
      order.decidedTime = now
      noteDecision(order.id, .order(order.order), symbol, now)
      order.decidedRow = row
      if order.isResting {
        rest(order, symbol, row)
      } else if fillsNow {
        fillMarket(order, symbol, row, instant: now, isOpen: false)
      } else {
        (order.eligibleRow, order.eligibleTime) = eligibility(row, now, isCurrent: isCurrent)
        desks[symbol].queue.append(order)
      }
    }
    desks[symbol].inbox.removeAll(keepingCapacity: true)
    if !desks[symbol].optionInbox.isEmpty {
      takeInOptions(symbol, row, now, isCurrent: isCurrent, fillsNow: fillsNow)
    }
    updateTriggers(symbol)
  }

  /// The first row and instant at which a decision made at a close may trade.
  func eligibility(_ row: Int, _ now: Int64, isCurrent: Bool) -> (row: Int, time: Int64) {
    let first = terms.fillRule == .nextOpen || !isCurrent ? row + 1 : row
    let time = now.addingReportingOverflow(terms.latencyNanoseconds)
    return (first + terms.latencyBars, time.overflow ? .max : time.partialValue)
  }

  private mutating func fillQueue(_ symbol: Int, _ row: Int, instant: Int64) {
    guard !desks[symbol].queue.isEmpty else { return }
    let waiting = desks[symbol].queue
    desks[symbol].queue.removeAll(keepingCapacity: true)
    for order in waiting {
      if row >= order.eligibleRow, instant >= order.eligibleTime {
        fillMarket(order, symbol, row, instant: instant, isOpen: terms.fillRule == .nextOpen)
      } else {
        desks[symbol].queue.append(order)
      }
    }
  }

  /// Reports what is still pending, closes what is open if the settings say so, and revalues the rest.
  mutating func endOfRun(_ symbol: Int, _ row: Int) {
    guard row >= 0 else { return }
    let bars = desks[symbol].bars
    let now = bars.closeTimes[row]
    for order in desks[symbol].queue + desks[symbol].resting where order.role == .entry {
      reportUnfilled(order.id, order.order, symbol, order.decidedTime)
    }
    for waiting in desks[symbol].optionQueue {
      let part = Order(.market, .units(0), tag: waiting.order.tag)
      reportUnfilled(waiting.id, part, symbol, waiting.decidedTime)
    }
    desks[symbol].queue.removeAll()
    desks[symbol].resting.removeAll()
    desks[symbol].optionQueue.removeAll()
    guard terms.settings.closesAtEnd else { return }
    desks[symbol].lastPrice = bars.close[row]
    if desks[symbol].units != 0 {
      let order = WorkingOrder(id: OrderID(-1), order: .close)
      fillMarket(order, symbol, row, instant: now, isOpen: false, cause: .closeAtEnd)
    }
    if !desks[symbol].holdings.isEmpty {
      let parts = desks[symbol].holdings.map { OptionOrder.Part($0.leg, contracts: -$0.contracts) }
      tradeOptions(OptionOrder(parts), OrderID(-1), symbol, instant: now, row: row)
    }
  }

  private mutating func reportUnfilled(
    _ id: OrderID,
    _ order: Order,
    _ symbol: Int,
    _ submitted: Int64
  ) {
    summary.unfilledCount += 1
    guard recording.keepsFills else { return }
    unfilled.append(
      UnfilledOrder(
        symbol: symbol,
        order: id,
        submitted: Timestamp(nanoseconds: submitted),
        request: order
      )
    )
  }
}
