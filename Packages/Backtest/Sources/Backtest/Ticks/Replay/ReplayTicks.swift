/// Makes the instances of a crew and the loops that replay them tick by tick.
@inlinable
func replayTicks<S: TickStrategy>(
  _ crew: TickCrew,
  _ make: (StrategyParameters) throws(BacktestError) -> S
) throws(BacktestError) -> TickReplay {
  var made: [S] = []
  for parameters in crew.parameters { made.append(try make(parameters)) }
  let features = made.map(\.feature)
  let strategies = TickStrategies(made)
  return TickReplay(
    start: { chunk in
      for index in 0..<strategies.count {
        var context = TickContext(chunk, crew.desk(index))
        strategies.base[index].onStart(&context)
      }
    },
    advance: { chunk in
      var computed = -1
      for index in 0..<strategies.count where crew.isRunning(index) {
        if S.Feature.isUsed, computed < 0 || features[index] != features[computed] {
          compute(features[index], chunk)
          computed = index
        }
        advanceTicks(strategies.base + index, crew.desk(index), chunk)
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

/// Computes a feature for the rows of a chunk.
@inlinable
@inline(never)
func compute<F: TickFeature>(_ feature: F, _ chunk: TickChunk) {
  let values = UnsafePointer(chunk.features)
  var row = chunk.rows.lowerBound
  if row == 0, row < chunk.rows.upperBound {
    chunk.features[0] = feature.value(TickView(chunk.columns, values, 0, previous: 0))
    row = 1
  }
  while row < chunk.rows.upperBound {
    chunk.features[row] = feature.value(TickView(chunk.columns, values, row, previous: row &- 1))
    row &+= 1
  }
}

/// Replays a chunk for one instance.
///
/// The loop itself only asks the strategy. The desk is called when something happens, and the marks of the
/// rows before are taken then, all at once: until then the account has not changed. The strategy is moved,
/// not copied, so that its own arrays stay unshared.
@inlinable
func advanceTicks<S: TickStrategy>(
  _ source: UnsafeMutablePointer<S>,
  _ desk: Unmanaged<TickDesk>,
  _ chunk: TickChunk
) {
  var strategy = source.move()
  var context = TickContext(chunk, desk)
  let features = UnsafePointer(chunk.features)
  var row = chunk.rows.lowerBound
  var previous = max(0, row &- 1)
  var ends = chunk.batchEnds.makeIterator()
  var nextEnd = ends.next()
  while true {
    let end = nextEnd ?? chunk.rows.upperBound
    while row < end {
      context.row = row
      if context.holding.isWatching { context.holding = TickDesk.meet(desk, row: row) }
      strategy.onTick(TickView(chunk.columns, features, row, previous: previous), &context)
      previous = row
      row &+= 1
    }
    guard nextEnd != nil else { break }
    TickDesk.endBatch(desk, row: row &- 1, time: chunk.batchEnd(row &- 1))
    context.batch &+= 1
    nextEnd = ends.next()
  }
  TickDesk.leave(desk, rows: chunk.rows)
  source.initialize(to: strategy)
}
