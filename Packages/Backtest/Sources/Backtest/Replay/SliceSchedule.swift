/// The bars of several symbols merged by their closing instants, handed out in blocks.
@usableFromInline
final class SliceSchedule {
  /// The bars of the block, ordered by closing instant, then by symbol.
  @usableFromInline private(set) var events: [SliceEvent] = []

  /// Where each slice of the block begins in ``events``, and where the last one ends.
  @usableFromInline private(set) var bounds: [Int] = [0]

  /// The closing instant of each slice of the block.
  @usableFromInline private(set) var times: [Int64] = []

  /// The rows of each symbol that the block contains.
  @usableFromInline private(set) var rows: [Range<Int>]

  /// Whether the block ends the run.
  @usableFromInline private(set) var isLast = false

  private let bars: [BarPointers]
  private let blockSlices: Int

  @usableFromInline
  init(_ bars: [BarPointers], firstRows: [Int], blockSlices: Int) {
    self.bars = bars
    self.blockSlices = blockSlices
    rows = firstRows.map { $0..<$0 }
  }

  /// Moves to the next block; returns whether there is one.
  @usableFromInline
  func advance() -> Bool {
    events.removeAll(keepingCapacity: true)
    bounds.removeAll(keepingCapacity: true)
    times.removeAll(keepingCapacity: true)
    var next = rows.map(\.upperBound)
    let first = next
    while times.count < blockSlices, let time = earliest(next) {
      bounds.append(events.count)
      times.append(time)
      for symbol in bars.indices
      where next[symbol] < bars[symbol].count && bars[symbol].closeTimes[next[symbol]] == time {
        events.append(SliceEvent(symbol: symbol, row: next[symbol]))
        next[symbol] += 1
      }
    }
    bounds.append(events.count)
    rows = zip(first, next).map { $0..<$1 }
    isLast = earliest(next) == nil
    return !times.isEmpty
  }

  private func earliest(_ next: [Int]) -> Int64? {
    var found: Int64?
    for symbol in bars.indices where next[symbol] < bars[symbol].count {
      let time = bars[symbol].closeTimes[next[symbol]]
      if time < found ?? .max { found = time }
    }
    return found
  }
}
