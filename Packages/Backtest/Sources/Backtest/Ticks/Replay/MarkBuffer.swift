import MarketModel

/// The prices at which the rows of a chunk mark a position, computed once for all instances of a worker.
///
/// The middle of the quotes where both are known, otherwise the last trade.
struct MarkBuffer {
  private let content: TickContent
  private var capacity: Int
  private var marks: UnsafeMutablePointer<Double>
  private(set) var extremes: UnsafeMutablePointer<MarkExtremes>
  private(set) var zeros: UnsafeMutablePointer<Double>

  /// The mark of the row before the chunk.
  private var newest = 0.0

  /// The price of the last trade before the chunk; 0 without one.
  private(set) var tradeBefore = 0.0
  private var lastTrade = 0.0
  private(set) var noSides: UnsafeMutablePointer<Int8>

  init(_ content: TickContent) {
    self.content = content
    capacity = TickChunk.rowCount
    (marks, extremes, zeros, noSides) = Self.allocate(capacity)
  }

  private static func allocate(
    _ capacity: Int
  ) -> (
    UnsafeMutablePointer<Double>, UnsafeMutablePointer<MarkExtremes>, UnsafeMutablePointer<Double>,
    UnsafeMutablePointer<Int8>
  ) {
    let zeros = UnsafeMutablePointer<Double>.allocate(capacity: capacity + 1)
    zeros.initialize(repeating: 0, count: capacity + 1)
    let sides = UnsafeMutablePointer<Int8>.allocate(capacity: capacity + 1)
    sides.initialize(repeating: 0, count: capacity + 1)
    return (
      .allocate(capacity: capacity + 1),
      .allocate(capacity: capacity / TickChunk.groupRows + 1),
      zeros,
      sides
    )
  }

  func deallocate() {
    marks.deallocate()
    extremes.deallocate()
    zeros.deallocate()
    noSides.deallocate()
  }

  /// Points where the mark of row 0 would lie.
  func shifted(_ rows: Range<Int>) -> UnsafePointer<Double> {
    UnsafePointer(marks) - (rows.lowerBound - 1)
  }

  /// Computes the marks of rows that follow those computed before.
  mutating func fill(_ columns: TickPointers, _ rows: Range<Int>) {
    if rows.count > capacity {
      deallocate()
      capacity = rows.count
      (marks, extremes, zeros, noSides) = Self.allocate(capacity)
    }
    tradeBefore = lastTrade
    marks[0] = newest
    guard !rows.isEmpty else { return }
    let target = marks + 1
    if content.hasQuotes, fillQuoted(columns, rows, target) {
      if content.hasTrades, let row = rows.last(where: { columns.kinds[$0] == .trade }) {
        lastTrade = columns.tradePrices[row]
      }
    } else {
      fillEach(columns, rows, target)
    }
    newest = target[rows.count - 1]
  }

  /// Computes all marks from quotes, unless one of them is missing.
  private func fillQuoted(
    _ columns: TickPointers,
    _ rows: Range<Int>,
    _ target: UnsafeMutablePointer<Double>
  ) -> Bool {
    let (bids, asks) = (columns.bidPrices + rows.lowerBound, columns.askPrices + rows.lowerBound)
    var least = Lanes(repeating: .infinity)
    var (group, first) = (0, 0)
    while first < rows.count {
      let end = min(first &+ TickChunk.groupRows, rows.count)
      var (lows, highs) = (Lanes(repeating: .infinity), Lanes(repeating: -.infinity))
      var index = first
      while index &+ Lanes.scalarCount <= end {
        let (bid, ask) = (Lanes(at: bids + index), Lanes(at: asks + index))
        let mark = 0.5 * (ask + bid)
        UnsafeMutableRawPointer(target + index).storeBytes(of: mark, as: Lanes.self)
        least = least.lower(bid).lower(ask)
        lows = lows.lower(mark)
        highs = highs.higher(mark)
        index &+= Lanes.scalarCount
      }
      var (low, high) = (lows.least, highs.most)
      while index < end {
        let mark = 0.5 * (asks[index] + bids[index])
        target[index] = mark
        least = least.lower(Lanes(repeating: min(asks[index], bids[index])))
        low = mark < low ? mark : low
        high = mark > high ? mark : high
        index &+= 1
      }
      extremes[group] = MarkExtremes(low: low, high: high)
      group &+= 1
      first = end
    }
    return least.least > 0
  }

  private mutating func fillEach(
    _ columns: TickPointers,
    _ rows: Range<Int>,
    _ target: UnsafeMutablePointer<Double>
  ) {
    for row in rows {
      if columns.kinds[row] == .trade { lastTrade = columns.tradePrices[row] }
      var mark = lastTrade
      if content.hasQuotes, columns.bidPrices[row] > 0, columns.askPrices[row] > 0 {
        mark = 0.5 * (columns.askPrices[row] + columns.bidPrices[row])
      }
      target[row - rows.lowerBound] = mark
    }
    var (group, first) = (0, 0)
    while first < rows.count {
      let end = min(first + TickChunk.groupRows, rows.count)
      extremes[group] = MarkExtremes(of: target + first, count: end - first)
      (group, first) = (group + 1, end)
    }
  }
}

extension MarkExtremes {
  /// The extremes of some marks; there is at least one.
  @inline(__always)
  init(of marks: UnsafePointer<Double>, count: Int) {
    var (lows, highs) = (Lanes(repeating: marks[0]), Lanes(repeating: marks[0]))
    var index = 0
    while index &+ Lanes.scalarCount <= count {
      let next = Lanes(at: marks + index)
      lows = lows.lower(next)
      highs = highs.higher(next)
      index &+= Lanes.scalarCount
    }
    (low, high) = (lows.least, highs.most)
    while index < count {
      low = marks[index] < low ? marks[index] : low
      high = marks[index] > high ? marks[index] : high
      index &+= 1
    }
  }

  @inline(__always)
  init(of marks: UnsafeMutablePointer<Double>, count: Int) {
    self.init(of: UnsafePointer(marks), count: count)
  }
}

private typealias Lanes = SIMD4<Double>

// By hand: the standard library's reductions and extremes are calls.
extension SIMD4<Double> {
  @inline(__always)
  fileprivate init(at place: UnsafePointer<Double>) {
    self = UnsafeRawPointer(place).loadUnaligned(as: Self.self)
  }

  @inline(__always)
  fileprivate func lower(_ other: Self) -> Self { replacing(with: other, where: other .< self) }

  @inline(__always)
  fileprivate func higher(_ other: Self) -> Self { replacing(with: other, where: other .> self) }

  fileprivate var least: Double {
    @inline(__always)
    get {
      let half = lowHalf.replacing(with: highHalf, where: highHalf .< lowHalf)
      return half[1] < half[0] ? half[1] : half[0]
    }
  }

  fileprivate var most: Double {
    @inline(__always)
    get {
      let half = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
      return half[1] > half[0] ? half[1] : half[0]
    }
  }
}
