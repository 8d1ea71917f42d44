public import PerformanceMetrics

/// One strategy over several symbols, with its account.
@usableFromInline
struct SliceInstance<S: SliceStrategy> {
  @usableFromInline var strategy: S
  @usableFromInline var recorder: Recorder
  @usableFromInline var equity: [Double] = []
  @usableFromInline let broker: Broker

  @inlinable
  init(_ strategy: S, broker: Broker, startingCash: Double) {
    self.strategy = strategy
    self.broker = broker
    recorder = Recorder(startingCash: startingCash)
  }

  /// Replays the slices of a block.
  @inlinable
  mutating func advance(
    _ schedule: SliceSchedule,
    _ bars: UnsafePointer<BarPointers>,
    _ columns: UnsafePointer<ColumnPointers>,
    keepsEquity: Bool
  ) {
    let broker = Unmanaged.passUnretained(self.broker)
    var context = SliceContext(broker)
    schedule.events.withUnsafeBufferPointer { all in
      for slice in schedule.times.indices {
        let range = schedule.bounds[slice]..<schedule.bounds[slice + 1]
        let events = UnsafeBufferPointer(rebasing: all[range])
        let time = schedule.times[slice]
        Broker.beforeSlice(broker, events)
        strategy.onSlice(
          SliceView(events: events, bars: bars, columns: columns, time: time),
          &context
        )
        let (equity, isExposed) = Broker.afterSlice(
          broker,
          time: time,
          hasOrders: context.submitted != 0,
          isLast: schedule.isLast && slice == schedule.times.count - 1
        )
        context.submitted = 0
        recorder.mark(equity)
        recorder.exposed &+= isExposed ? 1 : 0
        if keepsEquity { self.equity.append(equity) }
      }
    }
    recorder.count &+= schedule.times.count
    recorder.moments.endBlock()
  }
}

/// Replays several symbols on one account, slice by slice, for many instances over shared columns.
@inlinable
func replaySlices<S: SliceStrategy>(
  _ job: ReplayJob,
  _ make: (StrategyParameters, inout ColumnPlan) throws(BacktestError) -> S
) throws(BacktestError) {
  var plan = ColumnPlan()
  var instances: [SliceInstance<S>] = []
  instances.reserveCapacity(job.parameters.count)
  for parameters in job.parameters {
    instances.append(
      SliceInstance(
        try make(parameters, &plan),
        broker: job.makeBroker(),
        startingCash: job.settings.startingCash
      )
    )
  }
  let symbols = job.bars.indices
  var columns: [ColumnBlock] = []
  for symbol in symbols { columns.append(try job.makeColumns(plan, symbol: symbol)) }
  let firstRows = symbols.map { job.firstRow(symbol: $0) }
  for symbol in symbols {
    var row = 0
    while row < firstRows[symbol] {
      let end = min(row + ReplayJob.blockRows, firstRows[symbol])
      _ = columns[symbol].fill(row, end)
      row = end
    }
  }
  let schedule = SliceSchedule(job.bars, firstRows: firstRows, blockSlices: ReplayJob.blockRows)
  var markTimes: [Int64] = []
  var lastTime: Int64 = 0
  while schedule.advance() {
    let pointers = symbols.map { symbol in
      columns[symbol].fill(schedule.rows[symbol].lowerBound, schedule.rows[symbol].upperBound)
    }
    job.bars.withUnsafeBufferPointer { bars in
      pointers.withUnsafeBufferPointer { pointers in
        guard let bars = bars.baseAddress, let pointers = pointers.baseAddress else { return }
        for index in instances.indices {
          instances[index].advance(
            schedule,
            bars,
            pointers,
            keepsEquity: job.recording.keepsEquity
          )
        }
      }
    }
    if job.recording.keepsEquity { markTimes += schedule.times }
    lastTime = schedule.times.last ?? lastTime
  }
  for instance in instances {
    job.finish(
      instance.broker,
      instance.recorder,
      equity: instance.equity,
      markTimes: markTimes,
      lastTime: lastTime
    )
  }
}
