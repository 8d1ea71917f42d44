import PerformanceMetrics

/// Marks of equity.
extension TickAccount {
  /// Marks the rows before one, over which the account has not changed.
  mutating func mark(upTo row: Int) {
    guard let chunk, row > marked else { return }
    if units == 0 {
      drawdown.add(cash, at: chunk.columns.localTimes[row - 1])
    } else {
      for row in marked..<row {
        drawdown.add(
          cash.addingProduct(units, chunk.marks[row]),
          at: chunk.columns.localTimes[row]
        )
      }
    }
    marked = row
  }

  /// Marks the account at the end of a batch.
  mutating func endBatch(row: Int, time: Int64) {
    mark(upTo: row + 1)
    let value = equity(row)
    if summary.batchCount == 0 { summary.firstMark = time }
    summary.lastMark = time
    summary.batchCount += 1
    if !summary.isRuined {
      let change = value / previousMark - 1
      summary.returns.add(change)
      if change < 0 { summary.sumOfSquaredLosses += change * change }
      if summary.batchCount & 1_023 == 0 { summary.returns.endBlock() }
      if value <= 0 { summary.isRuined = true }
    }
    previousMark = value
    if terms.recording.keepsEquity {
      equityCurve.append(value)
      markTimes.append(time)
    }
  }

  /// Marks what is left of the chunk.
  mutating func leave(_ rows: Range<Int>) {
    mark(upTo: rows.upperBound)
    summary.tickCount += rows.count
    if let chunk, !rows.isEmpty {
      summary.finalEquity = equity(rows.upperBound - 1)
      lastMarkPrice = chunk.marks[rows.upperBound - 1]
    }
  }
}
