import MarketModel

/// Charges that fall due as time passes.
extension BrokerState {
  /// Charges a short position for the time since the last close, at that close.
  mutating func accrueBorrow(_ symbol: Int, _ row: Int) {
    let rate = terms.settings.borrowRatePerYear
    guard rate > 0, desks[symbol].units < 0, row > 0 else { return }
    let bars = desks[symbol].bars
    let elapsed = Double(bars.closeTimes[row] - bars.closeTimes[row - 1])
    let value = -desks[symbol].units * bars.close[row - 1] * desks[symbol].multiplier
    let charge = value * rate * elapsed / nanosecondsPerYear
    post(charge, .borrow, .cash, bars.closeTimes[row])
    summary.borrow += charge
    desks[symbol].trip.carry += charge
  }

  /// Pays or receives funding that fell due while a position was held.
  mutating func payFunding(_ symbol: Int, through instant: Int64, price: Double) {
    guard let funding = desks[symbol].funding, desks[symbol].units != 0 else { return }
    while desks[symbol].fundingCursor < funding.times.count,
      funding.times[desks[symbol].fundingCursor] <= instant
    {
      let row = desks[symbol].fundingCursor
      let value = desks[symbol].units * price * desks[symbol].multiplier
      let payment = value * funding.rates[row]
      post(payment, .funding, .cash, funding.times[row])
      summary.funding += payment
      desks[symbol].trip.carry += payment
      desks[symbol].fundingCursor += 1
    }
  }

  /// Hands over the fills, with the times that were left open.
  mutating func drainFills() -> [Fill] {
    let desks = desks
    return fills.drain { fill in
      fill.time = desks[Int(fill.symbol)].time(fill.time, row: Int(fill.bar))
    }
  }

  /// Books the gains of open positions at the last prices, and completes the summary.
  mutating func revalue(_ time: Int64) {
    var gain = 0.0
    for desk in desks {
      gain += (desk.lastPrice - desk.averageReference) * desk.units * desk.multiplier
      for holding in desk.holdings {
        gain +=
          (holding.mark - holding.averageReference) * holding.contracts
          * terms.settings.optionCosts.multiplier
      }
      summary.openPositionCount += (desk.units != 0 ? 1 : 0) + (desk.holdings.isEmpty ? 0 : 1)
    }
    post(gain, .revaluation, .unrealised, time)
    summary.unrealised = gain
    summary.finalEquity = equity
  }
}

/// A year of 365 days.
private let nanosecondsPerYear = 365.0 * 86_400 * 1e9
