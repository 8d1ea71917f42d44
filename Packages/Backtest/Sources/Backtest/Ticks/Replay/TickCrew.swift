public import MarketModel

/// The instances that one worker replays.
@usableFromInline
final class TickCrew {
  @usableFromInline let parameters: [StrategyParameters]

  /// The position of the first instance in the sweep.
  let firstSet: Int
  let terms: TickTerms
  let desks: [TickDesk]

  /// The position of the instance that is being made, so that an error can name it.
  @usableFromInline var making = 0

  /// The checkpoint after which each instance was stopped.
  var stoppedAfter: [Int?]
  private let isBatched: Bool
  private var marks: MarkBuffer

  init(_ parameters: [StrategyParameters], firstSet: Int, terms: TickTerms, isBatched: Bool) {
    self.parameters = parameters
    self.firstSet = firstSet
    self.terms = terms
    self.isBatched = isBatched
    desks = parameters.map { _ in TickDesk(TickAccount(terms), seed: terms.settings.seed) }
    stoppedAfter = [Int?](repeating: nil, count: parameters.count)
    marks = MarkBuffer(terms.content)
  }

  deinit { marks.deallocate() }

  /// What the feed has.
  @usableFromInline var content: TickContent { terms.content }

  @usableFromInline
  func desk(_ index: Int) -> Unmanaged<TickDesk> { Unmanaged.passUnretained(desks[index]) }

  @usableFromInline
  func isRunning(_ index: Int) -> Bool { stoppedAfter[index] == nil }

  /// Replays the rows of a window that are to be delivered, chunk by chunk.
  func advance(_ window: TickWindow, _ replay: TickReplay) {
    for desk in desks { desk.storage.pointee.enter(window) }
    let instants = Array(window.batchInstants)
    window.batchEnds.withUnsafeBufferPointer { ends in
      var (row, end) = (window.rows.lowerBound, 0)
      while row < window.rows.upperBound {
        var upper = min(row + TickChunk.rowCount, window.rows.upperBound)
        var last = end
        while last < ends.count, ends[last] <= upper { last += 1 }
        if isBatched {
          // Whole batches only, at least one.
          if last == end { last += 1 }
          upper = ends[last - 1]
        } else if last > end, upper < window.rows.upperBound, ends[last - 1] == upper {
          // The end of a batch belongs to the row after it.
          last -= 1
        }
        instants.withUnsafeBufferPointer { instants in
          let (ends, instants) = (ends[end..<last], instants[end..<last])
          let chunk = chunk(
            window,
            row..<upper,
            UnsafeBufferPointer(rebasing: ends),
            UnsafeBufferPointer(rebasing: instants)
          )
          replay.advance(chunk)
        }
        (row, end) = (upper, last)
      }
    }
    for (index, desk) in desks.enumerated() where isRunning(index) {
      desk.storage.pointee.leave(window)
    }
  }

  /// Ends the run of every instance after its last window.
  func finish(_ window: TickWindow, _ replay: TickReplay) {
    let chunk = chunk(window, window.rows.upperBound..<window.rows.upperBound)
    for (index, desk) in desks.enumerated() where isRunning(index) {
      desk.storage.pointee.finishRun(chunk)
    }
    replay.finish(chunk)
  }

  /// Asks about every instance whether to stop it after a checkpoint.
  func ask(_ checkpoint: Int, _ shouldStop: (Int, Int, TickSummary) -> Bool) {
    for (index, desk) in desks.enumerated() where isRunning(index) {
      let soFar = desk.storage.pointee.summarized()
      if shouldStop(firstSet + index, checkpoint, soFar) { stoppedAfter[index] = checkpoint }
    }
  }

  /// Hands over the results in order.
  func handOver(_ receive: (Int, TickResult) -> Void) {
    for (index, desk) in desks.enumerated() {
      receive(firstSet + index, desk.storage.pointee.result(stoppedAfter: stoppedAfter[index]))
    }
  }

  /// Begins the run of every instance before its first window.
  func start(_ window: TickWindow, _ replay: TickReplay) {
    let first = chunk(window, 0..<0)
    for desk in desks { desk.storage.pointee.startRun(first) }
    replay.start(first)
    for desk in desks { desk.storage.pointee.isAccepting = true }
  }

  private func chunk(
    _ window: TickWindow,
    _ rows: Range<Int>,
    _ ends: UnsafeBufferPointer<Int> = UnsafeBufferPointer(start: nil, count: 0),
    _ instants: UnsafeBufferPointer<Int64> = UnsafeBufferPointer(start: nil, count: 0)
  ) -> TickChunk {
    marks.fill(window.venue.columns, rows)
    let shift = rows.lowerBound - 1
    let zeros = UnsafePointer(marks.zeros) - shift
    var columns = window.venue.columns
    if !terms.content.hasQuotes { columns.setQuotes(zeros) }
    if !terms.content.hasTrades {
      columns.setTrades(zeros, sides: UnsafePointer(marks.noSides) - shift)
    }
    return TickChunk(
      columns: columns,
      marks: marks.shifted(rows),
      extremes: UnsafePointer(marks.extremes),
      zeros: zeros,
      tradeBefore: marks.tradeBefore,
      rows: rows,
      batchEnds: ends,
      batchInstants: instants,
      batchNanoseconds: terms.settings.batchNanoseconds,
      lastInstant: window.lastInstant,
      isLast: window.isLast && rows.upperBound == window.rows.upperBound
    )
  }
}

/// How the instances of a crew go on; the closures contain loops specialised for their strategy.
@frozen
@usableFromInline
struct TickReplay {
  /// Tells every instance that the run begins; the chunk has no rows to deliver.
  @usableFromInline let start: (TickChunk) -> Void

  /// Replays a chunk.
  @usableFromInline let advance: (TickChunk) -> Void

  /// Tells every instance that the run is over; the chunk has no rows to deliver.
  @usableFromInline let finish: (TickChunk) -> Void

  @inlinable
  init(
    start: @escaping (TickChunk) -> Void,
    advance: @escaping (TickChunk) -> Void,
    finish: @escaping (TickChunk) -> Void
  ) {
    self.start = start
    self.advance = advance
    self.finish = finish
  }
}

/// The strategies of a crew, in plain memory: an array would be checked for sharing at every chunk.
@usableFromInline
final class TickStrategies<S> {
  @usableFromInline let base: UnsafeMutablePointer<S>
  @usableFromInline let count: Int

  @inlinable
  init(_ made: [S]) {
    count = made.count
    base = .allocate(capacity: max(1, made.count))
    base.initialize(from: made, count: made.count)
  }

  @inlinable
  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }
}
