public import MarketModel

/// Makes the instances of a crew and the loops that replay them batch by batch.
@inlinable
func replayTickBatches<S: TickBatchStrategy>(
  _ crew: TickCrew,
  _ make: (StrategyParameters) throws(BacktestError) -> S
) throws(BacktestError) -> TickReplay {
  var made: [S] = []
  for (index, parameters) in crew.parameters.enumerated() {
    crew.making = index
    made.append(try make(parameters))
  }
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
  var first = chunk.rows.lowerBound
  for place in 0..<chunk.batchEnds.count {
    let (end, instant) = (chunk.batchEnds[place], chunk.batchInstants[place])
    if context.holding.wake <= instant {
      context.holding = TickDesk.attend(desk, chunk.columns, rows: first..<end, end: instant)
    }
    context.row = end &- 1
    context.clock = instant
    let batch = TickBatch(
      chunk.columns,
      chunk.zeros,
      rows: first..<end,
      index: context.batch,
      start: Timestamp(nanoseconds: chunk.batchStart(end &- 1))
    )
    strategy.onTicks(batch, &context)
    if chunk.isLast, end == chunk.rows.upperBound { break }
    context.holding = TickDesk.endBatch(desk, row: end &- 1, time: instant)
    context.batch &+= 1
    first = end
  }
  TickDesk.leave(desk, chunk)
  source.initialize(to: strategy)
}
