public import PerformanceMetrics

/// The account of one strategy and what is measured of it, advanced block by block.
@frozen
@usableFromInline
struct Instance {
  @usableFromInline var recorder: Recorder
  @usableFromInline let broker: Broker

  @inlinable
  init(broker: Broker, startingCash: Double) {
    self.broker = broker
    recorder = Recorder(startingCash: startingCash)
  }

  /// Replays a block of rows, which must follow the rows replayed before.
  ///
  /// Everything that the loop touches at every bar is a local copy, so that it stays in registers; the
  /// broker is called only when something happens. The strategy is moved, not copied, so that its own
  /// arrays stay unshared.
  @inlinable
  mutating func advance<S: BarStrategy, Curve: LoopFlag>(
    _ source: UnsafeMutablePointer<S>,
    _ bars: BarPointers,
    _ columns: ColumnPointers,
    rows: Range<Int>,
    firstRow: Int,
    isLast: Bool,
    _ curve: Curve.Type
  ) {
    var strategy = source.move()
    var recorder = self.recorder
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
    var row = rows.lowerBound
    // Two loops, one without and one with a position: each keeps only what it needs in registers.
    while row < rows.upperBound {
      if context.account.markUnits == 0 {
        repeat {
          Self.step(&strategy, &context, account, bars, columns, row, isLast: isLast)
          let position = row &- firstRow
          row &+= 1
          if _slowPath(context.account.markUnits != 0) {
            recorder.mark(Self.equity(context.account, bars.close[row &- 1]), at: position, curve)
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
          Self.step(&strategy, &context, account, bars, columns, row, isLast: isLast)
          // Without a position this is the cash and what else is held.
          recorder.mark(Self.equity(context.account, bars.close[row]), at: row &- firstRow, curve)
          row &+= 1
        } while row < rows.upperBound && context.account.markUnits != 0
      }
    }
    recorder.count &+= rows.count
    recorder.moments.endBlock()
    self.recorder = recorder
    source.initialize(to: strategy)
  }

  /// One bar up to the decision's fills.
  @inlinable
  @inline(__always)
  static func step<S: BarStrategy>(
    _ strategy: inout S,
    _ context: inout StrategyContext,
    _ account: UnsafeMutablePointer<AccountView>,
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
        Broker.beforeClose(context.broker, symbol: 0, row: row)
        context.account = account.pointee
      }
    }
    strategy.onBar(BarView(bars, columns, row), &context)
    if _slowPath(context.submitted != 0) {
      Broker.afterDecision(context.broker, symbol: 0, row: row, isLast: isLast)
      context.account = account.pointee
      context.submitted = 0
    }
  }

  @inlinable
  @inline(__always)
  static func equity(_ account: AccountView, _ price: Double) -> Double {
    account.markBase.addingProduct(account.markUnits, price)
  }
}
