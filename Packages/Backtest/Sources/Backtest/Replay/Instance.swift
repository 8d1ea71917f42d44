public import PerformanceMetrics

/// One strategy with its account, advanced block by block.
@frozen
@usableFromInline
struct Instance<S: BarStrategy> {
  @usableFromInline var strategy: S
  @usableFromInline var account: AccountView
  @usableFromInline var recorder: Recorder
  @usableFromInline let broker: Broker

  @inlinable
  init(_ strategy: S, broker: Broker, startingCash: Double) {
    self.strategy = strategy
    self.broker = broker
    account = Broker.view(Unmanaged.passUnretained(broker), symbol: 0)
    recorder = Recorder(startingCash: startingCash)
  }

  /// Replays rows `first..<end`, which must follow the rows replayed before.
  ///
  /// Everything that the loop touches at every bar is a local copy, so that it stays in registers; the
  /// broker is called only when something happens.
  @inlinable
  static func advance<Curve: LoopFlag>(
    _ instance: UnsafeMutablePointer<Instance<S>>,
    _ bars: BarPointers,
    _ columns: ColumnPointers,
    rows: Range<Int>,
    firstRow: Int,
    isLast: Bool,
    _ curve: Curve.Type
  ) {
    var this = instance.move()
    var strategy = this.strategy
    var recorder = this.recorder
    let broker = Unmanaged.passUnretained(this.broker)
    var context = StrategyContext(
      this.account,
      closes: bars.close,
      row: 0,
      broker: broker,
      symbol: 0
    )
    // The last block is one row long: pretending that an order came makes the broker end the run.
    if isLast { context.submitted = 1 }
    var row = rows.lowerBound
    // Two loops, one without and one with a position: each keeps only what it needs in registers.
    while row < rows.upperBound {
      if context.account.markUnits == 0 {
        repeat {
          step(&strategy, &context, bars, columns, row, isLast: isLast)
          let position = row &- firstRow
          row &+= 1
          if _slowPath(context.account.markUnits != 0) {
            recorder.mark(equity(context.account, bars.close[row &- 1]), at: position, curve)
            break
          }
          if _slowPath(context.account.markBase != recorder.previous) {
            recorder.mark(context.account.markBase, at: position, curve)
          } else {
            recorder.markUnchanged(at: position, curve)
          }
        } while row < rows.upperBound
      } else {
        repeat {
          step(&strategy, &context, bars, columns, row, isLast: isLast)
          // Without a position this is the cash and what else is held.
          recorder.mark(equity(context.account, bars.close[row]), at: row &- firstRow, curve)
          row &+= 1
        } while row < rows.upperBound && context.account.markUnits != 0
      }
    }
    recorder.count &+= rows.count
    recorder.moments.endBlock()
    this.strategy = strategy
    this.recorder = recorder
    this.account = context.account
    instance.initialize(to: this)
  }

  /// One bar up to the decision's fills.
  @inlinable
  @inline(__always)
  static func step(
    _ strategy: inout S,
    _ context: inout StrategyContext,
    _ bars: BarPointers,
    _ columns: ColumnPointers,
    _ row: Int,
    isLast: Bool
  ) {
    context.row = row
    if _slowPath(context.account.isWatching) {
      if bars.low[row] <= context.account.lowTrigger
        || bars.high[row] >= context.account.highTrigger
      {
        context.account = Broker.beforeClose(context.broker, symbol: 0, row: row)
      }
    }
    strategy.onBar(BarView(bars, columns, row), &context)
    if _slowPath(context.submitted != 0) {
      context.account = Broker.afterDecision(context.broker, symbol: 0, row: row, isLast: isLast)
      context.submitted = 0
    }
  }

  @inlinable
  @inline(__always)
  static func equity(_ account: AccountView, _ price: Double) -> Double {
    account.markBase.addingProduct(account.markUnits, price)
  }
}
