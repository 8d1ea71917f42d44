import Dispatch
import MarketModel

/// One reading of a feed for all instances.
struct TickPass {
  private let isBatched: Bool
  private let terms: TickTerms
  private let crews: [TickCrew]
  private let replays: [TickReplay]
  private var source: TickSource

  /// The first row that has not been delivered.
  private var delivered = 0
  private var hasStarted = false

  init(
    _ feed: any TickFeed,
    _ terms: TickTerms,
    _ crews: [TickCrew],
    _ replays: [TickReplay],
    isBatched: Bool
  ) {
    self.terms = terms
    self.crews = crews
    self.replays = replays
    self.isBatched = isBatched
    source = TickSource(feed, terms)
  }

  /// How many rows are checked and replayed at a time.
  ///
  /// Few, so that the times are still in the cache when an order asks for one; more where workers have to
  /// wait for each other after each piece.
  private var pieceRows: Int { crews.count == 1 ? 1 << 14 : 1 << 18 }

  private var isAnyRunning: Bool { crews.contains { $0.stoppedAfter.contains(nil) } }

  /// Reads the feed to its end, or until all instances have been stopped.
  ///
  /// - Parameters:
  ///   - reader: The reading.
  ///   - symbol: What is traded, for errors.
  ///   - checkpoints: The instants at which to ask, rising.
  ///   - ask: Asks whether to stop instances at a checkpoint, given by its number from 1.
  /// - Throws: ``TickReplayError`` when the feed breaks.
  mutating func run(
    _ reader: inout any TickReader,
    symbol: Symbol,
    checkpoints: [Int64],
    ask: (Int) -> Void
  ) throws(TickReplayError) {
    var asked = 0
    while isAnyRunning, let block = try reader.nextBlock() {
      var row = source.count
      try source.append(block)
      while isAnyRunning {
        var cut = Int.max
        if asked < checkpoints.count {
          let instant = checkpoints[asked]
          cut = max(row, source.ticks.times.partitionPoint { $0 >= instant })
        }
        let end = min(source.count, row + pieceRows, cut)
        try source.scan(upTo: end)
        try step(end, isLast: false)
        row = end
        if end == source.count { break }
        if end == cut {
          asked += 1
          ask(asked)
        }
      }
      source.drop(delivered: delivered)
      delivered = min(delivered, 1)
    }
    guard hasStarted else { throw .noTicks(symbol: symbol) }
    if isAnyRunning { try step(source.count, isLast: true) }
  }

  /// Lets all instances replay what can be replayed once some rows are known.
  private mutating func step(_ count: Int, isLast: Bool) throws(TickReplayError) {
    guard count > 0 else { return }
    let frontier = isLast ? Int64.max : source.ticks.times[count - 1]
    let (end, batches) = reach(count, frontier, isLast: isLast)
    guard end > delivered || isLast else { return }
    let isFirst = !hasStarted
    let rows = delivered..<end
    try source.ticks.withPointers(
      localTimes: source.localTimes,
      delay: source.delay,
      zeros: source.zeros
    ) { columns in
      var (ends, instants) = (source.batchEnds[0..<batches], source.batchInstants[0..<batches])
      if isLast, isBatched {
        ends.append(count)
        instants.append(source.localTime(count - 1))
      }
      let window = TickWindow(
        venue: VenueRows(columns: columns, count: count, base: source.base),
        rows: rows,
        batchEnds: ends,
        batchInstants: instants,
        frontier: frontier,
        lastInstant: isLast ? source.localTime(count - 1) : .max
      )
      replay(window, isFirst: isFirst)
    }
    source.dropBatches(batches)
    delivered = end
    hasStarted = true
  }

  /// Up to which row, and how many ends of batches, can be delivered.
  private func reach(_ count: Int, _ frontier: Int64, isLast: Bool) -> (row: Int, batches: Int) {
    let ends = source.batchEnds
    let known = ends.prefix { $0 < count }.count
    if isLast { return (count, known) }
    guard terms.hasVenue else {
      return isBatched ? (known > 0 ? ends[known - 1] : delivered, known) : (count, known)
    }
    if isBatched {
      let complete = source.batchInstants[0..<known].prefix { $0 < frontier }.count
      return (complete > 0 ? ends[complete - 1] : delivered, complete)
    }
    var row = count
    while row > delivered, source.localTime(row - 1) >= frontier { row -= 1 }
    return (row, ends[0..<known].prefix { $0 < row }.count)
  }

  private func replay(_ window: TickWindow, isFirst: Bool) {
    let (crews, replays) = (crews, replays)
    // Every iteration has its own crew.
    nonisolated(unsafe) let (theirs, ways, shared) = (crews, replays, window)
    func work(_ index: Int) {
      if isFirst { theirs[index].start(shared, ways[index]) }
      theirs[index].advance(shared, ways[index])
      if shared.isLast { theirs[index].finish(shared, ways[index]) }
    }
    if crews.count == 1 {
      work(0)
    } else {
      nonisolated(unsafe) let work = work
      DispatchQueue.concurrentPerform(iterations: crews.count) { work($0) }
    }
  }
}

extension TickReader {
  fileprivate mutating func nextBlock() throws(TickReplayError) -> TickBlock? {
    do throws(TickReadError) {
      return try next()
    } catch {
      throw .read(error)
    }
  }
}
