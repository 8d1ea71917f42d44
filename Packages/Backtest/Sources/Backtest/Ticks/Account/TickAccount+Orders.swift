import MarketModel

/// Orders under immediate fills.
extension TickAccount {
  mutating func submit(_ order: TickOrder, row: Int, now: Int64) -> OrderID {
    let id = OrderID(nextOrder)
    nextOrder &+= 1
    summary.orderCount += 1
    guard !isFinished, let chunk, order.isValid else {
      reject(id, .invalidOrder, now)
      return id
    }
    guard let touch = touch(chunk, row, buys: order.units > 0) else {
      reject(id, .illiquid, now)
      return id
    }
    if let limit = order.limit {
      let isMarketable = order.units > 0 ? touch.price <= limit : touch.price >= limit
      if !isMarketable {
        rest(id, order)
      } else if order.timeInForce == .postOnly {
        reject(id, .wouldTrade, now)
      } else {
        fill(id, order.tag, order.units, touch.price, touch.price, now, row, isMaker: false)
      }
    } else {
      let price = terms.slipped(
        touch.price,
        units: order.units,
        spread: touch.spread,
        displayed: touch.size
      )
      fill(id, order.tag, order.units, touch.price, price, now, row, isMaker: false)
    }
    return id
  }

  private mutating func rest(_ id: OrderID, _ order: TickOrder) {
    guard order.timeInForce != .immediateOrCancel else {
      summary.cancelledCount += 1
      return
    }
    working.append(
      WorkingTickOrder(id: id, order: order, remaining: order.units, state: .open)
    )
  }

  /// The price that an order for immediate execution meets, or `nil` when there is none yet.
  func touch(
    _ chunk: TickChunk,
    _ row: Int,
    buys: Bool
  ) -> (price: Double, size: Double, spread: Double)? {
    let columns = chunk.columns
    guard terms.hasQuotes else {
      let price = chunk.marks[row]
      return price > 0 ? (price, columns.tradeSizes[row], 0) : nil
    }
    let price = buys ? columns.askPrices[row] : columns.bidPrices[row]
    guard price > 0 else { return nil }
    let spread = max(0, columns.askPrices[row] - columns.bidPrices[row])
    return (price, buys ? columns.askSizes[row] : columns.bidSizes[row], spread)
  }

  mutating func cancel(_ id: OrderID, row: Int, now: Int64) {
    guard let place = working.firstIndex(where: { $0.id == id }) else {
      summary.lateCancelCount += 1
      return
    }
    working.remove(at: place)
    summary.cancelledCount += 1
  }

  /// Fills the resting orders that the tick of a row reaches.
  mutating func meet(row: Int) {
    guard let chunk else { return }
    let columns = chunk.columns
    var place = 0
    while place < working.count {
      let order = working[place]
      let limit = order.order.limit ?? 0
      let buys = order.remaining > 0
      let opposite = buys ? columns.askPrices[row] : columns.bidPrices[row]
      let print = columns.kinds[row] == .trade ? columns.tradePrices[row] : 0
      let isReached =
        (opposite > 0 && (buys ? opposite <= limit : opposite >= limit))
        || (print > 0 && (buys ? print <= limit : print >= limit))
      guard isReached else {
        place += 1
        continue
      }
      working.remove(at: place)
      let time = columns.localTimes[row]
      fill(
        order.id,
        order.order.tag,
        order.remaining,
        limit,
        limit,
        time,
        row,
        isMaker: true
      )
    }
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
