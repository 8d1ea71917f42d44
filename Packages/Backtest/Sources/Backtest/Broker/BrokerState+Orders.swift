import MarketModel

/// Intake, sizing and limits.
extension BrokerState {
  mutating func submit(_ order: Order, _ symbol: Int) -> OrderID {
    let id = OrderID(nextOrder)
    nextOrder += 1
    summary.orderCount += 1
    desks[symbol].inbox.append(WorkingOrder(id: id, order: order))
    return id
  }

  mutating func submit(_ order: OptionOrder, _ symbol: Int) -> OrderID {
    let id = OrderID(nextOrder)
    nextOrder += 1
    summary.orderCount += 1
    desks[symbol].optionInbox.append((id: id, order: order))
    return id
  }

  mutating func cancel(_ id: OrderID, _ symbol: Int) {
    let before = workingCount(symbol)
    desks[symbol].inbox.removeAll { $0.id == id }
    desks[symbol].queue.removeAll { $0.id == id }
    desks[symbol].resting.removeAll { $0.id == id && $0.role == .entry }
    desks[symbol].optionInbox.removeAll { $0.id == id }
    desks[symbol].optionQueue.removeAll { $0.id == id }
    summary.cancelledCount += before - workingCount(symbol)
  }

  mutating func cancelAll(_ symbol: Int) {
    summary.cancelledCount += workingCount(symbol)
    desks[symbol].inbox.removeAll()
    desks[symbol].queue.removeAll()
    desks[symbol].resting.removeAll()
    desks[symbol].optionInbox.removeAll()
    desks[symbol].optionQueue.removeAll()
  }

  private func workingCount(_ symbol: Int) -> Int {
    let desk = desks[symbol]
    return desk.inbox.count + desk.queue.count
      + desk.optionInbox.count + desk.optionQueue.count
      + desk.resting.count { $0.role == .entry }
  }

  /// Lets an order rest from the next bar on, with its quantity fixed at the price it waits for.
  mutating func rest(_ waiting: WorkingOrder, _ symbol: Int, _ row: Int) {
    var order = waiting
    let bars = desks[symbol].bars
    let now = order.decidedTime
    guard row >= 0 else { return reject(order.id, .illiquid, symbol, now) }
    let price: Double
    switch order.order.kind {
    case .limit(let limit): price = limit
    case .stop(let stop), .stopLimit(let stop, _): price = stop
    case .trailingStop, .market: price = bars.close[row]
    }
    guard price.isFinite, price > 0 else { return reject(order.id, .invalidOrder, symbol, now) }
    order.units = signedUnits(order.order.size, symbol, row, reference: price, price: price)
    guard order.units != 0, order.units.isFinite else {
      if !order.units.isFinite { reject(order.id, .invalidOrder, symbol, now) }
      return
    }
    order.bestPrice = bars.close[row]
    order.eligibleRow = row + 1 + terms.latencyBars
    if terms.latencyNanoseconds > 0 {
      order.eligibleTime = eligibility(row, now, isCurrent: true).time
    }
    desks[symbol].resting.append(order)
  }

  /// The signed quantity of an order at a price; zero when there is nothing to do.
  func signedUnits(
    _ size: Order.Size,
    _ symbol: Int,
    _ row: Int,
    reference: Double,
    price: Double
  ) -> Double {
    let units = desks[symbol].units
    let wanted: Double
    switch size {
    case .units(let quantity): wanted = quantity
    case .targetUnits(let target):
      if target == 0 { return -units }
      wanted = target - units
    case .targetWeight(let weight):
      if weight == 0 { return -units }
      let equity = desks[symbol].share * equityIf(symbol, trades: reference)
      wanted = weight * equity / (reference * desks[symbol].multiplier) - units
    case .signal(let signal):
      if signal == 0 { return -units }
      wanted = unitsForSignal(signal, symbol, row, reference: reference, price: price) - units
    }
    guard let lot = terms.lotSize else { return wanted }
    // A whisker of tolerance keeps 3 / 0.1 from becoming 29 lots.
    return (wanted / lot * (1 + 4 * .ulpOfOne)).rounded(.towardZero) * lot
  }

  private func unitsForSignal(
    _ signal: Double,
    _ symbol: Int,
    _ row: Int,
    reference: Double,
    price: Double
  ) -> Double {
    let (units, multiplier) = (desks[symbol].units, desks[symbol].multiplier)
    if terms.sizesAllIn, signal == 1, units == 0, desks.count == 1, desks[symbol].share == 1 {
      return terms.affordableUnits(cash: ledger[.cash], price: price, multiplier: multiplier)
    }
    let equity = desks[symbol].share * equityIf(symbol, trades: reference)
    var cash = ledger[.cash]
    if units < 0 {
      cash += units * price * multiplier
      cash -= terms.fee(units: units, price: price, multiplier: multiplier)
    }
    if desks[symbol].share < 1 {
      let held = units > 0 ? units * reference * multiplier : 0
      cash = min(cash, equity - held)
    }
    let inputs = SizingInputs(
      signal: signal,
      price: price,
      multiplier: multiplier,
      equity: equity,
      cash: max(0, cash),
      currentUnits: units,
      affordableUnits: terms.affordableUnits(cash: cash, price: price, multiplier: multiplier),
      closes: desks[symbol].bars.close,
      closedBars: row
    )
    return terms.settings.sizing.targetUnits(inputs)
  }

  /// The equity with one symbol valued at a price of its own.
  func equityIf(_ symbol: Int, trades price: Double) -> Double {
    equity + desks[symbol].units * desks[symbol].multiplier * (price - desks[symbol].lastPrice)
  }

  /// Why the limits refuse a trade, or `nil` when they let it through.
  func breach(_ symbol: Int, units: Double, price: Double, reference: Double) -> RejectReason? {
    if terms.isUnlimited { return nil }
    let limits = terms.settings.limits
    let (held, multiplier) = (desks[symbol].units, desks[symbol].multiplier)
    let after = held + units
    if abs(after) <= abs(held), after * held >= 0 { return nil }
    // Quantities come out of divisions, so a limit that is met exactly must not be missed by an ulp.
    let slack = 1 + 1e-9
    if after < 0, !limits.allowsShorting { return .shortingNotAllowed }
    if let most = limits.maximumPositionUnits, abs(after) > most * slack { return .positionLimit }
    let equity = equityIf(symbol, trades: reference)
    let value = abs(after) * reference * multiplier
    if let most = limits.maximumPositionFraction, value > most * equity * slack {
      return .positionLimit
    }
    if let most = limits.maximumGrossLeverage {
      var gross = value
      for (other, desk) in desks.enumerated() where other != symbol {
        gross += abs(desk.units * desk.lastPrice * desk.multiplier)
      }
      if gross > most * equity * slack { return .leverageLimit }
    }
    if limits.requiresBuyingPower, units > 0 {
      let cost =
        units * price * multiplier
        + terms.fee(units: units, price: price, multiplier: multiplier)
      if cost > ledger[.cash] + 1e-9 * abs(ledger[.cash]) { return .buyingPower }
    }
    return nil
  }
}
