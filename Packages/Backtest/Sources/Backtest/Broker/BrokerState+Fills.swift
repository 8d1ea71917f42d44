import MarketModel

/// Where in a bar something fills.
enum FillMoment {
  /// At its first price.
  case open

  /// Between its first and last price.
  case inside

  /// At its last price.
  case close
}

/// Market fills and bookings.
extension BrokerState {
  /// Fills a market order at the price that the fill rule offers, or refuses it.
  mutating func fillMarket(
    _ order: WorkingOrder,
    _ symbol: Int,
    _ row: Int,
    instant: Int64,
    isOpen: Bool,
    cause: FillCause = .market
  ) {
    let bars = desks[symbol].bars
    let base = isOpen ? bars.open[row] : bars.close[row]
    var reference = base
    if terms.fillRule == .worstCase || terms.fillRule == .quotes {
      let side = signedUnits(order.order.size, symbol, row, reference: base, price: base)
      guard side != 0 else { return }
      switch quotedPrice(symbol, row, units: side, instant: instant) {
      case .success(let price): reference = price
      case .failure(let refusal):
        return reject(order.id, refusal.reason, symbol, instant)
      }
    }
    // The row whose range and volume are already known when the order trades.
    let known = isOpen ? max(0, row - 1) : row
    let held = desks[symbol].units
    let buys = isPurchase(order.order.size, held: held, symbol, row, reference)
    let probe = terms.concession(reference, 0, bars, known)
    var price = buys ? reference + probe : max(0, reference - probe)
    let units = signedUnits(order.order.size, symbol, row, reference: reference, price: price)
    guard units != 0 else { return }
    guard units.isFinite, price > 0 || units < 0 else {
      return reject(order.id, .invalidOrder, symbol, instant)
    }
    if terms.slippage == nil || (units > 0) != buys {
      let concession = terms.concession(reference, units, bars, known)
      price = units > 0 ? reference + concession : max(0, reference - concession)
    }
    let moment: FillMoment = isOpen ? .open : .close
    let isDone = trade(order.id, symbol, row, units, reference, price, instant, cause)
    if isDone, let bracket = order.order.bracket {
      place(bracket, of: order, symbol, row, units, price, moment)
    }
  }

  /// Whether an order buys, as far as its size alone tells.
  func isPurchase(
    _ size: Order.Size,
    held: Double,
    _ symbol: Int,
    _ row: Int,
    _ reference: Double
  ) -> Bool {
    switch size {
    case .units(let quantity): quantity > 0
    case .targetUnits(let target): target > held
    case .signal(0): held < 0
    case .signal(let signal) where held == 0: signal > 0
    case .targetWeight, .signal:
      signedUnits(size, symbol, row, reference: reference, price: reference) > 0
    }
  }

  /// A refusal as an error, for `Result`.
  struct Refusal: Error {
    let reason: RejectReason
  }

  private func quotedPrice(
    _ symbol: Int,
    _ row: Int,
    units: Double,
    instant: Int64
  ) -> Result<Double, Refusal> {
    let desk = desks[symbol]
    var quote: ReplayQuote
    if terms.fillRule == .worstCase {
      quote = ReplayQuote(
        visibleAt: instant,
        bid: desk.bars.low[row],
        ask: desk.bars.high[row],
        bidSize: nil,
        askSize: nil
      )
    } else {
      guard let newest = desk.quotes?.quote(at: instant) else {
        return .failure(Refusal(reason: .illiquid))
      }
      quote = newest
    }
    if let reason = terms.settings.quoteChecks.refusal(of: quote, units: units, at: instant) {
      return .failure(Refusal(reason: reason))
    }
    return .success(units > 0 ? quote.ask : quote.bid)
  }

  /// Checks the limits and books a trade; returns whether it was done.
  mutating func trade(
    _ order: OrderID,
    _ symbol: Int,
    _ row: Int,
    _ units: Double,
    _ reference: Double,
    _ price: Double,
    _ time: Int64,
    _ cause: FillCause
  ) -> Bool {
    if !terms.isUnlimited,
      let reason = breach(symbol, units: units, price: price, reference: reference)
    {
      reject(order, reason, symbol, time)
      return false
    }
    let multiplier = desks[symbol].multiplier
    let fee = terms.fee(units: units, price: price, multiplier: multiplier)
    let slippage = units * (price - reference) * multiplier
    book(symbol, row, units, reference, price, fee: fee, slippage: slippage, time)
    summary.fillCount += 1
    if recording.keepsFills {
      fills.append(
        Fill(
          time: time,
          bar: Int32(truncatingIfNeeded: row),
          order: order,
          symbol: Int16(truncatingIfNeeded: symbol),
          cause: cause,
          units: units,
          price: price,
          fee: fee,
          slippage: slippage
        )
      )
    }
    if desks[symbol].units == 0, !desks[symbol].resting.isEmpty {
      desks[symbol].resting.removeAll { $0.role != .entry }
    }
    return true
  }

  /// Places the exits of an entry, unless it only reduced a position.
  mutating func place(
    _ bracket: Bracket,
    of entry: WorkingOrder,
    _ symbol: Int,
    _ row: Int,
    _ units: Double,
    _ price: Double,
    _ moment: FillMoment
  ) {
    guard desks[symbol].units * units > 0 else { return }
    let direction = units > 0 ? 1.0 : -1.0
    var exit = WorkingOrder(id: entry.id, order: entry.order)
    exit.order.bracket = nil
    exit.order.timeInForce = .goodTillCancelled
    exit.group = entry.id.value
    exit.units = -units
    exit.decidedRow = row
    exit.decidedTime = entry.decidedTime
    exit.eligibleRow = moment == .open ? row : row + 1
    if let distance = bracket.target {
      exit.role = .target
      exit.order.kind = .limit(price + direction * distance.amount(at: price))
      desks[symbol].resting.append(exit)
    }
    if let distance = bracket.stop {
      exit.role = .protectiveStop
      exit.order.kind = .stop(price - direction * distance.amount(at: price))
      if moment == .inside, terms.settings.intrabarRule == .stopFirst {
        // The path after the entry is unknown: in the worst case the stop follows in the same bar.
        exit.eligibleRow = row
        exit.bornInsideRow = row
      }
      desks[symbol].resting.append(exit)
    }
  }

  /// Books a trade on the ledger, the position and the open round trip.
  mutating func book(
    _ symbol: Int,
    _ row: Int,
    _ units: Double,
    _ reference: Double,
    _ price: Double,
    fee: Double,
    slippage: Double,
    _ time: Int64
  ) {
    let (held, multiplier) = (desks[symbol].units, desks[symbol].multiplier)
    post(units * reference * multiplier, .positions, .cash, time)
    if slippage != 0 { post(slippage, .slippage, .cash, time) }
    if fee != 0 { post(fee, .fees, .cash, time) }
    summary.fees += fee
    summary.slippage += slippage
    summary.tradedValue += abs(units) * price * multiplier
    var after = held + units
    if abs(after) <= 1e-13 * abs(units) { after = 0 }
    if held == 0 {
      desks[symbol].averageReference = reference
      openTrip(symbol, row, units, price, fee, slippage, time)
    } else if (held > 0) == (units > 0) {
      desks[symbol].averageReference =
        (desks[symbol].averageReference * held + reference * units) / after
      desks[symbol].trip.entryUnits += abs(units)
      desks[symbol].trip.entryValue += abs(units) * price
      desks[symbol].trip.fees += fee
      desks[symbol].trip.slippage += slippage
    } else {
      reduce(symbol, row, units, after, reference, price, fee, slippage, time)
    }
    desks[symbol].units = after
  }

  private mutating func reduce(
    _ symbol: Int,
    _ row: Int,
    _ units: Double,
    _ after: Double,
    _ reference: Double,
    _ price: Double,
    _ fee: Double,
    _ slippage: Double,
    _ time: Int64
  ) {
    let held = desks[symbol].units
    let flips = after != 0 && (after > 0) != (held > 0)
    let closed = flips || after == 0 ? held : -units
    let profit = (reference - desks[symbol].averageReference) * closed * desks[symbol].multiplier
    post(profit, .positions, .realised, time)
    summary.realised += profit
    let share = flips ? abs(closed / units) : 1
    desks[symbol].trip.exitUnits += abs(closed)
    desks[symbol].trip.exitValue += abs(closed) * price
    desks[symbol].trip.fees += fee * share
    desks[symbol].trip.slippage += slippage * share
    guard flips || after == 0 else { return }
    closeTrip(symbol, row, direction: held > 0 ? 1 : -1, time)
    if flips {
      desks[symbol].averageReference = reference
      openTrip(symbol, row, after, price, fee * (1 - share), slippage * (1 - share), time)
    }
  }

  private mutating func openTrip(
    _ symbol: Int,
    _ row: Int,
    _ units: Double,
    _ price: Double,
    _ fee: Double,
    _ slippage: Double,
    _ time: Int64
  ) {
    desks[symbol].trip = OpenTrip(
      entryUnits: abs(units),
      entryValue: abs(units) * price,
      fees: fee,
      slippage: slippage,
      time: time,
      row: row
    )
    if let funding = desks[symbol].funding {
      desks[symbol].fundingCursor = funding.times.partitionPoint { $0 > time }
    }
  }

  /// Ends the open round trip.
  @inline(__always)
  mutating func closeTrip(_ symbol: Int, _ row: Int, direction: Double, _ time: Int64) {
    let trip = desks[symbol].trip
    let multiplier = desks[symbol].multiplier
    let gross = direction * (trip.exitValue - trip.entryValue) * multiplier
    let profit = gross - trip.fees - trip.carry
    count(profit: profit, bars: row - trip.row)
    if recording.keepsRoundTrips { keepTrip(symbol, row, direction, profit: profit, time) }
  }

  @inline(never)
  private mutating func keepTrip(
    _ symbol: Int,
    _ row: Int,
    _ direction: Double,
    profit: Double,
    _ time: Int64
  ) {
    let trip = desks[symbol].trip
    let multiplier = desks[symbol].multiplier
    let entered = trip.entryValue * multiplier
    roundTrips.append(
      RoundTrip(
        symbol: symbol,
        entryTime: Timestamp(nanoseconds: desks[symbol].time(trip.time, row: trip.row)),
        exitTime: Timestamp(nanoseconds: desks[symbol].time(time, row: row)),
        entryBar: trip.row,
        exitBar: row,
        units: direction * trip.entryUnits,
        entryPrice: trip.entryValue / trip.entryUnits,
        exitPrice: trip.exitValue / trip.exitUnits,
        fees: trip.fees,
        slippage: trip.slippage,
        carry: trip.carry,
        profit: profit,
        optionLegs: [],
        returnOnEntry: entered > 0 ? profit / entered : nil
      )
    )
  }

  /// Adds a closed position to the statistics.
  @inline(__always)
  mutating func count(profit: Double, bars: Int) {
    summary.roundTripCount += 1
    summary.heldBars += bars
    if profit > 0 {
      summary.winnerCount += 1
      summary.grossProfit += profit
    } else {
      summary.grossLoss -= profit
    }
  }
}
