public import MarketModel

/// Replays one symbol for many instances, block by block over shared columns.
@inlinable
func replayBars<S: BarStrategy>(
  _ job: ReplayJob,
  _ make: (StrategyParameters, inout ColumnPlan) throws(BacktestError) -> S
) throws(BacktestError) {
  if job.recording.keepsEquity {
    try replayBars(job, FlagOn.self, make)
  } else {
    try replayBars(job, FlagOff.self, make)
  }
}

@inlinable
func replayBars<S: BarStrategy, Curve: LoopFlag>(
  _ job: ReplayJob,
  _ curve: Curve.Type,
  _ make: (StrategyParameters, inout ColumnPlan) throws(BacktestError) -> S
) throws(BacktestError) {
  let count = job.parameters.count
  var plan = ColumnPlan()
  var strategies: [S] = []
  strategies.reserveCapacity(count)
  for parameters in job.parameters { strategies.append(try make(parameters, &plan)) }
  let columns = try job.makeColumns(plan, symbol: 0)
  var instances = strategies.map { _ in
    Instance(broker: job.makeBroker(), startingCash: job.settings.startingCash)
  }
  let bars = job.bars[0]
  let start = job.firstRow(symbol: 0)
  var row = 0
  while row < start {
    let end = min(row + ReplayJob.blockRows, start)
    _ = columns.fill(row, end)
    row = end
  }
  var equity = [[Double]](repeating: [], count: Curve.isOn ? count : 0)
  for index in equity.indices { equity[index].reserveCapacity(bars.count - start) }
  let marks = UnsafeMutablePointer<Double>.allocate(capacity: ReplayJob.blockRows)
  defer { marks.deallocate() }
  while row < bars.count {
    // The last row is a block of its own, in which the broker also ends the run.
    let isLast = row == bars.count - 1
    let end = isLast ? bars.count : min(row + ReplayJob.blockRows, bars.count - 1)
    let pointers = columns.fill(row, end)
    for index in 0..<count {
      if Curve.isOn { instances[index].recorder.curve = marks }
      strategies.withUnsafeMutableBufferPointer { strategies in
        guard let source = strategies.baseAddress else { return }
        instances[index].advance(
          source + index,
          bars,
          pointers,
          rows: row..<end,
          firstRow: row,
          isLast: isLast,
          curve
        )
      }
      if Curve.isOn {
        equity[index].append(contentsOf: UnsafeBufferPointer(start: marks, count: end - row))
      }
    }
    row = end
  }
  let times = Curve.isOn ? Array(job.market.listings[0].bars.closeTimes[start...]) : []
  for index in 0..<count {
    job.finish(
      instances[index].broker,
      instances[index].recorder,
      equity: Curve.isOn ? equity[index] : [],
      markTimes: times,
      lastTime: bars.closeTimes[bars.count - 1]
    )
  }
}
