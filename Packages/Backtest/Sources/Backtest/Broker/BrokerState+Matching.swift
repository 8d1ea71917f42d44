import MarketModel

/// Resting orders against the range of a bar.
extension BrokerState {
  private struct Match {
    let index: Int
    let price: Double
    let isOpen: Bool
  }

  /// Matches resting orders against a bar until nothing more fills.
  ///
  /// What fills at the open goes before what fills inside the bar. Inside the bar stops go before limits, or
  /// the other way round where the settings say so; then the order of submission decides.
  mutating func matchResting(_ symbol: Int, _ row: Int) {
    expire(symbol, row)
    reportAmbiguity(symbol, row)
    while let match = nextMatch(symbol, row) {
      let order = desks[symbol].resting.remove(at: match.index)
      execute(order, match, symbol, row)
    }
    withdrawImmediate(symbol, row)
    trail(symbol, row)
  }

  private func nextMatch(_ symbol: Int, _ row: Int) -> Match? {
    var best: (match: Match, rank: Int)?
    for index in desks[symbol].resting.indices {
      guard let match = match(index, symbol, row) else { continue }
      let order = desks[symbol].resting[index]
      let isStop = order.stopLevel != nil
      let prefersStops = terms.settings.intrabarRule == .stopFirst
      let rank = match.isOpen ? 0 : isStop == prefersStops ? 1 : 2
      if let best, best.rank <= rank { continue }
      best = (match, rank)
    }
    return best?.match
  }

  /// Where an order fills in a bar, or `nil` when it does not.
  private func match(_ index: Int, _ symbol: Int, _ row: Int) -> Match? {
    let bars = desks[symbol].bars
    let order = desks[symbol].resting[index]
    guard row >= order.eligibleRow, bars.openTimes[row] >= order.eligibleTime else { return nil }
    let (open, high, low) = (bars.open[row], bars.high[row], bars.low[row])
    let buys = order.units > 0
    let hasOpen = order.bornInsideRow != row
    let level: Double
    let triggersBelow: Bool
    var strictly = false
    if let stop = order.stopLevel {
      (level, triggersBelow) = (stop, !buys)
    } else if case .limit(let limit) = order.order.kind {
      (level, triggersBelow) = (limit, buys)
      strictly = terms.settings.limitFillRule == .through
    } else {
      return nil
    }
    if hasOpen, triggersBelow ? open <= level : open >= level {
      return Match(index: index, price: open, isOpen: true)
    }
    if order.order.timeInForce == .immediateOrCancel { return nil }
    let reached =
      triggersBelow
      ? (strictly ? low < level : low <= level) : (strictly ? high > level : high >= level)
    return reached ? Match(index: index, price: level, isOpen: false) : nil
  }

  private mutating func execute(
    _ order: WorkingOrder,
    _ match: Match,
    _ symbol: Int,
    _ row: Int
  ) {
    let bars = desks[symbol].bars
    // The moment inside a bar is unknown; it is booked at the bar's close time.
    let time = match.isOpen ? bars.openTimes[row] : bars.closeTimes[row]
    desks[symbol].lastPrice = match.price
    let known = match.isOpen ? max(0, row - 1) : row
    let concession = terms.concession(match.price, order.units, bars, known)
    let worse = order.units > 0 ? match.price + concession : max(0, match.price - concession)
    var price = match.price
    switch order.order.kind {
    case .limit, .market: break
    case .stop, .trailingStop: price = worse
    case .stopLimit(_, let limit):
      let buys = order.units > 0
      guard buys ? match.price <= limit : match.price >= limit else {
        var triggered = order
        triggered.order.kind = .limit(limit)
        triggered.eligibleRow = row + 1
        return desks[symbol].resting.append(triggered)
      }
      price = buys ? min(worse, limit) : max(worse, limit)
    }
    if order.group >= 0 { desks[symbol].resting.removeAll { $0.group == order.group } }
    var units = order.units
    if order.role != .entry {
      let held = desks[symbol].units
      guard held * units < 0 else { return }
      units = abs(units) > abs(held) ? -held : units
    }
    let moment: FillMoment = match.isOpen ? .open : .inside
    let cause = cause(of: order)
    let isDone = trade(order.id, symbol, row, units, match.price, price, time, cause)
    if isDone, let bracket = order.order.bracket {
      place(bracket, of: order, symbol, row, units, price, moment)
    }
  }

  private func cause(of order: WorkingOrder) -> FillCause {
    switch (order.role, order.order.kind) {
    case (.protectiveStop, _): .protectiveStop
    case (.target, _): .target
    case (.entry, .limit): .limit
    case (.entry, .trailingStop): .trailingStop
    case (.entry, _): .stop
    }
  }

  /// Adds up what the other choice would have changed where a bar reaches stop and target of a bracket.
  private mutating func reportAmbiguity(_ symbol: Int, _ row: Int) {
    for (index, order) in desks[symbol].resting.enumerated() where order.role == .protectiveStop {
      guard let stop = match(index, symbol, row), !stop.isOpen,
        let other = desks[symbol].resting.firstIndex(where: {
          $0.role == .target && $0.group == order.group
        }),
        let target = match(other, symbol, row), !target.isOpen
      else { continue }
      summary.ambiguousBarCount += 1
      let distance = abs(target.price - stop.price) * abs(order.units) * desks[symbol].multiplier
      let sign = terms.settings.intrabarRule == .stopFirst ? 1.0 : -1.0
      summary.ambiguousEquity += sign * distance
    }
  }

  /// Withdraws day orders whose day is over.
  private mutating func expire(_ symbol: Int, _ row: Int) {
    let day = CivilDate(
      utcDayOf: Timestamp(nanoseconds: desks[symbol].bars.openTimes[row])
    ).dayNumber
    for index in desks[symbol].resting.indices.reversed()
    where desks[symbol].resting[index].order.timeInForce == .day
      && row >= desks[symbol].resting[index].eligibleRow
    {
      if let first = desks[symbol].resting[index].tradingDay {
        if first != Int64(day) {
          desks[symbol].resting.remove(at: index)
          summary.cancelledCount += 1
        }
      } else {
        desks[symbol].resting[index].tradingDay = Int64(day)
      }
    }
  }

  /// Withdraws orders that had to fill at their first price and did not.
  private mutating func withdrawImmediate(_ symbol: Int, _ row: Int) {
    let openTime = desks[symbol].bars.openTimes[row]
    let before = desks[symbol].resting.count
    desks[symbol].resting.removeAll {
      $0.order.timeInForce == .immediateOrCancel && row >= $0.eligibleRow
        && openTime >= $0.eligibleTime
    }
    summary.cancelledCount += before - desks[symbol].resting.count
  }

  /// Moves trailing stops after the bar's own range has been tested against them.
  private mutating func trail(_ symbol: Int, _ row: Int) {
    let bars = desks[symbol].bars
    for index in desks[symbol].resting.indices {
      guard case .trailingStop = desks[symbol].resting[index].order.kind,
        row >= desks[symbol].resting[index].eligibleRow
      else { continue }
      let best = desks[symbol].resting[index].bestPrice
      desks[symbol].resting[index].bestPrice =
        desks[symbol].resting[index].units < 0
        ? max(best, bars.high[row]) : min(best, bars.low[row])
    }
  }
}
