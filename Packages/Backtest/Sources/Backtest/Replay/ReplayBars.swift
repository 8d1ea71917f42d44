public import MarketModel

/// Replays one symbol for many instances, block by block over shared columns.
@inlinable
func replayBars<S: BarStrategy>(
  _ job: ReplayJob,
  _ make: (StrategyParameters, inout ColumnPlan) throws(BacktestError) -> S
) throws(BacktestError) {
  let count = job.parameters.count
  let keepsEquity = job.recording.keepsEquity
  var plan = ColumnPlan()
  var made: [S] = []
  made.reserveCapacity(count)
  for parameters in job.parameters { made.append(try make(parameters, &plan)) }
  let columns = try job.makeColumns(plan, symbol: 0)
  // Plain memory: an array would be checked for sharing before every block of every instance.
  let strategies = UnsafeMutablePointer<S>.allocate(capacity: count)
  strategies.initialize(from: made, count: count)
  made = []
  let instances = UnsafeMutablePointer<Instance>.allocate(capacity: count)
  for index in 0..<count {
    (instances + index).initialize(
      to: Instance(broker: job.makeBroker(), startingCash: job.settings.startingCash)
    )
  }
  defer {
    strategies.deinitialize(count: count)
    strategies.deallocate()
    instances.deinitialize(count: count)
    instances.deallocate()
  }
  let bars = job.bars[0]
  let start = job.firstRow(symbol: 0)
  var row = 0
  while row < start {
    let end = min(row + ReplayJob.blockRows, start)
    _ = columns.fill(row, end)
    row = end
  }
  var equity = [[Double]](repeating: [], count: keepsEquity ? count : 0)
  for index in equity.indices { equity[index].reserveCapacity(bars.count - start) }
  let marks = UnsafeMutablePointer<Double>.allocate(capacity: ReplayJob.blockRows)
  defer { marks.deallocate() }
  while row < bars.count {
    // The last row is a block of its own, in which the broker also ends the run.
    let isLast = row == bars.count - 1
    let end = isLast ? bars.count : min(row + ReplayJob.blockRows, bars.count - 1)
    let pointers = columns.fill(row, end)
    for index in 0..<count {
      if keepsEquity { instances[index].recorder.curve = marks }
      instances[index].advance(
        strategies + index,
        bars,
        pointers,
        rows: row..<end,
        isLast: isLast
      )
      if keepsEquity {
        equity[index].append(contentsOf: UnsafeBufferPointer(start: marks, count: end - row))
      }
    }
    row = end
  }
  let closeTimes = job.market.listings[0].bars.closeTimes
  let times = !keepsEquity ? [] : start == 0 ? closeTimes : Array(closeTimes[start...])
  for index in 0..<count {
    job.finish(
      instances[index].broker,
      instances[index].recorder,
      equity: keepsEquity ? equity[index] : [],
      markTimes: times,
      lastTime: bars.closeTimes[bars.count - 1]
    )
  }
}
