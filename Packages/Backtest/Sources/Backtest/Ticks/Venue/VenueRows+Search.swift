import MarketModel

extension VenueRows {
  /// The position within the run of the last tick that was made until an instant.
  ///
  /// - Parameters:
  ///   - time: The instant, not before that of the row at `hint`.
  ///   - hint: Where to begin.
  /// - Returns: The position; that of `hint` or later.
  func lastRow(at time: Int64, from hint: Int) -> Int {
    var low = max(0, hint - base)
    var step = 1
    while low + step < count, columns.times[low + step] <= time {
      low += step
      step *= 2
    }
    var high = min(low + step, count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if columns.times[middle] <= time { low = middle } else { high = middle }
    }
    return base + low
  }

  /// Looks at the rows from an order's cursor on until one fills it, at most as many as its stride says.
  func search(_ order: inout WorkingTickOrder, allowsPartialFills: Bool) {
    let (limit, isBuy) = (order.limit, order.isBuy)
    let left = abs(order.venueRemaining)
    let side: Int8 = isBuy ? 1 : -1
    let opposite = isBuy ? columns.askPrices : columns.bidPrices
    let oppositeSizes = isBuy ? columns.askSizes : columns.bidSizes
    let own = isBuy ? columns.bidPrices : columns.askPrices
    let ownSizes = isBuy ? columns.bidSizes : columns.askSizes
    var row = order.cursor - base
    let end = min(count, row + order.stride)
    var queue = order.queue
    var hit = 0.0
    while row < end {
      if columns.kinds[row] == .trade {
        let price = columns.tradePrices[row]
        if isBuy ? price < limit : price > limit {
          hit = left
        } else if price == limit, columns.tradeSides[row] != side {
          let reach = queue.trade(columns.tradeSizes[row])
          if reach > 0 { hit = allowsPartialFills ? min(left, reach) : left }
        }
      } else {
        let (quote, best) = (opposite[row], own[row])
        if quote > 0, isBuy ? quote <= limit : quote >= limit {
          hit = allowsPartialFills ? min(left, oppositeSizes[row]) : left
          queue.expose()
        } else if best == limit {
          queue.display(ownSizes[row])
        } else if isBuy ? best < limit : (best > limit || best <= 0) {
          queue.expose()
        }
      }
      if hit > 0 { break }
      row += 1
    }
    order.queue = queue
    order.cursor = base + row
    order.hitUnits = isBuy ? hit : -hit
    order.stride = min(2 * order.stride, WorkingTickOrder.longestStride)
    order.eventTime = row < count ? columns.times[row] : .max
  }
}
