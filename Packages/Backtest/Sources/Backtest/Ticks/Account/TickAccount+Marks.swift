import PerformanceMetrics

/// Marks of equity, and the borders of chunks, windows and the run.
extension TickAccount {
  mutating func startRun(_ chunk: TickChunk) {
    self.chunk = chunk
    drawdown.start(at: chunk.columns.localTime(0))
  }

  mutating func enter(_ chunk: TickChunk) {
    self.chunk = chunk
    marked = chunk.rows.lowerBound
  }

  /// Looks on from where the window before ended.
  mutating func enter(_ window: TickWindow) {
    self.window = window.venue
    guard terms.hasVenue else { return }
    for place in working.indices where working[place].isResting && working[place].hitUnits == 0 {
      look(place)
    }
    wake = nextEvent
  }

  /// Marks what is left of the chunk.
  mutating func leave(_ chunk: TickChunk) {
    mark(upTo: chunk.rows.upperBound)
    summary.tickCount += chunk.rows.count
  }

  /// Lets happen what happens before the next row can be seen.
  mutating func leave(_ window: TickWindow) {
    guard terms.hasVenue, !window.isLast, let chunk else { return }
    let next = window.rows.upperBound
    var bound = window.frontier - 1
    if next < window.venue.count { bound = min(bound, window.venue.columns.localTime(next) - 1) }
    // Not beyond the end of the batch, which has yet to be marked.
    settle(upTo: min(bound, chunk.batchEnd(next - 1)), row: next)
  }

  /// Marks the rows before one, over which the account has not changed.
  mutating func mark(upTo end: Int) {
    guard let chunk, end > marked else { return }
    let (units, cash) = known
    if units == 0 {
      drawdown.add(cash, at: chunk.columns.localTime(marked))
      drawdown.add(cash, at: chunk.columns.localTime(end - 1))
      marked = end
      return
    }
    let start = chunk.rows.lowerBound
    var row = marked
    while row < end {
      let group = (row - start) / TickChunk.groupRows
      let groupEnd = start + (group + 1) * TickChunk.groupRows
      let pieceEnd = min(end, groupEnd)
      let isWhole =
        row == groupEnd - TickChunk.groupRows && pieceEnd == min(groupEnd, chunk.rows.upperBound)
      let extremes =
        isWhole
        ? chunk.extremes[group] : MarkExtremes(of: chunk.marks + row, count: pieceEnd - row)
      let one = cash.addingProduct(units, extremes.low)
      let other = cash.addingProduct(units, extremes.high)
      if !drawdown.add(least: units > 0 ? one : other, most: units > 0 ? other : one) {
        for row in row..<pieceEnd {
          let value = cash.addingProduct(units, chunk.marks[row])
          drawdown.add(value, at: chunk.columns.localTime(row))
        }
      }
      row = pieceEnd
    }
    marked = end
  }

  /// Marks the account at the end of a batch.
  mutating func endBatch(row: Int, time: Int64) {
    if wake <= time, terms.hasVenue { settle(upTo: time, row: row + 1) }
    mark(upTo: row + 1)
    let value = equity(row)
    drawdown.add(value, at: time)
    if summary.batchCount == 0 { summary.firstMark = time }
    summary.lastMark = time
    summary.batchCount += 1
    summary.finalEquity = value
    addReturn(value)
    if terms.recording.keepsEquity {
      equityCurve.append(value)
      markTimes.append(time)
    }
  }

  private mutating func addReturn(_ value: Double) {
    guard !summary.isRuined else { return }
    let change = value / previousMark - 1
    previousMark = value
    summary.returns.add(change)
    if change < 0 { summary.sumOfSquaredLosses += change * change }
    if summary.batchCount & 1_023 == 0 { summary.returns.endBlock() }
    if value <= 0 { summary.isRuined = true }
  }

  /// Ends the run after the last row: reports arrive, the position is closed, the last batch is marked.
  mutating func finishRun(_ chunk: TickChunk) {
    self.chunk = chunk
    marked = chunk.rows.lowerBound
    isAccepting = false
    let row = chunk.rows.lowerBound - 1
    if terms.hasVenue { drain(row: row) }
    for order in working where !order.isDone {
      if order.state != .created { summary.unfilledCount += 1 }
    }
    working = []
    wake = .max
    if terms.settings.closesAtEnd, units != 0 { closeAtEnd(chunk, row) }
    endBatch(row: row, time: chunk.lastInstant)
    let gain = (chunk.marks[row] - averageReference) * units
    ledger.post(gain, debit: .revaluation, credit: .unrealised)
  }

  /// Lets the last events happen: what had not arrived at the venue by its last tick never does, but all
  /// answers arrive.
  private mutating func drain(row: Int) {
    guard let window else { return }
    let end = window.columns.times[window.count - 1]
    settle(upTo: end, row: row + 1)
    requests = MessageQueue()
    for place in working.indices { working[place].eventTime = .max }
    settle(upTo: .max - 1, row: row + 1)
  }

  private mutating func closeAtEnd(_ chunk: TickChunk, _ row: Int) {
    guard let touch = touch(chunk, row, buys: units < 0) else { return }
    let size = -units
    let price = terms.slipped(
      touch.price,
      units: size,
      spread: touch.spread,
      displayed: touch.size
    )
    let id = OrderID(nextOrder)
    nextOrder += 1
    let fee = terms.fee(units: size, price: price, isMaker: false)
    book(
      id,
      0,
      size,
      touch.price,
      price,
      fee,
      chunk.lastInstant,
      isMaker: false,
      isCloseAtEnd: true
    )
    known = (units, cash)
  }

  /// What the run yielded; asked for once, it takes the logs with it.
  mutating func result(stoppedAfter: Int?) -> TickResult {
    let result = TickResult(
      summary: summarized(),
      fills: fills,
      rejects: rejects,
      equity: equityCurve,
      markTimes: markTimes,
      ledger: ledger,
      stoppedAfter: stoppedAfter
    )
    (fills, rejects, equityCurve, markTimes) = ([], [], [], [])
    return result
  }

  /// The numbers so far.
  func summarized() -> TickSummary {
    var summary = summary
    summary.returns.endBlock()
    summary.finalPosition = known.units
    summary.maximumDrawdown = drawdown.maximum
    summary.maximumDrawdownAmount = drawdown.amount
    summary.maximumDrawdownNanoseconds =
      summary.batchCount == 0 ? 0 : drawdown.longest(until: summary.lastMark)
    return summary
  }
}
