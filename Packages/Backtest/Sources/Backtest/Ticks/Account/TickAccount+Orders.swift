import MarketModel

/// Orders of the strategy, and immediate fills.
extension TickAccount {
  mutating func submit(_ order: TickOrder, row: Int, now: Int64) -> OrderID {
    let id = OrderID(nextOrder)
    nextOrder &+= 1
    summary.orderCount &+= 1
    guard isAccepting, order.isValid else {
      reject(id, .invalidOrder, now)
      return id
    }
    if terms.hasVenue {
      working.append(WorkingTickOrder(id: id, order: order))
      change(working.count - 1, .sent)
      send(working.count - 1, isCancel: false, now: now)
    } else if let chunk {
      trade(id, order, chunk, row, now)
    }
    return id
  }

  mutating func cancel(_ id: OrderID, now: Int64) {
    guard let place = working.firstIndex(where: { $0.id == id }) else { return }
    if terms.hasVenue {
      change(place, .cancelRequested)
      send(place, isCancel: true, now: now)
    } else {
      working.remove(at: place)
      summary.cancelledCount += 1
      if working.isEmpty { wake = .max }
    }
  }

  /// Lets an order trade at once, rest or go.
  private mutating func trade(
    _ id: OrderID,
    _ order: TickOrder,
    _ chunk: TickChunk,
    _ row: Int,
    _ now: Int64
  ) {
    let touch = touch(chunk, row, buys: order.units > 0)
    if let limit = order.limit {
      guard let touch, order.units > 0 ? touch.price <= limit : touch.price >= limit else {
        return rest(id, order, now)
      }
      if order.timeInForce == .postOnly { return reject(id, .wouldTrade, now) }
      fill(id, order, reference: touch.price, price: touch.price, now, row, isMaker: false)
    } else {
      guard let touch else { return reject(id, .illiquid, now) }
      let price = terms.slipped(
        touch.price,
        units: order.units,
        spread: touch.spread,
        displayed: touch.size
      )
      fill(id, order, reference: touch.price, price: price, now, row, isMaker: false)
    }
  }

  private mutating func rest(_ id: OrderID, _ order: TickOrder, _ now: Int64) {
    guard order.timeInForce != .immediateOrCancel else {
      summary.cancelledCount += 1
      return
    }
    let limit = order.limit ?? 0
    let fee = terms.fee(units: order.units, price: limit, isMaker: true)
    if let reason = terms.isUnlimited ? nil : breach(order.units, limit, limit, fee) {
      return reject(id, reason, now)
    }
    working.append(WorkingTickOrder(id: id, order: order))
    change(working.count - 1, .sent)
    change(working.count - 1, .accepted)
    wake = .min
  }

  /// The price that an order for immediate execution meets, or `nil` when there is none yet.
  func touch(
    _ chunk: TickChunk,
    _ row: Int,
    buys: Bool
  ) -> (price: Double, size: Double, spread: Double)? {
    let columns = chunk.columns
    guard terms.content.hasQuotes else {
      // Without quotes the mark is the last trade.
      let price = chunk.marks[row]
      return price > 0 ? (price, columns.tradeSizes[row], 0) : nil
    }
    let price = buys ? columns.askPrices[row] : columns.bidPrices[row]
    guard price > 0 else { return nil }
    let spread = max(0, columns.askPrices[row] - columns.bidPrices[row])
    return (price, buys ? columns.askSizes[row] : columns.bidSizes[row], spread)
  }

  /// Fills the resting orders that the tick of a row reaches.
  mutating func meet(row: Int) {
    guard let chunk else { return }
    let columns = chunk.columns
    let print = columns.kinds[row] == .trade ? columns.tradePrices[row] : 0
    var place = 0
    while place < working.count {
      let order = working[place]
      let limit = order.limit
      let opposite = order.isBuy ? columns.askPrices[row] : columns.bidPrices[row]
      let isReached =
        (opposite > 0 && (order.isBuy ? opposite <= limit : opposite >= limit))
        || (print > 0 && (order.isBuy ? print <= limit : print >= limit))
      guard isReached else {
        place += 1
        continue
      }
      working.remove(at: place)
      let time = columns.localTime(row)
      fill(order.id, order.order, reference: limit, price: limit, time, row, isMaker: true)
    }
    if working.isEmpty { wake = .max }
  }

  /// Fills an order in full, unless a limit forbids it, and lets its owner know at once.
  private mutating func fill(
    _ id: OrderID,
    _ order: TickOrder,
    reference: Double,
    price: Double,
    _ time: Int64,
    _ row: Int,
    isMaker: Bool
  ) {
    let fee = terms.fee(units: order.units, price: price, isMaker: isMaker)
    if !terms.isUnlimited, let reason = breach(order.units, price, reference, fee) {
      return reject(id, reason, time)
    }
    mark(upTo: row)
    book(id, order.tag, order.units, reference, price, fee, time, isMaker: isMaker)
    known = (units, cash)
  }

  mutating func reject(_ id: OrderID, _ reason: RejectReason, _ time: Int64) {
    summary.rejectCount += 1
    if terms.recording.keepsFills {
      rejects.append(TickReject(time: time, order: id, reason: reason))
    }
  }
}

extension TickOrder {
  var isValid: Bool {
    guard units.isFinite, units != 0 else { return false }
    guard let limit else { return timeInForce != .postOnly }
    return limit.isFinite && limit > 0
  }
}
