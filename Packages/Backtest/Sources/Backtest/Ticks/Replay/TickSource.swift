import MarketModel
import QuantMath

/// The ticks that a pass holds in memory: what has not been delivered, and the newest block.
struct TickSource {
  private let feed: any TickFeed
  private let terms: TickTerms
  private let feedDelay: MessageDelay?

  /// The ticks, from the one before the first that is to be delivered.
  private(set) var ticks = TickBlock()

  /// When the strategy sees each tick; empty where that is always the same time later.
  private(set) var localTimes: [Int64] = []

  /// What every tick takes beyond ``localTimes``.
  let delay: Int64

  /// As many zeros as there are ticks, for columns that the feed lacks.
  private(set) var zeros = ZeroColumn(rowCount: 0)

  /// The position of the first tick within the run.
  private(set) var base = 0

  /// The rows before which a batch ends, and its end.
  private(set) var batchEnds: [Int] = []
  private(set) var batchInstants: [Int64] = []
  private var batchEnd = Int64.min

  /// The first row that has not been checked.
  private var scanned = 0
  private var newest = Int64.min
  private var newestLocal = Int64.min

  init(_ feed: any TickFeed, _ terms: TickTerms) {
    self.feed = feed
    self.terms = terms
    guard case .engine(let engine) = terms.settings.fillMode,
      case .modelled(let model) = engine.feedLatency
    else {
      (feedDelay, delay) = (nil, 0)
      return
    }
    let resolved = MessageDelay(
      model,
      seed: terms.settings.seed,
      purpose: TickDraws.feedLatency
    )
    delay = resolved.constant ?? 0
    feedDelay = resolved.constant == nil ? resolved : nil
  }

  /// The number of rows.
  var count: Int { ticks.count }

  /// When the strategy sees a row.
  func localTime(_ row: Int) -> Int64 {
    (localTimes.isEmpty ? ticks.times[row] : localTimes[row]) + delay
  }

  /// Takes in the next block.
  ///
  /// - Throws: ``TickReplayError/malformedBlock(symbol:column:expected:found:)``.
  mutating func append(_ block: TickBlock) throws(TickReplayError) {
    try block.check(feed.content, of: feed.symbol)
    let first = count
    // A whole feed in one block is used where it lies.
    if first == 0 { ticks = block } else { ticks.append(block) }
    // Twice as many, so that a tail that is carried over seldom needs new ones.
    if zeros.rowCount < count { zeros = ZeroColumn(rowCount: 2 * count) }
    try extendLocalTimes(from: first)
  }

  /// Forgets what has been delivered.
  ///
  /// - Parameter delivered: The first row that has not; the one before it is kept.
  mutating func drop(delivered: Int) {
    let start = max(0, delivered - 1)
    ticks = ticks.slice(start..<count)
    if !localTimes.isEmpty { localTimes.removeFirst(start) }
    base += start
    scanned -= start
    batchEnds = batchEnds.map { $0 - start }
  }

  /// Forgets the ends of batches that have been delivered.
  mutating func dropBatches(_ count: Int) {
    batchEnds.removeFirst(count)
    batchInstants.removeFirst(count)
  }

  private mutating func extendLocalTimes(from first: Int) throws(TickReplayError) {
    if case .engine(let engine) = terms.settings.fillMode,
      case .received(let correction) = engine.feedLatency
    {
      for row in first..<count {
        let time = max(ticks.times[row], ticks.receivedTimes[row] + correction)
        newestLocal = max(newestLocal, time)
        localTimes.append(newestLocal)
      }
    } else if let feedDelay {
      for row in first..<count {
        let number = UInt64(base + row)
        let time =
          ticks.times[row]
          + feedDelay.nanoseconds(
            at: ticks.times[row],
            trial: UInt32(truncatingIfNeeded: number >> 32),
            path: UInt32(truncatingIfNeeded: number)
          )
        newestLocal = max(newestLocal, time)
        localTimes.append(newestLocal)
      }
    }
  }

  /// Checks the order of rows and finds the ends of batches.
  ///
  /// - Throws: ``TickReplayError/timeFell(symbol:row:previous:found:)``.
  mutating func scan(upTo end: Int) throws(TickReplayError) {
    let first = scanned
    scanned = end
    let length = terms.settings.batchNanoseconds
    var (newest, limit) = (newest, batchEnd)
    let (delay, isLocal) = (delay, !localTimes.isEmpty)
    var fallen = -1
    if limit == .min, end > first { limit = endOfBatch(localTime(first), length) }
    var (ends, instants) = (batchEnds, batchInstants)
    ticks.times.withUnsafeBufferPointer { times in
      localTimes.withUnsafeBufferPointer { locals in
        for row in first..<end {
          let time = times[row]
          if time < newest {
            fallen = row
            return
          }
          newest = time
          let local = (isLocal ? locals[row] : time) &+ delay
          if local >= limit {
            ends.append(row)
            instants.append(limit)
            limit = endOfBatch(local, length)
          }
        }
      }
    }
    (batchEnds, batchInstants) = (ends, instants)
    guard fallen < 0 else {
      throw .timeFell(
        symbol: feed.symbol,
        row: base + fallen,
        previous: Timestamp(nanoseconds: newest),
        found: Timestamp(nanoseconds: ticks.times[fallen])
      )
    }
    (self.newest, batchEnd) = (newest, limit)
  }
}

/// The end of the batch in which an instant falls.
private func endOfBatch(_ time: Int64, _ length: Int64) -> Int64 {
  let rest = time % length
  return time - (rest < 0 ? rest + length : rest) + length
}
