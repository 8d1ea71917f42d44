/// Fills and their bookings.
extension TickAccount {
  /// The first limit that a fill would break; one that only reduces the position breaks none.
  func breach(
    _ size: Double,
    _ price: Double,
    _ reference: Double,
    _ fee: Double
  ) -> RejectReason? {
    let limits = terms.settings.limits
    let after = units + size
    if abs(after) <= abs(units), after * units >= 0 { return nil }
    // Quantities come out of divisions, so a limit that is met exactly must not be missed by an ulp.
    let slack = 1 + 1e-9
    if after < 0, !limits.allowsShorting { return .shortingNotAllowed }
    if let most = limits.maximumPositionUnits, abs(after) > most * slack { return .positionLimit }
    let equity = cash + units * reference
    let value = abs(after) * reference
    if let most = limits.maximumPositionFraction, value > most * equity * slack {
      return .positionLimit
    }
    if let most = limits.maximumGrossLeverage, value > most * equity * slack {
      return .leverageLimit
    }
    if limits.requiresBuyingPower, size > 0, size * price + fee > cash + 1e-9 * abs(cash) {
      return .buyingPower
    }
    return nil
  }

  /// Books a fill on the ledger, the position, the statistics and the log.
  mutating func book(
    _ id: OrderID,
    _ tag: Int32,
    _ size: Double,
    _ reference: Double,
    _ price: Double,
    _ fee: Double,
    _ time: Int64,
    isMaker: Bool,
    isCloseAtEnd: Bool = false
  ) {
    let slippage = size * (price - reference)
    post(size, reference, price, fee: fee, slippage: slippage, time)
    summary.fillCount &+= 1
    if isMaker { summary.makerFillCount &+= 1 }
    guard terms.recording.keepsFills else { return }
    fills.append(
      TickFill(
        time: time,
        order: id,
        tag: tag,
        isMaker: isMaker,
        isCloseAtEnd: isCloseAtEnd,
        units: size,
        price: price,
        fee: fee,
        slippage: slippage,
        positionAfter: units,
        cashAfter: cash
      )
    )
  }

  private mutating func post(
    _ size: Double,
    _ reference: Double,
    _ price: Double,
    fee: Double,
    slippage: Double,
    _ time: Int64
  ) {
    ledger.post(size * reference, debit: .positions, credit: .cash)
    if slippage != 0 { ledger.post(slippage, debit: .slippage, credit: .cash) }
    if fee != 0 { ledger.post(fee, debit: .fees, credit: .cash) }
    summary.fees += fee
    summary.slippage += slippage
    summary.tradedUnits += abs(size)
    summary.tradedValue += abs(size) * price
    let held = units
    var after = held + size
    // Quantities that come out of divisions leave a dust that is no position.
    if abs(after) <= 1e-13 * abs(size) { after = 0 }
    units = after
    if held == 0 {
      averageReference = reference
      open(abs(size), price, fee, time)
    } else if (held > 0) == (size > 0) {
      averageReference = (averageReference * held + reference * size) / after
      trip.entryValue += abs(size) * price
      trip.fees += fee
    } else {
      reduce(held, size, after, reference, price, fee, time)
    }
  }

  private mutating func open(_ size: Double, _ price: Double, _ fee: Double, _ time: Int64) {
    trip = OpenTickTrip(entryValue: size * price, exitValue: 0, fees: fee, time: time)
  }

  private mutating func reduce(
    _ held: Double,
    _ size: Double,
    _ after: Double,
    _ reference: Double,
    _ price: Double,
    _ fee: Double,
    _ time: Int64
  ) {
    let flips = after != 0 && (after > 0) != (held > 0)
    let closed = flips || after == 0 ? held : -size
    let profit = (reference - averageReference) * closed
    ledger.post(profit, debit: .positions, credit: .realised)
    let share = flips ? abs(closed / size) : 1
    trip.exitValue += abs(closed) * price
    trip.fees += fee * share
    guard flips || after == 0 else { return }
    close(direction: held > 0 ? 1 : -1, time)
    if flips {
      averageReference = reference
      open(abs(after), price, fee * (1 - share), time)
    }
  }

  private mutating func close(direction: Double, _ time: Int64) {
    let profit = direction * (trip.exitValue - trip.entryValue) - trip.fees
    summary.tradeCount += 1
    summary.heldNanoseconds += time - trip.time
    if profit > 0 {
      summary.winnerCount += 1
      summary.grossProfit += profit
    } else {
      summary.grossLoss -= profit
    }
  }
}
