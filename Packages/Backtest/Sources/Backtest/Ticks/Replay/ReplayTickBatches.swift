public import MarketModel

/// Makes the instances of a crew and the loops that replay them batch by batch.
@inlinable
func replayTickBatches<S: TickBatchStrategy>(
  _ crew: TickCrew,
  _ make: (StrategyParameters) throws(BacktestError) -> S
) throws(BacktestError) -> TickReplay {
  var made: [S] = []
  for parameters in crew.parameters { made.append(try make(parameters)) }
  let strategies = TickStrategies(made)
  return TickReplay(
    start: { chunk in
      for index in 0..<strategies.count {
        var context = TickContext(chunk, crew.desk(index))
        strategies.base[index].onStart(&context)
      }
    },
    advance: { chunk in
      for index in 0..<strategies.count where crew.isRunning(index) {
        advanceTickBatches(strategies.base + index, crew.desk(index), chunk)
      }
    },
    finish: { chunk in
      for index in 0..<strategies.count where crew.isRunning(index) {
        var context = TickContext(chunk, crew.desk(index))
        strategies.base[index].onFinish(&context)
      }
      strategies.deallocate()
    }
  )
}

/// Replays a chunk of whole batches for one instance.
@inlinable
func advanceTickBatches<S: TickBatchStrategy>(
  _ source: UnsafeMutablePointer<S>,
  _ desk: Unmanaged<TickDesk>,
  _ chunk: TickChunk
) {
  var strategy = source.move()
  var context = TickContext(chunk, desk)
  let features = UnsafePointer(chunk.features)
  var first = chunk.rows.lowerBound
  for end in chunk.batchEnds {
    var row = first
    while context.holding.isWatching, row < end {
      context.holding = TickDesk.meet(desk, row: row)
      row &+= 1
    }
    context.row = end &- 1
    context.clock = chunk.batchEnd(end &- 1)
    let batch = TickBatch(
      chunk.columns,
      features,
      rows: first..<end,
      index: context.batch,
      start: Timestamp(nanoseconds: chunk.batchStart(end &- 1))
    )
    strategy.onTicks(batch, &context)
    TickDesk.endBatch(desk, row: end &- 1, time: context.clock)
    context.batch &+= 1
    first = end
  }
  TickDesk.leave(desk, rows: chunk.rows)
  source.initialize(to: strategy)
}
