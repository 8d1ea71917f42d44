import MarketModel

/// Option legs: orders, marks and expiry.
extension BrokerState {
  mutating func takeInOptions(
    _ symbol: Int,
    _ row: Int,
    _ now: Int64,
    isCurrent: Bool,
    fillsNow: Bool
  ) {
    for (id, order) in desks[symbol].optionInbox {
      noteDecision(id, .options(order), symbol, now)
      if fillsNow {
        tradeOptions(order, id, symbol, instant: now, row: row)
      } else {
        let (first, time) = eligibility(row, now, isCurrent: isCurrent)
        desks[symbol].optionQueue.append(
          WaitingOptionOrder(
            id: id,
            order: order,
            decidedTime: now,
            eligibleRow: first,
            eligibleTime: time
          )
        )
      }
    }
    desks[symbol].optionInbox.removeAll(keepingCapacity: true)
    markOptions(symbol, now)
  }

  mutating func tradeOptionQueue(_ symbol: Int, _ row: Int, instant: Int64) {
    guard !desks[symbol].optionQueue.isEmpty else { return }
    let waiting = desks[symbol].optionQueue
    desks[symbol].optionQueue.removeAll()
    for order in waiting {
      if row >= order.eligibleRow, instant >= order.eligibleTime {
        tradeOptions(order.order, order.id, symbol, instant: instant, row: row)
      } else {
        desks[symbol].optionQueue.append(order)
      }
    }
  }

  /// Fills all legs at the newest visible bids and asks, or refuses the whole order.
  mutating func tradeOptions(
    _ order: OptionOrder,
    _ id: OrderID,
    _ symbol: Int,
    instant: Int64,
    row: Int
  ) {
    let now = Timestamp(nanoseconds: instant)
    let concession = terms.settings.optionCosts.slippagePerUnit * terms.costMultiplier
    var trades: [(part: OptionOrder.Part, reference: Double, price: Double)] = []
    for part in order.parts {
      guard part.contracts.isFinite, part.contracts != 0, part.leg.expiry > now else {
        return reject(id, .invalidOrder, symbol, instant)
      }
      guard let found = desks[symbol].options?.quote(of: part.leg, at: now) else {
        return reject(id, .illiquid, symbol, instant)
      }
      let checks = terms.settings.quoteChecks
      if let reason = checks.refusal(of: found.quote, units: part.contracts, at: instant) {
        return reject(id, reason, symbol, instant)
      }
      let reference = part.contracts > 0 ? found.quote.ask : found.quote.bid
      let price =
        part.contracts > 0 ? reference + concession : max(0, reference - concession)
      trades.append((part, reference, price))
    }
    if let reason = optionBreach(trades) { return reject(id, reason, symbol, instant) }
    for trade in trades {
      let fee =
        terms.settings.optionCosts.feePerContract * terms.costMultiplier
        * abs(trade.part.contracts)
      bookOption(
        trade.part,
        symbol,
        row,
        reference: trade.reference,
        price: trade.price,
        fee: fee,
        tag: order.tag,
        instant: instant,
        isExpiry: false
      )
    }
    settleOptionTrip(symbol, row, instant)
  }

  private func optionBreach(
    _ trades: [(part: OptionOrder.Part, reference: Double, price: Double)]
  ) -> RejectReason? {
    guard terms.settings.limits.requiresBuyingPower else { return nil }
    let costs = terms.settings.optionCosts
    let cost = trades.reduce(0) { sum, trade in
      sum + trade.part.contracts * trade.price * costs.multiplier
        + abs(trade.part.contracts) * costs.feePerContract * terms.costMultiplier
    }
    return cost > ledger[.cash] ? .buyingPower : nil
  }

  /// Settles options whose last day is over at what they pay on the underlying's close.
  mutating func expireOptions(_ symbol: Int, _ row: Int) {
    let instant = desks[symbol].bars.closeTimes[row]
    let underlying = desks[symbol].bars.close[row]
    let expired = desks[symbol].holdings.filter { $0.leg.expiry.nanoseconds <= instant }
    guard !expired.isEmpty else { return }
    for holding in expired {
      let value = holding.leg.intrinsicValue(at: underlying)
      bookOption(
        OptionOrder.Part(holding.leg, contracts: -holding.contracts),
        symbol,
        row,
        reference: value,
        price: value,
        fee: 0,
        tag: 0,
        instant: instant,
        isExpiry: true
      )
    }
    settleOptionTrip(symbol, row, instant)
  }

  /// Marks holdings at the newest visible midpoints.
  mutating func markOptions(_ symbol: Int, _ instant: Int64) {
    var value = 0.0
    for index in desks[symbol].holdings.indices {
      let leg = desks[symbol].holdings[index].leg
      let now = Timestamp(nanoseconds: instant)
      if let newest = desks[symbol].options?.quote(of: leg, at: now) {
        desks[symbol].holdings[index].mark = newest.middle
      }
      value += desks[symbol].holdings[index].mark * desks[symbol].holdings[index].contracts
    }
    desks[symbol].optionValue = value * terms.settings.optionCosts.multiplier
  }

  private mutating func bookOption(
    _ part: OptionOrder.Part,
    _ symbol: Int,
    _ row: Int,
    reference: Double,
    price: Double,
    fee: Double,
    tag: Int32,
    instant: Int64,
    isExpiry: Bool
  ) {
    let multiplier = terms.settings.optionCosts.multiplier
    let slippage = part.contracts * (price - reference) * multiplier
    post(part.contracts * reference * multiplier, .positions, .cash, instant)
    if slippage != 0 { post(slippage, .slippage, .cash, instant) }
    if fee != 0 { post(fee, .fees, .cash, instant) }
    summary.fees += fee
    summary.slippage += slippage
    summary.tradedValue += abs(part.contracts) * price * multiplier
    summary.fillCount += 1
    hold(part, symbol, reference: reference, price: price, instant: instant)
    addToOptionTrip(part, symbol, row, price, fee, slippage, instant)
    guard recording.keepsFills else { return }
    optionFills.append(
      OptionFill(
        time: Timestamp(nanoseconds: instant),
        leg: part.leg,
        contracts: part.contracts,
        price: price,
        fee: fee,
        slippage: slippage,
        tag: tag,
        isExpiry: isExpiry
      )
    )
  }

  /// Changes a holding, and books the profit of what it closes.
  private mutating func hold(
    _ part: OptionOrder.Part,
    _ symbol: Int,
    reference: Double,
    price: Double,
    instant: Int64
  ) {
    guard let index = desks[symbol].holdings.firstIndex(where: { $0.leg == part.leg }) else {
      desks[symbol].holdings.append(
        OptionHolding(
          leg: part.leg,
          contracts: part.contracts,
          averagePrice: price,
          averageReference: reference,
          mark: reference,
          opened: instant
        )
      )
      return
    }
    var holding = desks[symbol].holdings[index]
    let after = holding.contracts + part.contracts
    if holding.contracts * part.contracts > 0 {
      holding.averagePrice =
        (holding.averagePrice * holding.contracts + price * part.contracts) / after
      holding.averageReference =
        (holding.averageReference * holding.contracts + reference * part.contracts) / after
    } else {
      let flips = after * holding.contracts < 0
      let closed = flips ? holding.contracts : -part.contracts
      let profit =
        (reference - holding.averageReference) * closed
        * terms.settings.optionCosts.multiplier
      post(profit, .positions, .realised, instant)
      summary.realised += profit
      if flips { (holding.averagePrice, holding.averageReference) = (price, reference) }
    }
    holding.contracts = after
    if after == 0 {
      desks[symbol].holdings.remove(at: index)
    } else {
      desks[symbol].holdings[index] = holding
    }
  }

  /// Collects the cash flows of a structure: entries until the first reduction are what it cost.
  private mutating func addToOptionTrip(
    _ part: OptionOrder.Part,
    _ symbol: Int,
    _ row: Int,
    _ price: Double,
    _ fee: Double,
    _ slippage: Double,
    _ instant: Int64
  ) {
    if desks[symbol].optionTripLegs.isEmpty {
      desks[symbol].optionTrip.time = instant
      desks[symbol].optionTrip.row = row
    }
    let flow = part.contracts * price
    let isEntry =
      desks[symbol].holdings.first { $0.leg == part.leg }
      .map { $0.contracts * part.contracts > 0 } ?? false
    if isEntry {
      if !desks[symbol].optionTripLegs.contains(part.leg) {
        desks[symbol].optionTripLegs.append(part.leg)
      }
      desks[symbol].optionTrip.entryValue += flow
      desks[symbol].optionTrip.entryUnits += abs(part.contracts)
    } else {
      desks[symbol].optionTrip.exitValue -= flow
      desks[symbol].optionTrip.exitUnits += abs(part.contracts)
    }
    desks[symbol].optionTrip.fees += fee
    desks[symbol].optionTrip.slippage += slippage
  }

  /// Ends the structure when nothing of it is held any more.
  private mutating func settleOptionTrip(_ symbol: Int, _ row: Int, _ instant: Int64) {
    markOptions(symbol, instant)
    let trip = desks[symbol].optionTrip
    guard desks[symbol].holdings.isEmpty, !desks[symbol].optionTripLegs.isEmpty else { return }
    let multiplier = terms.settings.optionCosts.multiplier
    let profit = (trip.exitValue - trip.entryValue) * multiplier - trip.fees
    let entered = abs(trip.entryValue) * multiplier
    count(profit: profit, bars: row - trip.row)
    guard recording.keepsRoundTrips else { return endOptionTrip(symbol) }
    roundTrips.append(
      RoundTrip(
        symbol: symbol,
        entryTime: Timestamp(nanoseconds: trip.time),
        exitTime: Timestamp(nanoseconds: instant),
        entryBar: trip.row,
        exitBar: row,
        units: trip.entryUnits,
        entryPrice: trip.entryUnits > 0 ? trip.entryValue / trip.entryUnits : 0,
        exitPrice: trip.exitUnits > 0 ? trip.exitValue / trip.exitUnits : 0,
        fees: trip.fees,
        slippage: trip.slippage,
        carry: 0,
        profit: profit,
        optionLegs: desks[symbol].optionTripLegs,
        returnOnEntry: entered > 0 ? profit / entered : nil
      )
    )
    endOptionTrip(symbol)
  }

  private mutating func endOptionTrip(_ symbol: Int) {
    desks[symbol].optionTrip = OpenTrip()
    desks[symbol].optionTripLegs = []
  }
}
