/// The short way of a plain order: the same sums as the long one, without lists and look-ups.
extension BrokerState {
  /// Takes in a plain order and fills it at once, at the price of its row; nothing else is at work.
  @inline(__always)
  mutating func fillPlain(_ size: Order.Size, _ row: Int) {
    guard let desk = desks.baseAddress else { return }
    let id = OrderID(nextOrder)
    nextOrder &+= 1
    summary.orderCount &+= 1
    let close = desk.pointee.bars.close[row]
    let reference = plain.fillsAtOpen ? desk.pointee.bars.open[row] : close
    desk.pointee.lastPrice = reference
    desk.pointee.hasPrice = true
    desk.pointee.row = row
    let held = desk.pointee.units
    let concession = reference * plain.slippage.priceFraction + plain.slippage.perUnit
    if size.isExit {
      if held != 0 {
        let price = held < 0 ? reference + concession : max(0, reference - concession)
        tradePlain(id, desk, row, held, -held, reference, price)
      }
    } else if held == 0, plain.sizesAllIn, case .signal(1) = size {
      let (price, cash) = (reference + concession, ledger[.cash])
      if cash > 0, price > 0 {
        let unit = price * plain.multiplier * (1 + plain.fee.valueFraction) + plain.fee.perUnit
        tradePlain(id, desk, row, held, cash / unit, reference, price)
      }
    } else {
      fillSized(id, size, row, reference, concession)
    }
    desk.pointee.lastPrice = close
  }

  /// Fills a plain order whose size needs a look at the account.
  @inline(never)
  private mutating func fillSized(
    _ id: OrderID,
    _ size: Order.Size,
    _ row: Int,
    _ reference: Double,
    _ concession: Double
  ) {
    guard let desk = desks.baseAddress else { return }
    let held = desk.pointee.units
    let buys = isPurchase(size, held: held, 0, row, reference)
    var price = buys ? reference + concession : max(0, reference - concession)
    let units = signedUnits(size, 0, row, reference: reference, price: price)
    if (units > 0) != buys {
      price = units > 0 ? reference + concession : max(0, reference - concession)
    }
    tradePlain(id, desk, row, held, units, reference, price)
  }

  /// Checks, charges and books the trade of a plain order.
  @inline(__always)
  private mutating func tradePlain(
    _ id: OrderID,
    _ desk: UnsafeMutablePointer<Desk>,
    _ row: Int,
    _ held: Double,
    _ units: Double,
    _ reference: Double,
    _ price: Double
  ) {
    guard units != 0 else { return }
    if _slowPath(!(units.isFinite && (price > 0 || units < 0))) {
      return reject(id, .invalidOrder, 0, plainTime(row))
    }
    if !plain.isUnlimited,
      let reason = breach(0, units: units, price: price, reference: reference)
    {
      return reject(id, reason, 0, plainTime(row))
    }
    let size = abs(units)
    let value = size * price
    let fee = value * plain.multiplier * plain.fee.valueFraction + size * plain.fee.perUnit
    let slippage = units * (price - reference) * plain.multiplier
    let time = plain.fillsAtOpen ? Desk.openOfRow : Desk.closeOfRow
    let after = held + units
    if held == 0 || abs(after) <= 1e-13 * size {
      chargePlain(units * reference * plain.multiplier, fee: fee, slippage: slippage)
      summary.tradedValue += value * plain.multiplier
      if held == 0 {
        openPlain(desk, row, units, reference, price, fee, slippage, time)
      } else {
        closePlain(desk, row, held, reference, value, fee, slippage, time)
      }
    } else {
      book(0, row, units, reference, price, fee: fee, slippage: slippage, time)
      noteExposure(row)
    }
    summary.fillCount &+= 1
    if recording.keepsFills {
      fills.append(
        Fill(
          time: time,
          bar: Int32(truncatingIfNeeded: row),
          order: id,
          symbol: 0,
          cause: .market,
          units: units,
          price: price,
          fee: fee,
          slippage: slippage
        )
      )
    }
  }

  @inline(__always)
  private mutating func chargePlain(_ value: Double, fee: Double, slippage: Double) {
    ledger.post(value, debit: .positions, credit: .cash)
    if slippage != 0 { ledger.post(slippage, debit: .slippage, credit: .cash) }
    if fee != 0 { ledger.post(fee, debit: .fees, credit: .cash) }
    summary.fees += fee
    summary.slippage += slippage
  }

  @inline(__always)
  private mutating func openPlain(
    _ desk: UnsafeMutablePointer<Desk>,
    _ row: Int,
    _ units: Double,
    _ reference: Double,
    _ price: Double,
    _ fee: Double,
    _ slippage: Double,
    _ time: Int64
  ) {
    desk.pointee.units = units
    desk.pointee.averageReference = reference
    desk.pointee.trip = OpenTrip(
      entryUnits: abs(units),
      entryValue: abs(units) * price,
      fees: fee,
      slippage: slippage,
      time: time,
      row: row
    )
    exposedSince = row
  }

  @inline(__always)
  private mutating func closePlain(
    _ desk: UnsafeMutablePointer<Desk>,
    _ row: Int,
    _ held: Double,
    _ reference: Double,
    _ value: Double,
    _ fee: Double,
    _ slippage: Double,
    _ time: Int64
  ) {
    let profit = (reference - desk.pointee.averageReference) * held * plain.multiplier
    ledger.post(profit, debit: .positions, credit: .realised)
    summary.realised += profit
    desk.pointee.units = 0
    desk.pointee.trip.exitUnits += abs(held)
    desk.pointee.trip.exitValue += value
    desk.pointee.trip.fees += fee
    desk.pointee.trip.slippage += slippage
    closeTrip(0, row, direction: held > 0 ? 1 : -1, time)
    summary.exposedMarkCount &+= row &- exposedSince
    exposedSince = -1
  }

  private func plainTime(_ row: Int) -> Int64 {
    plain.fillsAtOpen ? desks[0].bars.openTimes[row] : desks[0].bars.closeTimes[row]
  }
}

extension Order.Size {
  /// Whether it closes the position, whatever it is.
  @inline(__always)
  var isExit: Bool {
    switch self {
    case .units: false
    case .targetUnits(let target): target == 0
    case .targetWeight(let weight): weight == 0
    case .signal(let signal): signal == 0
    }
  }
}
