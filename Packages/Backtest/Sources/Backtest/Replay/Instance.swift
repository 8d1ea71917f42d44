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
    while row < rows.upperBound {
      let bar = BarView(bars, columns, row)
      context.row = row
      if _slowPath(context.account.isWatching) {
        if bars.low[row] <= context.account.lowTrigger
          || bars.high[row] >= context.account.highTrigger
        {
          context.account = Broker.beforeClose(broker, symbol: 0, row: row)
        }
      }
      strategy.onBar(bar, &context)
      if _slowPath(context.submitted != 0) {
        context.account = Broker.afterDecision(broker, symbol: 0, row: row, isLast: isLast)
        context.submitted = 0
      }
      if context.account.markUnits != 0 {
        let equity = context.account.markBase.addingProduct(
          context.account.markUnits,
          bars.close[row]
        )
        recorder.mark(equity, at: row &- firstRow, curve)
        recorder.exposed &+= 1
      } else if _slowPath(
        context.account.markBase != recorder.previous || context.account.holdsOptions
      ) {
        recorder.mark(context.account.markBase, at: row &- firstRow, curve)
        recorder.exposed &+= context.account.holdsOptions ? 1 : 0
      } else {
        recorder.markUnchanged(at: row &- firstRow, curve)
      }
      row &+= 1
    }
    recorder.count &+= rows.count
    recorder.moments.endBlock()
    this.strategy = strategy
    this.recorder = recorder
    this.account = context.account
    instance.initialize(to: this)
  }
}
