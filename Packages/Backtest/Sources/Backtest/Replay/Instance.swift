public import PerformanceMetrics

/// The account of one strategy and what is measured of it, advanced block by block.
@frozen
@usableFromInline
struct Instance {
  @usableFromInline var recorder: Recorder
  @usableFromInline let broker: Broker

  /// A plain order that waits for the next open.
  @usableFromInline var waiting: Order.Size?

  @inlinable
  init(broker: Broker, startingCash: Double) {
    self.broker = broker
    recorder = Recorder(startingCash: startingCash)
  }

  /// Replays a block of rows, which must follow the rows replayed before.
  ///
  /// The loop itself only asks the strategy. The broker is called when something happens, and the marks of
  /// the rows before are taken then, all at once: until then the account has not changed. The strategy is
  /// moved, not copied, so that its own arrays stay unshared.
  @inlinable
  mutating func advance<S: BarStrategy>(
    _ source: UnsafeMutablePointer<S>,
    _ bars: BarPointers,
    _ columns: ColumnPointers,
    rows: Range<Int>,
    isLast: Bool
  ) {
    var strategy = source.move()
    let account = broker.account
    var context = StrategyContext(
      account.pointee,
      closes: bars.close,
      row: 0,
      broker: Unmanaged.passUnretained(broker),
      symbol: 0
    )
    // The last block is one row long: pretending that an order came makes the broker end the run.
    if isLast { context.submitted = 1 }
    var marked = rows.lowerBound
    var row = rows.lowerBound
    while row < rows.upperBound {
      var end = rows.upperBound
      if context.account.isWatching {
        // Something may happen before the close of every bar: one at a time.
        end = row &+ 1
        if let size = waiting {
          mark(marked..<row, context.account, bars, rows.lowerBound)
          marked = row
          context.account.hold(Broker.fillPlain(context.broker, size, row: row))
          context.account.isWatching = false
          context.account.takesPlainOrders = true
          waiting = nil
        } else if bars.low[row] <= context.account.lowTrigger
          || bars.high[row] >= context.account.highTrigger
        {
          mark(marked..<row, context.account, bars, rows.lowerBound)
          marked = row
          Broker.beforeClose(context.broker, symbol: 0, row: row)
          context.account = account.pointee
        }
      }
      repeat {
        context.row = row
        strategy.onBar(BarView(bars, columns, row), &context)
        row &+= 1
      } while context.submitted == 0 && row < end
      guard context.submitted != 0 else { continue }
      let decided = row &- 1
      if let size = context.plain {
        if context.account.fillsAtOpen {
          waiting = size
          context.account.isWatching = true
          context.account.takesPlainOrders = false
        } else {
          mark(marked..<decided, context.account, bars, rows.lowerBound)
          marked = decided
          context.account.hold(Broker.fillPlain(context.broker, size, row: decided))
        }
        context.plain = nil
      } else {
        mark(marked..<decided, context.account, bars, rows.lowerBound)
        marked = decided
        Broker.afterDecision(context.broker, symbol: 0, row: decided, isLast: isLast)
        context.account = account.pointee
      }
      context.submitted = 0
    }
    mark(marked..<row, context.account, bars, rows.lowerBound)
    account.pointee = context.account
    recorder.count &+= rows.count
    recorder.moments.endBlock()
    source.initialize(to: strategy)
  }

  @inlinable
  @inline(__always)
  mutating func mark(
    _ rows: Range<Int>,
    _ account: AccountView,
    _ bars: BarPointers,
    _ blockStart: Int
  ) {
    recorder.mark(
      rows,
      base: account.markBase,
      units: account.markUnits,
      bars.close,
      priceCount: bars.count,
      blockStart: blockStart
    )
  }
}
